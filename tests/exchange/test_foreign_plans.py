"""Plan tables as other Regions publish them: each case is a small invented file."""

from __future__ import annotations

import re

import pytest

from pacte.exchange.formats.plan_csv import FORMAT as CSV
from pacte.exchange.formats.plan_xlsx import FORMAT as XLSX
from pacte.exchange.formats.plan_yaml import FORMAT as YAML
from pacte.plan.records import ParsedPlan, PlanContent, RowKind
from tests.exchange.tables import Rows, delimited, errors_of, warnings_of, workbook

HEADINGS = ("N°", "Axe", "Intitulé de l'action", "Porteur", "Montant 2024 (k€)")


def table(*rows: Rows, headings: Rows = HEADINGS, merged: tuple[str, ...] = (), **more: Rows) -> ParsedPlan:
    return XLSX.read(workbook({"Plan": [headings, *rows], **more}, merged={"Plan": merged}), name="plan.xlsx")


def content(reading: ParsedPlan) -> PlanContent:
    assert errors_of(reading) == []
    assert reading.content is not None
    return reading.content


@pytest.mark.parametrize(
    "heading",
    [
        "N° fiche",
        "Réf.",
        "Référence",
        "Code action",
        "Code",
        "Fiche action",
        "N° de fiche action",
        "N° mesure",
        "Code fiche",
    ],
)
def test_the_code_of_the_action_is_found_under_the_headings_that_regions_give_it(heading: str) -> None:
    reading = table(
        ["A.1", "Axe 1 : Former", "Ouvrir des places", "Région", 10],
        ["A.2", "Axe 1 : Former", "Aller vers", "Région", 20],
        headings=(heading, *HEADINGS[1:]),
    )
    assert content(reading).numbers == ("A.1", "A.2")


def test_under_an_unknown_heading_codes_in_order_are_taken_and_the_column_is_asked_about() -> None:
    rows = [[code, "Axe 1 : Former", f"Action {code}", "Région", 10] for code in ("I-1", "I-2", "I-10", "II-1")]
    reading = table(*rows, headings=("Zzz", *HEADINGS[1:]))
    assert content(reading).numbers == ("I-1", "I-2", "I-10", "II-1")
    assert ("heading_unsure", "A1") in warnings_of(reading)
    (guess,) = (each for each in reading.columns if each.letter == "A")
    assert (guess.field, guess.confidence) == ("number", 0.7)


def test_a_person_says_which_column_holds_the_code() -> None:
    rows = [["x", 3, "Axe 1 : Former", "Trois", "Région"], ["y", 1, "Axe 1 : Former", "Un", "Région"]]
    data = workbook({"Plan": [["Repère interne", "Zzz", "Axe", "Intitulé de l'action", "Porteur"], *rows]})
    assert ("heading_missing", "A1") in errors_of(XLSX.read(data, name="plan.xlsx"))
    assert content(XLSX.read(data, name="plan.xlsx", mapping={"B": "number"})).numbers == ("1", "3")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("A.1", "A.1"), ("B.2.3", "B.2.3"), ("27b", "27b"), ("27 bis", "27bis"), ("A12", "A12"),
        ("Action 12", "12"),
        ("Fiche n° 7", "7"), ("Fiche-action 3", "3"), ("n°4", "4"), ("FA-12", "FA-12"), ("1.1", "1.1"),
        ("1.10", "1.10"),
        ("12.", "12"), ("P3", "P3"), ("1-2", "1-2"),
    ],
)  # fmt: skip
def test_a_code_is_kept_whole(typed: str, code: str) -> None:
    reading = table([typed, "Axe 1 : Former", "Ouvrir des places", "Région", 10])
    assert content(reading).numbers == (code,)
    assert content(reading).actions[0].number == code


@pytest.mark.parametrize("typed", ["deux", "à définir", "-", "12²", "1/2", "0", "é1"])
def test_what_is_no_code_is_said_with_its_cell_and_never_mended(typed: str) -> None:
    reading = table([typed, "Axe 1 : Former", "Ouvrir des places", "Région", 10])
    assert ("missing_number", "A2") in errors_of(reading)


def test_a_code_that_the_spreadsheet_holds_as_a_number_is_asked_about() -> None:
    reading = table(
        [1.1, "Axe 1 : Former", "Un", "Région", 10], [1.2, "Axe 1 : Former", "Deux", "Région", 10],
    )  # fmt: skip
    assert content(reading).numbers == ("1.1", "1.2")
    assert ("code_is_a_number", "A2") in warnings_of(reading)


def test_whole_numbers_that_a_program_wrote_as_1_0_are_whole_numbers() -> None:
    rows = [["N°", "Axe", "Intitulé de l'action"], ["1.0", "Axe 1 : Former", "Un"], ["2.0", "Axe 1 : Former", "Deux"]]
    assert content(CSV.read(delimited(rows), name="plan.csv")).numbers == ("1", "2")
    rows[2][0] = "1.1"
    assert content(CSV.read(delimited(rows), name="plan.csv")).numbers == ("1.0", "1.1")


def test_a_total_that_bears_a_count_is_no_action() -> None:
    reading = table(
        [1, "Axe 1 : Former", "Ouvrir des places", "Région", 10],
        [2, "Axe 1 : Former", "Aller vers", "Région", 20],
        [2, "", "Total général", "", 30],
    )
    assert content(reading).numbers == ("1", "2")
    assert content(reading).total_cents == 30_000_00


