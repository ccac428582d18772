"""Plans of other regions: other words and axes, money by action and by year, sums, sections."""

from __future__ import annotations

import pytest

from pacte.exchange.formats.plan_csv import FORMAT as CSV
from pacte.exchange.formats.plan_xlsx import FORMAT as XLSX
from pacte.kernel.action_codes import ActionCode
from pacte.plan.records import Amount, Lead
from tests.exchange.tables import Value, delimited, errors_of, told, warnings_of, workbook

BRITTANY: list[list[Value]] = [
    ["Pacte régional d'investissement dans les compétences 2024-2027"],
    [],
    [
        "Porteur",
        "N°",
        "Axe stratégique",
        "Intitulé de l'action",
        "Objectif visé",
        "Montants prévisionnels",
        None,
        None,
        None,
        None,
        "Observations",
    ],
    [None, None, None, None, None, "2024 (k€)", "2025 (k€)", "2026 (k€)", "2027 (k€)", "Total (M€)", None],
    [
        "Conseil régional",
        1,
        "A. Former mieux",
        "Ouvrir des places en santé\n300 places par an",
        "A.1 Répondre aux besoins",
        "1 250,5",
        1300,
        None,
        None,
        "2,5505",
        "RAS",
    ],
    [
        "France Travail / Région",
        2,
        None,
        "Plateformes mobiles",
        "A.1 Répondre aux besoins",
        100,
        "200,0",
        300,
        400,
        1,
        None,
    ],
    ["Sous-total axe A", None, None, None, None, "1 350,5", "1 500", 300, 400, "3,5505", None],
    [],
    ["Etat (DREETS)", 4, "B. Lever les freins", "Aide au logement", "B.1 Mobilité", 50, 50, 50, 50, "0,2", None],
    [None, None, None, "Sous-total axe B", None, 50, 50, 50, 50, "0,2", None],
    [None, None, None, "TOTAL GÉNÉRAL", None, "1 400,5", "1 550", 350, 450, "3,7505", None],
]
SHEETS: dict[str, list[list[Value]]] = {
    "Lisez-moi": [["Pacte de la région Bretagne"], [], ["Mode d'emploi : ne changez pas les colonnes."]],
    "Programme": BRITTANY,
}
MERGED = {"Programme": ["A1:K1", "F3:J3", "C5:C6", *(f"{letter}3:{letter}4" for letter in "ABCDEK")]}


def changed(cell: tuple[int, int], value: Value) -> dict[str, list[list[Value]]]:
    rows = [list(row) for row in BRITTANY]
    rows[cell[0] - 1][cell[1] - 1] = value
    return {"Lisez-moi": SHEETS["Lisez-moi"], "Programme": rows}


def test_its_money_is_read_by_action_and_by_year_in_thousands_and_in_millions() -> None:
    reading = XLSX.read(workbook(SHEETS, merged=MERGED), name="pacte.xlsx")
    content = reading.content
    assert content is not None
    assert told(reading.defects) == []
    assert content.total_cents == 375_050_000
    assert [(axis.code, axis.title, axis.amount_cents) for axis in content.axes] == [
        ("A", "Former mieux", 355_050_000),
        ("B", "Lever les freins", 20_000_000),
    ]
    assert content.amounts[:3] == (
        Amount(ActionCode(1), 2024, 125_050_000),
        Amount(ActionCode(1), 2025, 130_000_000),
        Amount(ActionCode(2), 2024, 10_000_000),
    )
    assert (content.first_year, content.last_year, content.region) == (2024, 2027, "Bretagne")
    assert content.code == "bretagne_2024-2027"
    first = content.rows[0]
    assert (first.title, first.description) == ("Ouvrir des places en santé", "300 places par an")
    assert content.rows[1].leads == (Lead("France Travail"), Lead("Région"))
    assert [row.key for row in content.rows] == ["A01", "A02", "A04"]


@pytest.mark.parametrize(
    ("cell", "value", "expected"),
    [
        ((5, 10), "2,5506", ["J5"]),
        ((7, 6), "1 350,4", ["F7"]),
        ((7, 10), 3.55, ["J7"]),
        ((10, 9), 51, ["I10"]),
        ((11, 10), "3,7", ["J11"]),
        ((6, 7), 201, ["J6", "G7", "J7", "G11", "J11"]),
    ],
)
def test_a_sum_that_differs_is_named_at_its_cell(cell: tuple[int, int], value: Value, expected: list[str]) -> None:
    reading = XLSX.read(workbook(changed(cell, value), merged=MERGED), name="pacte.xlsx")
    assert sorted(errors_of(reading)) == sorted(("total_differs", place) for place in expected)


