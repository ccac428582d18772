"""Headings in any order and close to the usual words. A doubtful one raises a question, and the answer is applied."""

from __future__ import annotations

import pytest

from pacte.exchange.formats.plan_xlsx import FORMAT as XLSX
from pacte.exchange.plan_files.reading import read_plan_file
from pacte.exchange.plan_table.heading_matching import LIKELY_SCORE, SURE_SCORE, matching_fields, unit_in
from tests.exchange.tables import Value, errors_of, told, warnings_of, workbook

ROWS: list[list[Value]] = [["N°", "Axe", "Intitulé", "Porteur"], [1, "Axe 1 : Former", "Places", "Région"]]


def with_headings(*headings: str) -> bytes:
    return workbook({"Plan 2024-2025": [list(headings), *ROWS[1:]]})


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("N° d'action", "number"),
        ("N°d'action", "number"),
        ("Numéro de l’action", "number"),
        ("numero_action", "number"),
        ("PROJETS / ACTIONS", "title"),
        ("Projet/action", "title"),
        ("Intitulé de l'action", "title"),
        ("Actions", "title"),
        ("Chef de projet", "leads"),
        ("Chefs de projets", "leads"),
        ("Structure porteuse", "leads"),
        ("Pilote(s)", "leads"),
        ("[Résultats attendus / cible]", "expected_result"),
        ("Résultats attendus", "expected_result"),
        ("Objectif strategique", "strategic"),
        ("Objectifs opérationnels", "operational"),
        ("objectif_operationnel_code", "operational_code"),
        ("Axe et montants financiers alloués", "axis"),
        ("axe_montant_meur", "axis_amount"),
        ("Cibles chiffrées", "figures"),
        ("Priorités", "priority"),
        ("Observations", "comment"),
        ("Public visé", "publics"),
        ("Partenaires associés", "partners"),
        ("Fiche", "sheet_number"),
        ("Nature de la dépense", "expenses"),
        ("Nom du porteur de l'action", "leads"),
    ],
)
def test_a_usual_heading_is_known_for_sure(heading: str, field: str) -> None:
    score, name = matching_fields(heading)[0]
    assert (name, score >= SURE_SCORE) == (field, True)


@pytest.mark.parametrize(
    ("heading", "field"), [("Commentairs", "comment"), ("Chef d projet", "leads"), ("Descritpion", "description")]
)
def test_a_misprint_is_known_or_at_least_asked_about(heading: str, field: str) -> None:
    score, name = matching_fields(heading)[0]
    assert name == field
    assert score >= LIKELY_SCORE


@pytest.mark.parametrize("heading", ["Couleur", "Date de la réunion", "Visa du payeur", "2019"])
def test_a_heading_that_is_none_of_ours_is_left_aside(heading: str) -> None:
    assert all(score < SURE_SCORE for score, _ in matching_fields(heading))


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Montant 2024 (k€)", "k€"),
        ("axe_montant_meur", "M€"),
        ("en milliers d'euros", "k€"),
        ("Budget en €", "€"),
        ("Montant 2024", ""),
        ("Chômeurs", ""),
    ],
)
def test_the_unit_of_a_heading_is_read(text: str, unit: str) -> None:
    assert unit_in(text) == unit


def test_an_unsure_heading_is_taken_and_asked_about() -> None:
    reading = XLSX.read(with_headings("N°", "Axe", "Intitulé", "Porte-parole"), name="plan.xlsx")
    asked = [guess for guess in reading.columns if guess.letter == "D"][0]
    assert asked.field in ("", "leads")
    assert warnings_of(reading) in ([("heading_unsure", "D1")], [("heading_unknown", "D1")])


def test_an_answer_is_obeyed_by_letter_or_by_heading() -> None:
    data = with_headings("N°", "Axe", "Intitulé", "Qui fait quoi")
    for mapping in ({"D": "leads"}, {"Qui fait quoi": "leads"}):
        reading = XLSX.read(data, name="plan.xlsx", mapping=mapping)
        assert reading.content is not None
        assert told(reading.defects) == []
        assert reading.content.rows[0].leads[0].organisation == "Région"
    aside = XLSX.read(data, name="plan.xlsx", mapping={"D": "ignore"})
    assert told(aside.defects) == []
    assert aside.content is not None
    assert aside.content.rows[0].leads == ()


def test_an_answer_can_say_that_a_column_is_a_period_or_an_amount() -> None:
    rows = [["N°", "Axe", "Intitulé", "Un", "Deux"], [1, "Axe 1 : Former", "Places", "X", "12 k€"]]
    reading = XLSX.read(workbook({"Plan": rows}), name="plan.xlsx", mapping={"D": "period:2024", "E": "amount:2024"})
    assert reading.content is not None
    assert [flag.period for flag in reading.content.rows[0].schedule.flags] == ["2024"]
    assert reading.content.amounts[0].cents == 1_200_000


def test_a_table_without_numbers_or_titles_asks_for_them() -> None:
    rows = [["Axe", "Chef de projet", "Commentaires", "Intitulé"], ["Axe 1 : Former", "Région", "rien", "Places"]]
    reading = XLSX.read(workbook({"Plan": rows}), name="plan.xlsx")
    assert reading.content is None
    assert errors_of(reading) == [("heading_missing", "A1")]
    assert [guess.field for guess in reading.columns] == ["axis", "leads", "comment", "title"]


@pytest.mark.parametrize("rows", [[["bonjour"]], [["a", "b"], [1, 2]], [["Date", "Montant"], ["hier", 12]]])
def test_a_file_without_a_plan_is_said_to_hold_none(rows: list[list[Value]]) -> None:
    reading = read_plan_file(workbook({"Feuil1": rows}), name="courses.xlsx")
    assert [defect.code for defect in reading.defects] == ["table_missing"]
    assert "courses.xlsx" in reading.defects[0].message


def test_headings_over_a_table_without_actions_are_said_to_hold_none() -> None:
    reading = read_plan_file(workbook({"Plan": [ROWS[0], [None, None, None, None]]}), name="plan.xlsx")
    assert [defect.code for defect in reading.defects] == ["table_empty"]


def test_years_are_marks_or_money_by_what_stands_under_them() -> None:
    marks = XLSX.read(
        workbook({"P": [["N°", "Axe", "Intitulé", "2024", 2025], [1, "Axe 1 : F", "Places", "X", "X"]]}), name="p.xlsx"
    )
    money = XLSX.read(
        workbook({"P": [["N°", "Axe", "Intitulé", "2024", 2025], [1, "Axe 1 : F", "Places", "10 k€", "20 k€"]]}),
        name="p.xlsx",
    )
    assert marks.content is not None
    assert money.content is not None
    assert [period.code for period in marks.content.periods] == ["2024", "2025"]
    assert [amount.cents for amount in money.content.amounts] == [1_000_000, 2_000_000]


def test_fields_name_what_the_file_carries_and_no_more() -> None:
    reading = XLSX.read(workbook({"Plan": ROWS}), name="plan.xlsx")
    assert {"number", "title", "leads", "axis_code", "axis.title"} <= reading.fields
    assert not {"figures", "schedule", "comment", "amounts", "doubts", "publics", "axis.amount_cents"} & reading.fields
