"""Texts of the pages of a plan, computed without a page, on made-up plans and on the shipped one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

from pacte.indicators.records import Value, ValueState
from pacte.indicators.records.evidence import ActionEvidence, EvidenceKind, EvidenceRow
from pacte.indicators.records.grades import EvidenceGrade
from pacte.journeys.records.counts import CellCounts
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.errors import NotFound
from pacte.plan.records import (
    Axis,
    Doubt,
    Figure,
    FigureKind,
    Lead,
    Objective,
    PlanContent,
    PlanRow,
    RowKind,
    Schedule,
)
from pacte.plan.rules.diff import diff_plans
from pacte.plan.rules.progress import ProgressOutcome, TargetProgress
from pacte.web.charts.money import MoneyChartStage
from pacte.web.pages.plan.action_detail import action_detail, source_row
from pacte.web.pages.plan.action_list_filters import ActionList
from pacte.web.pages.plan.action_summaries import action_summaries, calendar_columns, join_lead_names, truncate_at_word
from pacte.web.pages.plan.evidence import (
    graded_action_numbers,
    is_hidden_count,
    latest_evidence_cell,
    own_action_evidence_cell,
)
from pacte.web.pages.plan.overview_model import axis_money_chart, field_completeness_chart, group_actions_by_axis
from pacte.web.pages.plan.versions_page import changes_by_nature, comparison_answer, sum_faults
from tests.effort import few
from tests.plan.contents import row, small_plan, target
from tests.plan_strategies import plan_contents
from tests.plans_at_hand import shipped_plan

NOW = date(2020, 11, 24)
DEADLINE = Figure("lancement", FigureKind.DEADLINE, Decimal(2019), unit="année")


def listed(content: PlanContent, **given_: list[str]) -> ActionList:
    return ActionList(content, action_summaries(content, NOW), given_, ())


# ---------------------------------------------------------------- money


def test_an_axis_without_amount_takes_the_sum_of_its_actions_and_none_is_not_nought() -> None:
    content = shipped_plan()
    chart = axis_money_chart(content, str)
    assert chart.total(MoneyChartStage.ENVELOPE) == 25_098_000_000
    unknown = axis_money_chart(small_plan(), str)
    assert unknown.bars[1].amounts.envelope is None
    assert unknown.total(MoneyChartStage.ENVELOPE) is None


def test_sums_that_differ_are_said() -> None:
    assert sum_faults(shipped_plan()) == ()
    wrong = replace(small_plan(), axes=(replace(small_plan().axes[0], amount_cents=-1),))
    assert sum_faults(wrong)


# ---------------------------------------------------------------- lines


def test_leads_are_named_once_with_all_their_services() -> None:
    leads = (Lead("Région", "DPOF"), Lead("Région", "DTMD"), Lead("Pôle emploi"), Lead("Région", "DPOF"))
    assert join_lead_names(leads) == "Région (DPOF, DTMD), Pôle emploi"


@pytest.mark.parametrize(
    ("figures", "brief"),
    [
        ((), "sans cible"),
        ((target(),), "10 formations"),
        ((target(), target(), target()), "10 formations + 2 autres"),
        ((target(value=3000, unit="stagiaires", per="an", certain=False),), "3 000 stagiaires / an ?"),
        ((target(value=None),), "non chiffrée"),
        ((target(proposed=True),), "sans cible"),
    ],
)
def test_a_target_is_told_in_a_few_words(figures: tuple[Figure, ...], brief: str) -> None:
    (line,) = action_summaries(small_plan(row("A01", 1, figures=figures)), NOW)
    assert line.target_brief.replace("\u202f", " ").replace("\u00a0", " ") == brief


def test_a_long_label_is_cut_between_two_words() -> None:
    assert truncate_at_word("court", 60) == "court"
    assert truncate_at_word("Proposer des parcours, renouvelés", 25) == "Proposer des parcours…"


# ---------------------------------------------------------------- one action


def test_an_action_that_the_plan_has_not_is_unseen() -> None:
    with pytest.raises(NotFound):
        action_detail(small_plan(), ActionCode(9), NOW)


def test_only_a_decided_target_has_a_progress() -> None:
    figures = (target(), target(proposed=True, value=None), DEADLINE)
    found = action_detail(small_plan(row("A01", 1, figures=figures)), ActionCode(1), NOW)
    assert [each.progress for each in found.targets] == ["pas encore mesuré"]
    assert [each.progress for each in found.proposed] == ["cible proposée, pas encore décidée"]
    assert [(each.kind, each.progress) for each in found.others] == [("échéance", "")]


def test_what_all_the_rows_say_is_written_once() -> None:
    rows = (
        row("A01a", 1, kind=RowKind.SUBROW, comment="le même", description="une chose"),
        row("A01b", 1, kind=RowKind.SUBROW, comment="le même", description="une autre"),
    )
    found = action_detail(small_plan(*rows), ActionCode(1), NOW)
    assert "Commentaire" in [fact.label for fact in found.shared]
    assert [[fact.values for fact in view.facts if fact.label == "Descriptif"] for view in found.rows] == [
        [("une chose",)],
        [("une autre",)],
    ]
    assert len(found.calendars) == 1
    assert action_detail(small_plan(rows[0]), ActionCode(1), NOW).shared == ()


def test_a_link_to_an_action_that_left_the_plan_keeps_its_number() -> None:
    found = action_detail(small_plan(row("A01", 1, linked_numbers=(7,))), ActionCode(1), NOW)
    assert found.links_to == ["7"]
    assert "7" not in found.names


# ---------------------------------------------------------------- the source


def test_what_we_corrected_in_a_title_is_marked_as_printed() -> None:
    corrected = row("A01", 1, title="Repérage de l'illettrisme", title_as_printed="Repérage de l'illttrisme")
    cell = next(each for each in source_row(corrected, small_plan()).cells if each.code == "project")
    assert [piece.text.strip() for piece in cell.runs if piece.marked] == ["illttrisme"]
    assert "illettrisme" in cell.reasons[0]


def test_a_code_printed_otherwise_is_marked_and_read() -> None:
    objectives = (Objective("1-1", "Nouveaux", "1"), Objective("1-1.1", "Étoffer", "1", "1-1", "1-1,1"))
    content = small_plan(row("A01", 1), objectives=objectives)
    cell = source_row(content.rows[0], content).cells[0]
    assert [(piece.text, piece.marked) for piece in cell.runs] == [("1-1,1", True), (" Étoffer", False)]
    assert cell.reasons == ("code lu 1-1.1",)


def test_no_reason_is_lost_whatever_its_field() -> None:
    content = shipped_plan()
    given_ = sum(len(each.doubts) for each in content.rows)
    told = [
        reason
        for each in content.rows
        for found in [source_row(each, content)]
        for reason in (*(reason for cell in found.cells for reason in cell.reasons), *found.others)
    ]
    assert len(told) >= given_
    for each in content.rows:
        found = source_row(each, content)
        texts = " ".join((*(reason for cell in found.cells for reason in cell.reasons), *found.others))
        for doubt in each.doubts:
            assert doubt.reason.split()[-1] in texts, each.key


def test_an_empty_doubtful_cell_is_empty_and_explained() -> None:
    doubtful = row("A01", 1, priority="", doubts=(Doubt("priority", "le « ? » est imprimé seul"),))
    cell = next(each for each in source_row(doubtful, small_plan()).cells if each.code == "priority")
    assert cell.is_empty
    assert len(cell.reasons) == 1


# ---------------------------------------------------------------- comparison


def test_texts_that_share_little_are_told_one_after_the_other() -> None:
    before = small_plan(row("A01", 1, description="Former dix agents de la Région"))
    near = small_plan(row("A01", 1, description="Former douze agents de la Région"))
    far = small_plan(row("A01", 1, description="Acheter un camion et le faire tourner"))
    ((view,),) = changes_by_nature(diff_plans(before, near).changes).values()
    assert "".join(run.text + run.gap for run in view.runs if run.mark != "del") == near.rows[0].description
    assert [run.text for run in view.runs if run.mark] == ["dix", "douze"]
    ((other,),) = changes_by_nature(diff_plans(before, far).changes).values()
    assert other.runs == ()


def test_the_answer_of_a_comparison_says_what_is_engaged() -> None:
    before = small_plan()
    worded = small_plan(rows=(replace(before.rows[0], description="dit autrement"), *before.rows[1:]))
    moved = small_plan(rows=(replace(before.rows[0], figures=(target(value=8),)), *before.rows[1:]))
    assert comparison_answer(diff_plans(before, before)) == "Rien ne change entre ces deux versions."
    assert "rien de ce que le plan engage ne change" in comparison_answer(diff_plans(before, worded))
    assert "rien de ce que le plan engage" not in comparison_answer(diff_plans(before, moved))


# ---------------------------------------------------------------- any plan


@settings(max_examples=few(12), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plan_contents())
def test_any_plan_is_told_whole(content: PlanContent) -> None:
    lines = action_summaries(content, NOW)
    assert [line.number for line in lines] == list(content.numbers)
    assert sum(map(len, group_actions_by_axis(content, lines).values())) == len(lines)
    assert all(field.filled <= len(lines) for field in field_completeness_chart(lines, str).fields)
    for number in content.numbers:
        found = action_detail(content, number, NOW)
        assert len(found.source) == len(content.rows_of(number))
        assert len(found.targets) + len(found.proposed) + len(found.others) == sum(
            len(each.figures) for each in content.rows_of(number)
        )


@settings(max_examples=few(12), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plan_contents())
def test_each_filter_gives_as_many_actions_as_it_announces(content: PlanContent) -> None:
    lines = action_summaries(content, NOW)
    for offer in ActionList(content, lines, {}, ()).offers:
        for option in offer.options:
            found = ActionList(content, lines, {offer.name: [option.value]}, ())
            assert len(found.lines) == option.count, (offer.name, option.value)


def test_a_plan_without_columns_has_one_for_all_its_years() -> None:
    content = small_plan(row("A01", 1, schedule=Schedule()), periods=())
    assert [period.code for period in calendar_columns(content, NOW).periods] == ["2019-2022"]
    assert listed(content).lines


def test_an_action_of_an_unknown_axis_is_still_shown() -> None:
    stray: PlanRow = row("A01", 1, axis_code="9")
    content = small_plan(stray, axes=(Axis("1", "Axe 1", "Parcours"),))
    assert [*map(len, group_actions_by_axis(content, action_summaries(content, NOW)).values())] == [0, 1]


def proof(until: date, *, is_beside: bool) -> EvidenceRow:
    return EvidenceRow(
        code="completion", what="fiches" if is_beside else "places occupées", kind=EvidenceKind.COMPUTED,
        value=Value(ValueState.NUMBER, Fraction(50), 1, 2), unit="%", sentence="50 % (1 / 2)",
        progress=TargetProgress(ProgressOutcome.NOT_DECIDED), is_proposed=True, until=until, is_untargeted=is_beside,
        grade=EvidenceGrade.MEANS if is_beside else EvidenceGrade.RESULT,
    )  # fmt: skip


def test_only_results_prove_an_action_and_means_are_no_proof() -> None:
    beside, aimed = proof(date(2026, 11, 27), is_beside=True), proof(date(2022, 12, 31), is_beside=False)
    both, alone = ActionEvidence(ActionCode(1), (beside, aimed), ""), ActionEvidence(ActionCode(2), (beside,), "")
    assert (latest_evidence_cell(both) or {})["note"].startswith("places occupées")
    assert latest_evidence_cell(alone) is None
    found = {ActionCode(1): both, ActionCode(2): alone, ActionCode(3): ActionEvidence(ActionCode(3), (), "rien")}
    assert graded_action_numbers(found, EvidenceGrade.RESULT) == {"1"}
    assert graded_action_numbers(found, EvidenceGrade.MEANS) == {"2"}


def test_a_count_of_nothing_proves_nothing_but_a_rate_of_nothing_does() -> None:
    aimed = proof(date(2022, 12, 31), is_beside=False)
    none = replace(aimed, value=Value(ValueState.NUMBER, Fraction(0), 0))
    failed = replace(aimed, value=Value(ValueState.NUMBER, Fraction(0), 0, 40))
    assert (none.is_proof, failed.is_proof) == (False, True)


def test_evidence_hidden_from_a_reader_is_evidence_and_says_that_it_is_hidden() -> None:
    """Whether an action has evidence is the same for each reader."""
    aimed, beside = proof(date(2022, 12, 31), is_beside=False), proof(date(2022, 12, 31), is_beside=True)
    hidden = replace(
        aimed, kind=EvidenceKind.MISSING, value=Value(ValueState.HIDDEN), exists_hidden=True,
        sentence="réservé\u202f: situations protégées par la loi",
    )  # fmt: skip
    number = ActionCode(1)
    alone, shown = ActionEvidence(number, (hidden,), ""), ActionEvidence(number, (hidden, beside), "")
    assert graded_action_numbers({number: alone}, EvidenceGrade.RESULT) == {number}
    note = "mesuré\u202f: situations protégées par la loi"
    assert latest_evidence_cell(alone) == {"text": "réservé", "what": note, "on": "", "note": note}
    assert graded_action_numbers({number: shown}, EvidenceGrade.MEANS) == frozenset()
    assert latest_evidence_cell(ActionEvidence(number, (), "rien")) is None


def test_a_target_without_a_number_has_no_unit_alone() -> None:
    wish = Figure("certifiées", FigureKind.TARGET, unit="personnes")
    content = small_plan(row("A01", 1, figures=(wish,)))
    assert [each.amount for each in action_detail(content, ActionCode(1), NOW).targets] == ["non chiffré"]


@pytest.mark.parametrize(
    ("values", "hidden", "years", "is_shown"),
    [
        ({"taken": 4, "bought": 24}, (), (), True),
        ({"taken": 0, "bought": 24}, (), (), True),
        ({"bought": 24}, ("taken",), (), False),
        ({"taken": 0, "bought": 24}, (), (2019, 2020), False),
        ({"taken": 4, "bought": 24}, (), (2019,), True),
    ],
)
def test_what_is_left_of_hidden_years_never_reads_as_nobody(
    values: dict[str, int], hidden: tuple[str, ...], years: tuple[int, ...], is_shown: bool
) -> None:
    counts = CellCounts(values=values, hidden=frozenset(hidden), hidden_years=years)
    assert is_hidden_count(counts, "taken", "bought") is not is_shown


def test_the_list_of_a_lead_shows_what_is_measured_then_what_is_declared_then_that_nothing_is() -> None:
    aimed = proof(date(2022, 12, 31), is_beside=False)
    declared = replace(aimed, kind=EvidenceKind.DECLARED, sentence="12 chantiers", what="chantiers ouverts")
    texts = [
        own_action_evidence_cell(each)
        for each in (
            ActionEvidence(ActionCode(1), (declared, aimed), ""), ActionEvidence(ActionCode(1), (declared,), ""),
            ActionEvidence(ActionCode(1), (), "rien"), None,
            ActionEvidence(ActionCode(1), (proof(date(2022, 12, 31), is_beside=True),), ""),
        )
    ]  # fmt: skip
    assert "50 % (1 / 2)" in str(texts[0])
    assert "12 chantiers" in str(texts[1])
    assert "déclaré par le porteur" in str(texts[1])
    assert texts[2] == texts[3]
    assert "aucune à ce jour" in str(texts[2])
    assert "moyen : ne prouve rien seul" in str(texts[4])