def test_shuffled_columns_and_a_csv_in_windows_french_give_the_same_plan() -> None:
    order = [3, 9, 5, 1, 0, 10, 2, 8, 7, 6, 4]
    headings = [
        "Porteur",
        "N°",
        "Axe stratégique",
        "Intitulé de l'action",
        "Objectif visé",
        "Montant 2024 (k€)",
        "Montant 2025 (k€)",
        "Montant 2026 (k€)",
        "Montant 2027 (k€)",
        "Total (M€)",
        "Observations",
    ]
    rows = [[row[index] if index < len(row) else None for index in order] for row in [headings, *BRITTANY[4:]] if row]
    told_again = CSV.read(delimited(rows, ";", "cp1252"), name="pacte de Bretagne.csv")
    first = XLSX.read(workbook(SHEETS, merged=MERGED), name="pacte.xlsx")
    assert told_again.content is not None
    assert first.content is not None
    assert errors_of(told_again) == []
    assert told_again.content.rows == first.content.rows
    assert set(told_again.content.amounts) == set(first.content.amounts)
    assert told_again.content.axes == first.content.axes


def test_axes_as_sections_and_one_sheet_an_axis_are_understood() -> None:
    head = ["N° action", "Nom du projet", "Structure porteuse", "Budget 2024 en €", "Cible chiffrée"]
    sections = [
        ["Pacte Normandie"],
        head,
        ["Axe 1 – Anticiper"],
        [1, "Observatoire", "CARIF-OREF", "10 000", "3 études / an"],
        ["Axe 2 – Former"],
        [5, "Places", "Région", "1 000 000 €", "1 200 places par an"],
        head,
        [6, "Permis", "Région", 5000, None],
    ]
    reading = XLSX.read(workbook({"Plan": sections}, merged={"Plan": ["A3:E3", "A5:E5"]}), name="plan.xlsx")
    assert errors_of(reading) == []
    assert reading.content is not None
    assert [(row.number, row.axis_code) for row in reading.content.rows] == [("1", "1"), ("5", "2"), ("6", "2")]
    assert [axis.title for axis in reading.content.axes] == ["Anticiper", "Former"]
    figures = [(str(figure.value), figure.unit, figure.per) for row in reading.content.rows for figure in row.figures]
    assert figures == [("3", "études", "an"), ("1200", "places", "an")]
    split = {"Axe 1": [*sections[1:4]], "Axe 2": [head, *sections[4:6]]}
    apart = XLSX.read(workbook(split, merged={"Axe 1": ["A2:E2"], "Axe 2": ["A2:E2"]}), name="plan.xlsx")
    assert apart.content is not None
    assert [(row.number, row.axis_code) for row in apart.content.rows] == [("1", "1"), ("5", "2")]


def test_axis_and_objectives_written_once_for_several_rows_hold_until_the_next() -> None:
    rows = [
        ["N°", "Axe", "Objectif stratégique", "Objectif opérationnel", "Intitulé"],
        [1, "Axe 1 : Former", "1-1 Ouvrir", "1-1.1 Santé", "Soins"],
        [2, "", "", "1-1.2 Industrie", "Usine"],
        [3, "", "1-2 Suivre", "1-2.1 Bilan", "Bilan"],
        [4, "Axe 2 : Lever", "2-1 Bouger", "2-1.1 Permis", "Permis"],
    ]
    content = CSV.read(delimited(rows), name="plan.csv").content
    assert content is not None
    assert [(row.axis_code, row.strategic_code) for row in content.rows] == [
        ("1", "1-1"),
        ("1", "1-1"),
        ("1", "1-2"),
        ("2", "2-1"),
    ]


def test_objectives_without_codes_get_one_by_their_place() -> None:
    rows = [
        ["N°", "Axe", "Objectif stratégique", "Objectif opérationnel", "Intitulé"],
        [1, "Axe 1 : Former", "Ouvrir", "Santé", "Soins"],
        [2, "Axe 1 : Former", "Ouvrir", "Industrie", "Usine"],
        [3, "Axe 2 : Lever", "Bouger", "Permis", "Permis"],
    ]
    content = CSV.read(delimited(rows), name="plan.csv").content
    assert content is not None
    assert [(each.code, each.label, each.parent_code) for each in content.objectives] == [
        ("1-1", "Ouvrir", ""),
        ("2-1", "Bouger", ""),
        ("1-1.1", "Santé", "1-1"),
        ("1-1.2", "Industrie", "1-1"),
        ("2-1.1", "Permis", "2-1"),
    ]


def test_nothing_is_left_aside_in_silence() -> None:
    rows = [
        ["N°", "Axe", "Intitulé", "Couleur du dossier"],
        [1, "Axe 1 : Former", "Places", "bleu"],
        ["Source : service des études", None, None, None],
        ["Total", None, None, None],
    ]
    reading = XLSX.read(workbook({"Plan": rows}), name="plan 2024-2025.xlsx")
    assert warnings_of(reading) == [("heading_unknown", "D1"), ("line_skipped", "A3"), ("sum_without_amount", "A4")]


def test_amounts_without_any_unit_are_euros_and_it_is_asked() -> None:
    rows = [["N°", "Axe", "Intitulé", "Budget 2024"], [1, "Axe 1 : Former", "Places", "1 000"]]
    reading = XLSX.read(workbook({"Plan": rows}), name="plan.xlsx")
    assert warnings_of(reading) == [("amount_without_unit", "D1")]
    in_thousands = XLSX.read(workbook({"Plan": [["Montants en k€"], *rows]}), name="plan.xlsx")
    assert in_thousands.content is not None
    assert in_thousands.content.amounts == (Amount(ActionCode(1), 2024, 100_000_000),)
