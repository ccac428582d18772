"""« Où en est le pacte ? »: its answer, what it asks to look at and its views, computed without a page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils.html import strip_tags

from pacte.indicators.records import Value, ValueState
from pacte.indicators.records.evidence import ActionEvidence, EvidenceKind, EvidenceRow
from pacte.indicators.records.grades import EvidenceGrade
from pacte.kernel.action_codes import ActionCode
from pacte.plan.records import Doubt, Figure, FigureKind, Flag, Lead, Placement, PlanContent, Schedule
from pacte.plan.rules.progress import ProgressOutcome, TargetProgress, target_progress
from pacte.plan.rules.progress_by_unit import UnitProgress
from pacte.plan.rules.trajectory import is_off_trajectory
from pacte.steering.queries.rounds import RoundSummary
from pacte.steering.queries.tracking import LatestValue
from pacte.steering.queries.weather import ActionWeather
from pacte.steering.records import MilestoneState, MilestoneSummary, RoundState, Weather
from pacte.steering.records.enums import CommitteeState
from pacte.steering.records.meetings import CommitteeSummary
from pacte.web.charts.money import MoneyChartStage, StageAmounts
from pacte.web.pages.plan.action_list_filters import ActionList
from pacte.web.pages.plan.action_summaries import action_summaries
from pacte.web.pages.plan.overview_alerts import action_alerts, late_milestones
from pacte.web.pages.plan.overview_answer import AnswerFacts, overview_answer
from pacte.web.pages.plan.overview_attention import AttentionGroup, attention_groups, open_points
from pacte.web.pages.plan.overview_filters import PlanView, plan_views
from pacte.web.pages.plan.overview_model import axis_money_chart
from pacte.web.pages.plan.overview_steering import CommitteeOutlook, PlanSteering
from tests.plan.contents import row, small_plan, target

NOW = date(2020, 11, 24)
HALF = Decimal("0.5")
DEADLINE = Figure("lancement", FigureKind.DEADLINE, Decimal(2019), unit="année")
NOBODY = PlanSteering()
COMMITTEE = CommitteeSummary(
    1, 4, "Comité", date(2020, 12, 9), None, "Orléans", CommitteeState.PLANNED, 2, "Tour 2", "open", 6, 0, 0, None,
    None, None,
)  # fmt: skip
ROUND = RoundSummary(2, 2, "Tour 2", RoundState.OPEN, date(2020, 11, 9), date(2020, 11, 30), date(2020, 12, 9), 39, 32)


def plain(text: str) -> str:
    return strip_tags(text).replace("\u202f", " ").replace("\u00a0", " ")


def answered(content: PlanContent, on: date = NOW, **facts: object) -> str:
    known = AnswerFacts(axis_money_chart(content, str), **facts)  # type: ignore[arg-type]
    return plain(overview_answer(content, action_summaries(content, on), on, known))


def outlook(prepares: RoundSummary | None = ROUND) -> CommitteeOutlook:
    return CommitteeOutlook(COMMITTEE, prepares, "/comite/", "/tour/", "/dossier/")


def grouped(
    content: PlanContent, on: date = NOW, steering: PlanSteering = NOBODY,
    evidence: dict[ActionCode, ActionEvidence] | None = None,
) -> dict[str, AttentionGroup]:  # fmt: skip
    """The columns, by their sign."""
    lines, known = action_summaries(content, on), evidence or {}
    late, alerts = late_milestones(lines, steering), action_alerts(lines, steering, known, HALF)
    return {group.sign: group for group in attention_groups(lines, late, alerts, known, steering, on)}


def measured(number: int, value: int, figure: Figure | None = None, grade: EvidenceGrade = EvidenceGrade.RESULT) -> (
    dict[ActionCode, ActionEvidence]
):  # fmt: skip
    aimed = figure or target()
    line = EvidenceRow(
        code=aimed.indicator_code, what=aimed.what, kind=EvidenceKind.COMPUTED,
        value=Value(ValueState.NUMBER, Fraction(value), value), unit=aimed.unit, sentence=f"{value} {aimed.unit}",
        progress=target_progress(aimed, Decimal(value)), is_proposed=False, until=NOW, grade=grade,
    )  # fmt: skip
    return {ActionCode(number): ActionEvidence(ActionCode(number), (line,), "")}


def milestone(number: int, due_on: date, state: MilestoneState) -> MilestoneSummary:
    return MilestoneSummary(1, ActionCode(number), "Marché attribué", due_on, due_on, None, None, "A. B.", state)


# ---------------------------------------------------------------- the answer


def test_the_answer_is_a_sentence_whatever_the_number_of_actions() -> None:
    assert answered(small_plan(rows=(), actions=())) == "Ce plan ne contient encore aucune action."
    assert "La seule action n’a pas encore de résultat mesuré." in answered(small_plan(row("A01", 1)))
    two = small_plan(row("A01", 1), row("A02", 2))
    assert "Aucune des 2 actions n’a encore de résultat mesuré." in answered(two)
    assert "1 action sur 2 a un résultat mesuré, 1 autre des moyens seulement." in answered(two, proved=1, means=1)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2018, 11, 19), "avant le début de la période 2019-2022"),
        (date(2020, 11, 24), "à 47,4 % de la durée du plan"),
        (date(2023, 1, 1), "la période 2019-2022 étant finie"),
    ],
)
def test_the_answer_says_where_the_plan_stands_in_time(on: date, words: str) -> None:
    assert words in answered(small_plan(), on)


def test_a_total_that_is_not_known_is_not_given() -> None:
    assert "10,00 M€" not in answered(small_plan())
    known = small_plan(axes=(replace(small_plan().axes[0]), replace(small_plan().axes[1], amount_cents=5_000_000_00)))
    assert "le plan répartit 15,00 M€ en 2 axes" in answered(known)
    published = "Au 30 septembre 2020, 4,00 M€ sont engagés."
    assert f"Le plan répartit 15,00 M€ en 2 axes. {published}" in answered(known, published=published)


def test_who_sees_the_money_of_today_reads_it_first_against_time() -> None:
    content = small_plan(axes=small_plan().axes[:1])
    chart = axis_money_chart(content, str)
    bars = tuple(replace(bar, amounts=StageAmounts(10_000_000_00, None, 2_500_000_00)) for bar in chart.bars)
    paid = replace(chart, bars=bars, stages=(MoneyChartStage.ENVELOPE, MoneyChartStage.COMMITTED))
    told = plain(overview_answer(content, action_summaries(content, NOW), NOW, AnswerFacts(paid, published="Ailleurs")))
    assert told.startswith("Au 24 novembre 2020, 2,50 M€ sont engagés sur 10,00 M€ (25,0 %), à 47,4 % de la durée")
    assert "Ailleurs" not in told


def test_the_answer_ends_with_what_is_late_and_with_the_committee() -> None:
    told = answered(small_plan(), late=1, alerts=2, committee=outlook())
    assert told.endswith(
        "1 jalon est dépassé et 2 actions sont en alerte. Comité le 9 décembre 2020 : 7 réponses manquent. "
    )
    assert "Comité le 9 décembre 2020. " in answered(small_plan(), committee=outlook(None))
    assert "jalon" not in answered(small_plan())


# ---------------------------------------------------------------- what to look at


def test_a_deadline_is_past_the_day_after_its_year_ends() -> None:
    content = small_plan(row("A01", 1, figures=(DEADLINE,)))
    assert grouped(content, date(2019, 12, 31))["diamond"].items == []
    late = grouped(content, date(2020, 1, 1))["diamond"]
    assert plain(late.title) == "1 jalon dépassé"
    assert late.items[0].number == "1"
    assert "dépassé de 1 jour" in plain(late.items[0].detail)


def test_milestones_of_the_leads_are_late_with_those_of_the_plan_longest_first() -> None:
    content = small_plan(row("A01", 1), row("A02", 2, figures=(DEADLINE,)))
    steering = PlanSteering(
        milestones={
            ActionCode(1): [
                milestone(1, date(2020, 11, 20), MilestoneState.LATE),
                milestone(1, date(2021, 1, 1), MilestoneState.COMING),
            ]
        }
    )
    late = grouped(content, steering=steering)["diamond"]
    assert plain(late.title) == "2 jalons dépassés"
    assert [item.number for item in late.items] == ["2", "1"]
    assert "A. B." in late.items[1].detail


def test_a_calendar_that_is_over_is_told_even_without_a_deadline() -> None:
    over = grouped(small_plan(), date(2023, 1, 1))["diamond"]
    assert plain(over.items[-1].text) == "2 actions dont le calendrier est fini"
    assert over.items[-1].query == {"calendrier": "fini"}


def test_an_action_is_in_alert_once_for_the_gravest_reason() -> None:
    content = small_plan(*(row(f"A0{each}", each, figures=(target(),)) for each in (1, 2, 3, 4)))
    alert = ActionWeather(Weather.ALERT, "le marché est vide", date(2020, 11, 20), "A. B.", "Tour 2", 2)
    steering = PlanSteering(
        weather={ActionCode(number): alert for number in (1, 2, 3)}
        | {ActionCode(4): replace(alert, weather=Weather.GOOD)},
        departures={ActionCode(1): ("C. D.", date(2020, 10, 1))},
    )
    column = grouped(content, steering=steering, evidence=measured(2, 4))["triangle"]
    assert plain(column.title) == "3 actions en alerte"
    vacant, behind, told = (plain(item.detail) for item in column.items)
    assert vacant == "vacante : C. D. l’a quittée le 1ᵉʳ octobre 2020"
    assert behind == "formations rénovées : 4 formations, 40 % de la cible à 50 % de la durée"
    assert told == "alerte du porteur, le 20 novembre 2020 : le marché est vide"


def test_actions_without_a_result_say_what_is_there_instead_and_who_owes_it() -> None:
    content = small_plan(
        *(row(f"A0{each}", each) for each in (1, 2, 3)),
        row("A04", 4, leads=()),
        row("A05", 5, leads=(Lead("Pacte", note="porteur à désigner"),)),
    )
    steering = PlanSteering(declared={ActionCode(2): LatestValue("chantiers", Decimal(3), "chantiers", NOW)})
    column = grouped(content, steering=steering, evidence=measured(1, 4, grade=EvidenceGrade.MEANS))["ring"]
    assert plain(column.title) == "5 actions sans résultat"
    assert [(item.number, plain(item.text), item.detail) for item in column.items] == [
        ("1", "Action 1", "seuls des moyens sont mesurés"),
        ("2", "Action 2", "un chiffre déclaré, que rien ne mesure"),
        (None, "Région : 1 action", "preuve à fournir"),
        (None, "Actions 4, 5", "porteur à désigner"),
    ]


def test_what_is_whole_asks_for_nothing_and_says_so() -> None:
    columns = grouped(small_plan(row("A01", 1, figures=(target(),))), evidence=measured(1, 10))
    assert [column.items for column in columns.values()] == [[], [], []]
    assert all(column.empty for column in columns.values())


def test_the_committee_says_what_is_received_and_opens_its_pages() -> None:
    column = grouped(small_plan(), steering=PlanSteering(committee=outlook()))["clock"]
    assert plain(column.title) == "Comité du 9 décembre 2020"
    assert [(plain(item.text), item.url) for item in column.items] == [
        ("Réponses reçues : 32 / 39", "/tour/"), ("Ordre du jour : 6 points", "/comite/"),
        ("Ouvrir le dossier", "/dossier/"),
    ]  # fmt: skip
    assert "clock" not in grouped(small_plan())


def test_each_doubtful_calendar_leads_to_its_actions() -> None:
    assumed = Schedule(Placement.ASSUMED, (Flag("2020", "X"),))
    doubtful = Schedule(Placement.CERTAIN, (Flag("2019", "?"),))
    content = small_plan(
        row("A01", 1, schedule=assumed, doubts=(Doubt("schedule", "une marque"),), figures=(target(),)),
        row("A02", 2, schedule=Schedule(Placement.UNKNOWN, flag_count=1), figures=(target(),)),
        row("A03", 3, schedule=Schedule(), figures=(target(),)),
        row("A04", 4, schedule=doubtful, figures=(target(),)),
    )
    lines = action_summaries(content, NOW)
    queries = [item.query for item in open_points(lines) if item.query]
    assert queries == [{"calendrier": code} for code in ("suppose", "inconnu", "sans-date", "question")]
    for query, number in zip(queries, ("1", "2", "3", "4"), strict=True):
        listed = ActionList(content, lines, {"calendrier": [query["calendrier"]]}, ())
        assert [line.number for line in listed.lines] == [number]


def test_actions_without_a_target_are_an_open_point_of_their_axis() -> None:
    (point,) = open_points(action_summaries(small_plan(row("A01", 1), row("A02", 2, figures=(target(),))), NOW))
    assert plain(point.text) == "Axe 1 : 1 action sur 2 sans cible"
    assert point.query == {"axe": "1", "cible": "sans"}


# ---------------------------------------------------------------- behind


@pytest.mark.parametrize(
    ("figure", "value", "is_behind"),
    [
        (target(), 4, True),
        (target(), 5, False),
        (target(), 10, False),
        (target(proposed=True), 0, False),
        (target(value=None), 0, False),
    ],
)
def test_a_target_is_behind_when_less_of_it_is_done_than_of_the_time(
    figure: Figure, value: int, *, is_behind: bool
) -> None:
    assert is_off_trajectory(figure, target_progress(figure, Decimal(value)), (), HALF) is is_behind


def test_a_target_of_each_year_is_behind_when_a_year_that_is_over_missed_it() -> None:
    yearly, progress = target(per="an"), TargetProgress(ProgressOutcome.UNDER_WAY, Decimal("0.1"))
    years = [
        UnitProgress("2019", "2019", Decimal(10), ProgressOutcome.REACHED),
        UnitProgress("2020", "2020", Decimal(2), ProgressOutcome.UNDER_WAY),
    ]
    assert not is_off_trajectory(yearly, progress, years, HALF)
    missed = replace(years[0], outcome=ProgressOutcome.MISSED)
    assert is_off_trajectory(yearly, progress, (missed, years[1]), HALF)


def test_what_nothing_measures_is_not_behind() -> None:
    assert not is_off_trajectory(target(), target_progress(target(), None), (), HALF)


# ---------------------------------------------------------------- views


def test_a_view_that_is_unknown_or_of_another_reader_shows_every_action() -> None:
    numbers = {PlanView.ALL: frozenset({ActionCode(1), ActionCode(2)}), PlanView.ALERT: frozenset({ActionCode(2)})}
    assert plan_views(numbers, "alerte").shown == {"2"}
    for wanted in ("", "rien", "bouge"):
        assert plan_views(numbers, wanted).shown == {"1", "2"}


def test_an_empty_view_is_offered_only_while_it_is_read() -> None:
    numbers = {PlanView.ALL: frozenset({ActionCode(1)}), PlanView.LATE: frozenset[ActionCode]()}
    assert [each.view for each in plan_views(numbers, "").choices] == [PlanView.ALL]
    assert [each.view for each in plan_views(numbers, "jalon").choices] == [PlanView.ALL, PlanView.LATE]
