"""Each defect gives its cell, in French, and one pass gives all of them."""

from __future__ import annotations

import pytest

from pacte.exchange.formats.plan_csv import FORMAT as CSV
from pacte.exchange.formats.plan_xlsx import FORMAT as XLSX
from pacte.plan.records import ParsedPlan, RowKind
from tests.exchange.tables import (
    HEADINGS,
    SMALL_PLAN,
    Value,
    delimited,
    errors_of,
    small_plan,
    told,
    warnings_of,
    workbook,
)


def read(changes: dict[str, Value] | None = None) -> ParsedPlan:
    return XLSX.read(small_plan(changes), name="plan.xlsx")


def test_the_small_plan_is_sound() -> None:
    reading = read()
    assert told(reading.defects) == []
    assert reading.content is not None
    assert reading.content.total_cents == 50_000_000
    assert reading.content.numbers == ("1", "2", "4"), "a hole in the numbering is no defect"


PLANTED: dict[str, tuple[dict[str, Value], list[tuple[str, str]]]] = {
    "duplicate number": ({"A3": 1}, [("duplicate_number", "A3")]),
    "missing number": ({"A3": None}, [("missing_number", "A3")]),
    "number in words": ({"A3": "deux"}, [("missing_number", "A3")]),
    "axis that nothing describes": ({"B3": "Axe 7"}, [("unknown_axis", "B3")]),
    "axis with another's title": ({"B3": "Axe 9 : Former"}, [("unknown_axis", "B3")]),
    "objective of an unknown axis": ({"C3": "9-1 Ouvrir des places"}, [("unknown_axis", "C3")]),
    "missing title": ({"D3": None}, [("missing_title", "D3")]),
    "amount in words": (
        {"I3": "cinquante mille", "K3": None},
        [("amount_in_words", "I3"), ("total_differs", "I5"), ("total_differs", "K5")],
    ),
    "negative amount": (
        {"I3": -50, "K3": None},
        [("negative_amount", "I3"), ("total_differs", "I5"), ("total_differs", "K5")],
    ),
    "negative amount as text": (
        {"I3": "-50,0 k€", "K3": None},
        [("negative_amount", "I3"), ("total_differs", "I5"), ("total_differs", "K5")],
    ),
    "unknown unit": (
        {"I3": "50 livres", "K3": None},
        [("amount_unit", "I3"), ("total_differs", "I5"), ("total_differs", "K5")],
    ),
    "period the wrong way round": ({"H1": "2022-2020"}, [("period_reversed", "H1")]),
    "target without unit": ({"F3": "places : 100"}, [("target_without_unit", "F3")]),
    "total of an action": ({"K3": 51}, [("total_differs", "K3")]),
    "grand total": ({"K5": 501}, [("total_differs", "K5")]),
    "total of a year": ({"J5": 351}, [("total_differs", "J5")]),
    "formula without its result": ({"I3": "=1/0"}, [("cell_error", "I3"), ("total_differs", "I5")]),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_defect_alone_is_named_with_its_cell(name: str) -> None:
    changes, expected = PLANTED[name]
    reading = read(changes)
    assert sorted(errors_of(reading)) == sorted(expected)


@pytest.mark.parametrize("name", PLANTED)
def test_every_message_says_what_why_and_what_to_do(name: str) -> None:
    errors = read(PLANTED[name][0]).errors
    assert errors
    for defect in errors:
        assert len(defect.message) > 20
        assert defect.message.endswith((".", "?"))
        assert defect.hint.endswith(".")
        assert "« " not in defect.message, "a narrow no-break space follows the opening quotation mark"


def test_all_defects_are_named_in_one_pass() -> None:
    reading = read(
        {
            "A2": None,
            "B2": "Axe 7",
            "D2": None,
            "F2": "places : 300",
            "H1": "2022-2020",
            "I2": "cent mille",
            "J3": -1,
            "A4": 2,
            "K4": 151,
            "K5": 501,
        }
    )
    assert {
        ("missing_number", "A2"),
        ("unknown_axis", "B2"),
        ("missing_title", "D2"),
        ("target_without_unit", "F2"),
        ("period_reversed", "H1"),
        ("amount_in_words", "I2"),
        ("negative_amount", "J3"),
        ("duplicate_number", "A4"),
        ("total_differs", "K4"),
        ("total_differs", "K5"),
    } <= set(errors_of(reading))
    rows = [defect.cell.row for defect in reading.defects if defect.cell]
    assert rows == sorted(rows), "one meets the defects in the order of the cells"


def test_a_figure_that_the_file_itself_doubts_is_only_a_warning() -> None:
    reading = read({"F3": "valeur sans unité : 80 (unité inconnue) [?]"})
    assert errors_of(reading) == []
    assert warnings_of(reading) == [("figure_without_unit", "F3")]


def test_a_number_alone_is_an_error_among_results_and_a_warning_when_it_is_marked() -> None:
    rows = [["N° d'action", "Axe", "Projets / actions", "Résultats attendus"], [1, "Axe 1 : Former", "Places", "80"]]
    bare = XLSX.read(workbook({"Plan": rows}), name="plan 2019-2020.xlsx")
    marked = XLSX.read(workbook({"Plan": rows}, yellow=[("Plan", "D2")]), name="plan 2019-2020.xlsx")
    assert errors_of(bare) == [("target_without_unit", "D2")]
    assert errors_of(marked) == []
    assert warnings_of(marked) == [("figure_without_unit", "D2")]


def test_rows_under_one_merged_number_are_one_action() -> None:
    rows = [
        [*HEADINGS[:5]],
        [9, "Axe 1 : Former", "1-1 Ouvrir", "Camion", "Région"],
        [None, "Axe 1 : Former", "1-1 Ouvrir", "Annuaire", "Région"],
    ]
    reading = XLSX.read(workbook({"Plan": rows}, merged={"Plan": ["A2:A3"]}), name="plan.xlsx")
    assert errors_of(reading) == []
    assert reading.content is not None
    assert [row.key for row in reading.content.rows] == ["A09a", "A09b"]
    assert reading.content.actions[0].title == "Camion ; Annuaire"


def test_the_same_number_typed_twice_side_by_side_is_a_defect() -> None:
    rows = [
        [*HEADINGS[:5]],
        [9, "Axe 1 : Former", "1-1 Ouvrir", "Camion", "Région"],
        [9, "Axe 1 : Former", "1-1 Ouvrir", "Annuaire", "Région"],
    ]
    assert errors_of(XLSX.read(workbook({"Plan": rows}), name="plan.xlsx")) == [("duplicate_number", "A3")]


def test_a_letter_after_a_number_is_part_of_the_code() -> None:
    rows = [
        [*HEADINGS[:5]],
        ["9a", "Axe 1 : Former", "1-1 Ouvrir", "Camion", "Région"],
        ["9 b", "Axe 1 : Former", "1-1 Ouvrir", "Annuaire", "Région"],
    ]
    reading = XLSX.read(workbook({"Plan": rows}), name="plan.xlsx")
    assert errors_of(reading) == []
    assert reading.content is not None
    assert reading.content.numbers == ("9a", "9b")
    assert [row.kind for row in reading.content.rows] == [RowKind.ACTION, RowKind.ACTION]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ((2, 0, "1"), ("duplicate_number", "A3")),
        ((2, 0, ""), ("missing_number", "A3")),
        ((2, 1, "Axe 7"), ("unknown_axis", "B3")),
        ((2, 3, ""), ("missing_title", "D3")),
        ((3, 10, "151"), ("total_differs", "K4")),
        ((0, 7, "2022-2020"), ("period_reversed", "H1")),
        ((1, 5, "places : 300"), ("target_without_unit", "F2")),
    ],
)
def test_a_csv_file_has_its_defects_named_by_row_and_letter_too(
    change: tuple[int, int, str], expected: tuple[str, str]
) -> None:
    rows = [list(row) for row in SMALL_PLAN]
    rows[change[0]][change[1]] = change[2]
    assert errors_of(CSV.read(delimited(rows), name="plan.csv")) == [expected]