def test_an_action_whose_name_begins_like_a_total_stays_an_action() -> None:
    reading = table([1, "Axe 1 : Former", "Total accompagnement des jeunes", "Région", 10])
    assert [row.title for row in content(reading).rows] == ["Total accompagnement des jeunes"]


def test_an_axis_that_the_list_of_the_file_lacks_is_a_defect_with_its_cell() -> None:
    axes = [["Axe", "Intitulé de l'axe"], ["Axe 1", "Former"], ["Axe 2", "Insérer"]]
    reading = table(
        [1, "Axe 1 : Former", "Ouvrir des places", "Région", 10],
        [2, "Axe 3 : Insrer", "Aller vers", "Région", 20],
        Axes=axes,
    )
    assert errors_of(reading) == [("unknown_axis", "B3")]
    assert "liste des axes du fichier" in reading.errors[0].message
    right = table(
        [1, "Axe 1 : Former", "Ouvrir des places", "Région", 10],
        [2, "Axe 2 : Insérer", "Aller", "Région", 20],
        Axes=axes,
    )
    assert [axis.code for axis in content(right).axes] == ["1", "2"]


def test_a_title_merged_over_two_rows_is_one_action() -> None:
    reading = table(
        [1, "Axe 1 : Former", "Ouvrir des places", "Région", 10],
        ["", "Axe 1 : Former", "", "État", ""],
        [2, "Axe 1 : Former", "Aller vers", "Région", 20],
        merged=("C2:C3",),
    )
    found = content(reading)
    assert [(row.number, row.kind) for row in found.rows] == [
        ("1", RowKind.SUBROW), ("1", RowKind.SUBROW), ("2", RowKind.ACTION),
    ]  # fmt: skip
    assert [lead.organisation for row in found.rows_of(found.numbers[0]) for lead in row.leads] == ["Région", "État"]


def test_a_row_without_number_nor_merged_title_still_lacks_one() -> None:
    reading = table(
        [1, "Axe 1 : Former", "Ouvrir des places", "Région", 10], ["", "Axe 1 : Former", "Aller vers", "Région", 20]
    )
    assert errors_of(reading) == [("missing_number", "A3")]


@pytest.mark.parametrize(
    ("cell", "cents"),
    [
        ("Axe 1 : Former\nEnveloppe 2024 50 M€", 50_000_000_00), ("Axe 1 : Former\n2024, 12,5 M€", 12_500_000_00),
        ("Axe 1 : Former\n12 actions pour 1 250 000 €", 1_250_000_00), ("Axe 1 : Former\n1.234.567,89 €", 1_234_567_89),
    ],
)  # fmt: skip
def test_a_year_beside_an_amount_is_not_part_of_it(cell: str, cents: int) -> None:
    headings = ("N°", "Axe", "Intitulé de l'action", "Porteur")
    reading = table([1, cell, "Ouvrir des places", "Région"], headings=headings)
    assert content(reading).axes[0].amount_cents == cents


def test_messages_about_sums_quote_amounts_as_the_file_writes_them() -> None:
    reading = table(
        [1, "Axe 1 : Former", "Ouvrir des places", "Région", 1500],
        [2, "Axe 1 : Former", "Aller vers", "Région", 200],
        ["", "", "Total", "", 1800],
    )
    (defect,) = reading.errors
    assert (defect.code, defect.value) == ("total_differs", "1\u202f800 k€")
    amounts = re.findall(r"[\d\u202f]+ k€", defect.message.replace("\u00a0", " "))
    assert [each.strip() for each in amounts] == ["1\u202f800 k€", "1\u202f700 k€", "100 k€"]


def test_yaml_reads_codes_with_and_without_quotes() -> None:
    text = """
plan: {code: essai, title: Plan d'essai, first_year: 2024, last_year: 2025}
axes: [{code: "1", label: Axe 1, title: Former}]
objectives: [{code: 1-1, axis: "1", label: Ouvrir}, {code: 1-1.1, parent: 1-1, label: Des places}]
rows:
  - {key: a, number: 1, objective: 1-1.1, title: Un, links: [27b, A.1, 1.10]}
  - {key: b, number: 27b, objective: 1-1.1, title: Deux}
  - {key: c, number: A.1, objective: 1-1.1, title: Trois}
  - {key: d, number: "A.2", objective: 1-1.1, title: Quatre}
  - {key: e, number: 1.10, objective: 1-1.1, title: Cinq}
  - {key: f, number: 1.2, objective: 1-1.1, title: Six}
"""
    found = content(YAML.read(text.encode(), name="plan.yaml"))
    assert found.numbers == ("1", "1.2", "1.10", "27b", "A.1", "A.2")
    assert found.rows[0].linked_numbers == ("27b", "A.1", "1.10")


@pytest.mark.parametrize("number", ["a/b", "deux", "[1]", "true", "-3", "''"])
def test_yaml_refuses_what_is_no_code_at_its_line(number: str) -> None:
    text = f"plan: {{code: essai, title: x}}\nrows:\n  - key: a\n    number: {number}\n    title: Un\n"
    reading = YAML.read(text.encode(), name="plan.yaml")
    assert {defect.code for defect in reading.errors} & {"action_code", "missing_number", "missing_key"}
