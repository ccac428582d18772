"""The sentence that answers the page of an action: value, target, what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils.html import strip_tags

from pacte.indicators.records import Value, ValueState
from pacte.indicators.records.evidence import ActionEvidence, EvidenceKind, EvidenceRow
from pacte.kernel.action_codes import ActionCode
from pacte.plan.records import ActionState, ActionStatus, Figure
from pacte.plan.rules.gap import target_gap, wanting_units
from pacte.plan.rules.progress import ProgressOutcome, target_progress
from pacte.plan.rules.progress_by_unit import UnitProgress
from pacte.web.pages.plan.action_sentence import action_sentence, gap_words
from pacte.web.pages.plan.action_summaries import action_summaries
from pacte.web.pages.plan.value_words import without_unit
from tests.plan.contents import row, small_plan, target

NOW = date(2020, 11, 24)
SHARE = target("places prises", None, minimum=Decimal(75), maximum=Decimal(80), unit="%")


def measured(figure: Figure, value: float, sentence: str, **values: object) -> EvidenceRow:
    number = Decimal(str(value))
    known = EvidenceRow(
        code=figure.indicator_code, what=figure.what, kind=EvidenceKind.COMPUTED,
        value=Value(ValueState.NUMBER, Fraction(number), value, 100), unit=figure.unit, sentence=sentence,
        progress=target_progress(figure, number), is_proposed=figure.proposed, until=NOW,
    )  # fmt: skip
    return replace(known, **values)


def answered(*rows: EvidenceRow, figures: tuple[Figure, ...] = (), status: ActionStatus | None = None) -> str:
    content = small_plan(row("A01", 1, figures=figures), **({"statuses": (status,)} if status else {}))
    line = next(each for each in action_summaries(content, NOW) if each.number == "1")
    text = strip_tags(action_sentence(line, ActionEvidence(ActionCode(1), rows, "") if rows else None))
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_a_count_is_told_with_its_target_and_what_is_missing() -> None:
    told = answered(measured(target(), 4, "4 formations"), figures=(target(),))
    assert told == "4 formations rénovées. La cible est de 10 formations : il en manque 6."


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (74.2, "il manque 0,8 point"),
        (72, "il manque 3,0 points"),
        (78, "elle est atteinte"),
        (85, "elle est dépassée"),
    ],
)
def test_a_share_is_told_in_points(value: float, words: str) -> None:
    line = measured(SHARE, value, f"{value} % (1 / 2)")
    assert gap_words(SHARE, line).replace("\u202f", " ") == words
    assert answered(line, figures=(SHARE,)).startswith(f"Places prises : {value} % (1 / 2). La cible est de 75 à 80 %")


def test_a_target_of_each_place_says_how_many_are_not_there() -> None:
    figure = target("chantiers", None, minimum=Decimal(2), maximum=Decimal(4), unit="chantiers", per="département")
    units = (
        UnitProgress("18", "Cher", Decimal(2), ProgressOutcome.REACHED),
        UnitProgress("28", "Eure-et-Loir", Decimal(0), ProgressOutcome.NOTHING),
        UnitProgress("36", "Indre", Decimal(1), ProgressOutcome.UNDER_WAY),
    )
    told = answered(measured(figure, 1, "1 département sur 3", units=units), figures=(figure,))
    assert told == (
        "Chantiers : 1 département sur 3. La cible est de 2 à 4 chantiers par département : "
        "2 départements sur 3 n’y sont pas."
    )


def test_what_a_lead_declares_is_said_to_be_declared() -> None:
    line = measured(target(), 4, "4 formations", kind=EvidenceKind.DECLARED)
    assert answered(line, figures=(target(),)).startswith("4 formations rénovées, déclaré. La cible")
    beside = replace(line, what="formations suivies")
    assert answered(beside, figures=(target(),)).startswith(
        "4 formations suivies, déclaré. Aucun fait ne le mesure. Le plan lui fixe 1 cible"
    )


def test_a_proposed_figure_and_a_wish_are_compared_to_nothing() -> None:
    proposed, wish = target(value=None, proposed=True), target(value=None)
    assert answered(measured(proposed, 4, "4 formations"), figures=(proposed,)) == (
        "4 formations rénovées. Le plan ne lui fixe aucune cible : nous proposons de suivre ce chiffre."
    )
    assert answered(measured(wish, 4, "4 formations"), figures=(wish,)) == (
        "4 formations rénovées. Le plan en fait une cible, sans la chiffrer."
    )


def test_without_any_measure_it_says_who_owes_the_evidence() -> None:
    assert answered(figures=(target(),)) == (
        "Aucune preuve à ce jour : à fournir par le porteur, Région (DFP). "
        "Le plan lui fixe 1 cible, que rien ne mesure encore."
    )


def test_an_action_that_ended_says_so_first() -> None:
    status = ActionStatus(ActionCode(1), ActionState.ABANDONED, date(2020, 1, 1), "sans candidat")
    assert answered(measured(target(), 4, "4 formations"), status=status).startswith("Elle n’a plus cours : abandonnée")


def test_other_targets_are_counted_after_the_first_one() -> None:
    figures = (target(), target("études"), target("enquêtes"))
    assert answered(measured(target(), 10, "10 formations"), figures=figures).endswith(
        "elle est atteinte. Le plan lui fixe 2 autres cibles."
    )


@pytest.mark.parametrize(
    ("figure", "value", "gap"),
    [(target(), 4, 6), (target(), 10, 0), (target(), 12, -2), (SHARE, 70, 5), (SHARE, 78, 0), (SHARE, 82, -2)],
)
def test_the_gap_goes_from_the_measure_to_the_nearest_bound(figure: Figure, value: int, gap: int) -> None:
    assert target_gap(figure, Decimal(value)) == gap
    assert target_gap(target(value=None), Decimal(value)) is None


def test_periods_to_come_are_not_wanting_and_unknown_places_are() -> None:
    outcomes = (ProgressOutcome.EXCEEDED, ProgressOutcome.COMING, ProgressOutcome.NOT_MEASURED, ProgressOutcome.MISSED)
    assert wanting_units(UnitProgress(str(each), "", None, each) for each in outcomes) == 2


@pytest.mark.parametrize(
    ("what", "value", "rest"),
    [("parcours AFEST menés", "2 parcours", "AFEST menés"), ("candidats validés", "57,0\u202f%", "candidats validés"),
     ("parcours", "2 parcours", "parcours")],
)  # fmt: skip
def test_a_unit_is_not_said_twice(what: str, value: str, rest: str) -> None:
    assert without_unit(what, value) == rest