def test_an_axis_that_changes_its_amount_on_the_way_is_a_defect() -> None:
    rows = [
        ["N° d'action", "Axe", "Axe intitulé", "Axe montant (M€)", "Projets / actions"],
        [1, 1, "Axe 1 : Former", "125,49", "Places"],
        [2, 1, "Axe 1 : Former", "125,94", "Permis"],
    ]
    assert errors_of(CSV.read(delimited(rows), name="plan.csv")) == [("axis_amount_differs", "D3")]


def test_a_code_and_a_title_of_two_axes_on_one_row_are_a_defect() -> None:
    rows = [
        ["N° d'action", "Axe", "Axe intitulé", "Projets / actions"],
        [1, 1, "Axe 1 : Former", "Places"],
        [2, 2, "Axe 2 : Lever les freins", "Permis"],
        [3, 9, "Axe 2 : Lever les freins", "Logement"],
    ]
    assert ("unknown_axis", "B4") in errors_of(CSV.read(delimited(rows), name="plan.csv"))


def test_an_axis_left_empty_in_a_column_that_repeats_it_is_a_defect() -> None:
    rows = [
        ["N°", "Axe", "Intitulé"],
        [1, "Axe 1 : Former", "Places"],
        [2, "", "Permis"],
        [3, "Axe 2 : Lever", "Logement"],
        [4, "Axe 2 : Lever", "Garde"],
    ]
    assert errors_of(CSV.read(delimited(rows), name="plan.csv")) == [("unknown_axis", "B3")]


