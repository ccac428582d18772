"""Reading the transcription of an operational table as a plan, and guessing the kind of its figures."""

from __future__ import annotations

import pytest

from pacte.exchange.figure_kind import guess_figure_kind
from pacte.plan.records import FigureKind, Flag, ParsedPlan, PlanRow, RowKind
from pacte.plan.rules.check import check_plan
from tests.exchange.plan_trees import change, read, transcription


def the_row(reading: ParsedPlan) -> PlanRow:
    assert reading.content is not None
    return reading.content.rows[0]


def test_a_transcription_is_read_cell_by_cell() -> None:
    reading = read(transcription())
    assert reading.defects == ()
    content = reading.content
    assert content is not None
    assert content.code == "val-d-essai_2024-2026"
    assert content.axes[0].amount_cents == 12_549_000_000
    assert content.axes[0].source_lines == "1-9 ; 12-14"
    row = the_row(reading)
    assert row.kind is RowKind.SUBROW
    assert row.description == "Premier point.\nSecond point."
    assert [(each.nature, each.period) for each in row.expenses] == [
        ("achat", ""), ("étude", "2024"), ("tournées", "à partir de 2025"),
    ]  # fmt: skip
    assert row.schedule.flags == (Flag("2025-2026", "X"),)
    assert row.source_lines == "451-489 ; 774-774"
    assert [(doubt.field, doubt.reason) for doubt in row.doubts] == [
        ("", "no number in the row"), ("schedule", "one flag for two columns"),
    ]  # fmt: skip
    assert [figure.kind for figure in row.figures] == [FigureKind.TARGET, FigureKind.UNKNOWN]
    assert [figure.certain for figure in row.figures] == [True, False]


def test_a_transcription_leaves_out_what_it_does_not_say() -> None:
    fields = read(transcription()).fields
    assert {"title", "figures", "figure.value", "axis.amount_cents"} <= fields
    assert fields.isdisjoint({"figure.kind", "figure.indicator_code", "doubts", "plan.code", "amount.cents"})


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("plan/envelope/total_meur", 251, "total_differs"),
        ("axes/0/amount_meur", "cent millions", "amount_words"),
        ("axes/0/amount_meur", [1], "not_a_number"),
        ("rows/0/number", None, "missing_number"),
        ("rows/0/title", None, "missing_title"),
        ("rows/0/objective/axis", "9", "unknown_axis"),
        ("rows/0/targets/0/unit", None, "target_without_unit"),
        ("plan/period/last_year", 2020, "period_reversed"),
        ("axes/0/amount_meur", -125.49, "negative_amount"),
        ("rows/0/seed_lines", ["a", "b"], "wrong_type"),
        ("rows/0/row_type", "titre", "unknown_word"),
    ],
)
def test_a_defect_of_a_transcription_is_named_by_the_reader_or_the_check(path: str, value: object, code: str) -> None:
    reading = read(change(transcription(), path, value))
    assert reading.content is not None
    assert code in [defect.code for defect in (*reading.defects, *check_plan(reading.content))]


def test_amounts_of_a_transcription_are_exact_to_the_cent() -> None:
    cases = ((125.49, 12_549_000_000), ("107,92", 10_792_000_000), (0.00000001, 1), (17.57, 1_757_000_000))
    for amount, cents in cases:
        content = read(change(transcription(), "axes/0/amount_meur", amount)).content
        assert content is not None
        assert content.axes[0].amount_cents == cents


@pytest.mark.parametrize(
    ("what", "unit", "per", "doubtful", "kind"),
    [
        ("moyens humains", "ETP", "", False, FigureKind.MEANS),
        ("postes créés", "postes", "", False, FigureKind.MEANS),
        ("lancement", "année", "", False, FigureKind.DEADLINE),
        ("âge", "ans", "", False, FigureKind.ELIGIBILITY),
        ("cohorte", "cohorte", "", True, FigureKind.SCOPE),
        ("lots", "lots", "", False, FigureKind.STAGE),
        ("plan d'action", "plan", "an", False, FigureKind.PERIODICITY),
        ("plans d'action", "plans", "", False, FigureKind.TARGET),
        ("conseils déjà équipés", "conseils", "", False, FigureKind.BASELINE),
        ("conseils à équiper", "conseils", "", False, FigureKind.TARGET),
        ("80", "", "", True, FigureKind.UNKNOWN),
        ("places", "", "", False, FigureKind.TARGET),
    ],
)
def test_the_kind_of_a_figure_is_guessed_from_its_words(
    what: str, unit: str, per: str, doubtful: bool, kind: FigureKind
) -> None:
    assert guess_figure_kind(what, unit, per, doubtful=doubtful) is kind