def test_a_share_that_the_amounts_belie_asks() -> None:
    rows = [
        ["N° d'action", "Axe et montants", "Projets / actions"],
        [1, "Axe 1 : Former\n\n100 M€ sur 4 ans (60 % de l'enveloppe)", "Places"],
        [2, "Axe 2 : Lever les freins\n\n100 M€ sur 4 ans (50 % de l'enveloppe)", "Permis"],
    ]
    reading = XLSX.read(workbook({"Plan": rows}), name="plan 2019-2020.xlsx")
    assert errors_of(reading) == []
    assert warnings_of(reading) == [("share_differs", "B2")]


def test_two_beginnings_and_ends_in_the_wrong_order_are_named() -> None:
    rows = [
        ["N°", "Axe", "Intitulé", "Début", "Fin"],
        [1, "Axe 1 : Former", "Places", 2025, 2024],
        [2, "Axe 1 : Former", "Permis", 2024, 2025],
    ]
    reading = XLSX.read(workbook({"Plan": rows}), name="plan.xlsx")
    assert errors_of(reading) == [("period_reversed", "E2")]
    assert reading.content is not None
    assert [flag.period for flag in reading.content.rows[1].schedule.flags] == ["2024", "2025"]


def test_a_period_in_one_cell_is_read_or_named() -> None:
    rows = [
        ["N°", "Axe", "Intitulé", "Période"],
        [1, "Axe 1 : Former", "Places", "2024-2026"],
        [2, "Axe 1 : Former", "Permis", "2026 - 2024"],
        [3, "Axe 1 : Former", "Logement", "au fil de l'eau"],
    ]
    reading = XLSX.read(workbook({"Plan": rows}), name="plan.xlsx")
    assert errors_of(reading) == [("period_reversed", "D3")]
    assert warnings_of(reading) == [("period_shape", "D4")]
    assert reading.content is not None
    assert [flag.period for flag in reading.content.rows[0].schedule.flags] == ["2024", "2025", "2026"]


def test_where_finds_the_cell_of_any_field() -> None:
    reading = read()
    assert reading.cell_by_field is not None
    expected = {
        ("A01", "title"): "D2",
        ("A02", "number"): "A3",
        ("A02", "figures"): "F3",
        ("A02", "leads_as_printed"): "E3",
        ("A04", "schedule"): "G4",
        ("A04", "schedule:2020"): "H4",
        ("A01", "amounts:2020"): "J2",
        ("A01", "axis_code"): "B2",
        ("axis:2", "amount_cents"): "B4",
        ("axis:1", "title"): "B2",
        ("plan", "total"): "K5",
        ("plan", "periods"): "G1",
        ("objective:2-1", "label"): "C4",
        ("action:4", "title"): "D4",
    }
    found = {place: f"{reading.cell_by_field[place].column}{reading.cell_by_field[place].row}" for place in expected}
    assert found == expected
