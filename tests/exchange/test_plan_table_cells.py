"""Reading single cells: leads, codes, figures, marks, axes, amounts."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pacte.exchange.plan_table.amount_cells import cents_in_cell
from pacte.exchange.plan_table.axis_cells import parse_axis_cell
from pacte.exchange.plan_table.figures import parse_figures
from pacte.exchange.plan_table.leads import parse_leads, unify_lead_names
from pacte.exchange.plan_table.objective_codes import split_code
from pacte.exchange.plan_table.schedule import MarkedCell, schedule_from_marks, split_marks
from pacte.exchange.records import CellKind, GridCell
from pacte.kernel.errors import ValidationError
from pacte.plan.records import Flag, Lead, Placement


@pytest.mark.parametrize(
    ("printed", "leads"),
    [
        ("Région (DFP)", [Lead("Région", "DFP")]),
        ("Région / Pôle emploi", [Lead("Région"), Lead("Pôle emploi")]),
        ("Etat, Région", [Lead("Etat"), Lead("Région")]),
        ("Région- Etat", [Lead("Région"), Lead("Etat")]),
        ("Région\nPôle emploi\nOPCO", [Lead("Région"), Lead("Pôle emploi"), Lead("OPCO")]),
        ("Région DPOF / DTMD", [Lead("Région", "DPOF"), Lead("Région", "DTMD")]),
        ("Région DPOF / opérateurs SPRO", [Lead("Région", "DPOF"), Lead("opérateurs SPRO")]),
        ("Région DPOF / OPCO", [Lead("Région", "DPOF"), Lead("OPCO")]),
        ("Etat (DIRECCTE)", [Lead("Etat", "DIRECCTE")]),
        ("Etat / Direccte et niveau national", [Lead("Etat", "DIRECCTE"), Lead("niveau national")]),
        ("Etat/Région / GIP ALFA Centre", [Lead("Etat"), Lead("Région"), Lead("GIP ALFA Centre")]),
        (
            "Stratégie pauvreté (portage régional à identifier)",
            [Lead("Stratégie pauvreté", note="portage régional à identifier")],
        ),
        ("Région (DFP) avec les Conseils départementaux", [Lead("Région", "DFP"), Lead("Conseils départementaux")]),
        (
            "Région + chaque porteur d'action + appui GIP Alfa Centre",
            [Lead("Région"), Lead("chaque porteur d'action"), Lead("GIP Alfa Centre", role="appui")],
        ),
        ("GIP ALFA Centre, appui", [Lead("GIP ALFA Centre", role="appui")]),
        ("Chambre de métiers et de l'artisanat", [Lead("Chambre de métiers et de l'artisanat")]),
        ("Centre-Val de Loire / CARIF-OREF", [Lead("Centre-Val de Loire"), Lead("CARIF-OREF")]),
        ("Région (Direction de la formation, pôle achats)", [Lead("Région", "Direction de la formation, pôle achats")]),
        ("", []),
    ],
)
def test_leads_are_read_as_they_are_printed(printed: str, leads: list[Lead]) -> None:
    assert parse_leads(printed) == tuple(leads)


def test_one_body_has_one_spelling_over_a_plan_the_most_frequent() -> None:
    rows = [parse_leads(text) for text in ("GIP ALFA CENTRE", "GIP ALFA Centre", "GIP Alfa Centre", "GIP ALFA Centre")]
    assert {lead.organisation for row in unify_lead_names(rows) for lead in row} == {"GIP ALFA Centre"}


@pytest.mark.parametrize(
    ("text", "code", "label", "printed"),
    [
        ("1-1 Proposer", "1-1", "Proposer", "1-1"),
        ("1-1.3 Favoriser", "1-1.3", "Favoriser", "1-1.3"),
        ("2-3,1 Capter", "2-3.1", "Capter", "2-3,1"),
        ("2,3-2 Capter", "2-3.2", "Capter", "2,3-2"),
        ("3.2.1 Organiser", "3-2.1", "Organiser", "3.2.1"),
        ("3,1-1 à 3 Identification :", "3-1.1", "Identification :", "3,1-1 à 3"),
        ("OS 1.2 : Former", "1-2", "Former", "1.2"),
        ("Objectif 2 : Former", "2", "Former", "2"),
        ("2 à 4 chantiers", "", "2 à 4 chantiers", ""),
        ("1,5 M€ d'achats", "", "1,5 M€ d'achats", ""),
        ("2019-2022 : former", "", "2019-2022 : former", ""),
        ("Former", "", "Former", ""),
    ],
)
def test_a_code_is_parted_from_its_label_and_set_right(text: str, code: str, label: str, printed: str) -> None:
    found = split_code(text)
    assert (found.code, found.label, found.printed) == (code, label, printed)


@pytest.mark.parametrize(
    ("text", "numbers", "unit", "per", "horizon", "certain"),
    [
        ("études-appui : 3 études / an", (3, None, None), "études", "an", "", True),
        ("projets : 3 à 6 projets / an", (None, 3, 6), "projets", "an", "", True),
        ("chantiers : 2 à 4 chantiers / département (2022)", (None, 2, 4), "chantiers", "département", "2022", True),
        (
            "aide : 3 000 stagiaires / an (à partir de 2020) [?]",
            (3000, None, None),
            "stagiaires",
            "an",
            "à partir de 2020",
            False,
        ),
        ("moyens : 0,2 ETP", ("0.2", None, None), "ETP", "", "", True),
        ("moyens : 1 ETP (tout au long du PACTE)", (1, None, None), "ETP", "", "tout au long du PACTE", True),
        ("PSMJ : non chiffré personnes [?]", (None, None, None), "personnes", "", "", False),
        ("valeur : 80 (unité inconnue) [?]", (80, None, None), "", "", "", False),
        ("réalisation : 2021 année", (2021, None, None), "année", "", "", True),
        ("types : 10 types de certification", (10, None, None), "types de certification", "", "", True),
        ("places : au moins 50 places", (None, 50, None), "places", "", "", True),
        ("abandons : au plus 5 %", (None, None, 5), "%", "", "", True),
        ("1 200 places par an", (1200, None, None), "places", "an", "", True),
        ("condition : demandeurs d'emploi de plus de 26 ans (strict)", (26, None, None), "ans", "", "", True),
        ("le plus grand nombre", (None, None, None), "", "", "", True),
    ],
)
def test_figures_are_read_from_words(
    text: str, numbers: tuple[object, ...], unit: str, per: str, horizon: str, certain: bool
) -> None:
    (figure,) = parse_figures(text)
    assert (figure.value, figure.minimum, figure.maximum) == tuple(
        None if each is None else Decimal(str(each)) for each in numbers
    )
    assert (figure.unit, figure.per, figure.horizon, figure.certain) == (unit, per, horizon, certain)


def test_figures_of_one_cell_are_parted_by_a_bar_or_a_line() -> None:
    assert [figure.what for figure in parse_figures("a : 1 x | b : 2 y\nc : 3 z")] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("X", ["X"]),
        ("x", ["X"]),
        ("?", ["?"]),
        ("X X", ["X", "X"]),
        ("XX", ["X", "X"]),
        ("X XX", ["X", "X", "X"]),
        ("X (TH)", ["X (TH)"]),
        ("✓", ["X"]),
        ("oui", ["X"]),
        ("non", []),
        ("-", []),
        ("", []),
        ("lancement", ["lancement"]),
    ],
)
def test_marks_are_counted(text: str, marks: list[str]) -> None:
    assert split_marks(text) == marks


def test_a_mark_in_its_column_is_placed_and_one_in_a_merged_cell_is_only_counted() -> None:
    placed = schedule_from_marks(
        [MarkedCell("X", ("2019",)), MarkedCell("", ("2020",)), MarkedCell("X (TH)", ("2021",))]
    )
    assert (placed.placement, placed.flags) == (Placement.CERTAIN, (Flag("2019", "X"), Flag("2021", "X (TH)")))
    assert placed.as_printed == "X | X (TH)"
    merged = schedule_from_marks([MarkedCell("X X", ("2019", "2020", "2021"))])
    assert (merged.placement, merged.flags, merged.flag_count) == (Placement.UNKNOWN, (), 2)
    full = schedule_from_marks([MarkedCell("X XX", ("2019", "2020", "2021"))])
    assert (full.placement, len(full.flags), full.flag_count) == (Placement.CERTAIN, 3, 0)


def test_two_marks_in_the_cell_of_one_period_are_not_placed() -> None:
    schedule = schedule_from_marks([MarkedCell("X X", ("2019",)), MarkedCell("", ("2020",))])
    assert (schedule.placement, schedule.flag_count) == (Placement.UNKNOWN, 2)


@pytest.mark.parametrize("mark", [{"is_yellow": True}, {"remark": "place supposée"}])
def test_a_yellow_cell_or_a_comment_makes_the_place_assumed(mark: dict[str, str | bool]) -> None:
    schedule = schedule_from_marks([MarkedCell("X", ("2019",), **mark), MarkedCell("X", ("2020",))])  # type: ignore[arg-type]
    assert schedule.placement is Placement.ASSUMED


def test_the_axis_cell_gives_its_code_title_description_amount_and_share() -> None:
    axis = parse_axis_cell(
        "Axe 1 : Proposer des parcours\n\nCet axe vise…\nEt plus.\n\n125.49 M€ sur 4 ans (50 % de l’enveloppe)"
    )
    assert (axis.code, axis.label, axis.title) == ("1", "Axe 1", "Proposer des parcours")
    assert axis.description == "Cet axe vise…\nEt plus."
    assert (axis.amount_cents, axis.share) == (12_549_000_000, Decimal(50))
    assert axis.amount_as_printed == "125.49 M€ sur 4 ans (50 % de l’enveloppe)"


@pytest.mark.parametrize(
    ("text", "code", "label", "title"),
    [
        ("Axe transversal : S’engager", "", "Axe transversal", "S’engager"),
        ("AXE II – Former", "2", "AXE II", "Former"),
        ("A. Former mieux", "A", "Axe A", "Former mieux"),
        ("2", "2", "Axe 2", ""),
        ("Axe stratégique n° 3 : Former", "3", "Axe stratégique n° 3", "Former"),
        ("Orientation professionnelle des jeunes", "", "", "Orientation professionnelle des jeunes"),
        ("Former mieux", "", "", "Former mieux"),
    ],
)
def test_axes_are_named_in_many_ways(text: str, code: str, label: str, title: str) -> None:
    axis = parse_axis_cell(text)
    assert (axis.code, axis.label, axis.title) == (code, label, title)


@pytest.mark.parametrize(
    ("text", "kind", "unit", "cents"),
    [
        ("1 250,5", CellKind.TEXT, "k€", 125_050_000),
        ("1250.5", CellKind.NUMBER, "k€", 125_050_000),
        ("2,5505", CellKind.TEXT, "M€", 255_050_000),
        ("1 000 €", CellKind.TEXT, "k€", 100_000),
        ("12", CellKind.NUMBER, "", 1_200),
        ("0.333333333333333", CellKind.NUMBER, "€", 33),
        ("-", CellKind.TEXT, "€", None),
        ("", CellKind.EMPTY, "€", None),
    ],
)
def test_amounts_are_read_in_their_unit(text: str, kind: CellKind, unit: str, cents: int | None) -> None:
    assert cents_in_cell(GridCell(text, kind), unit) == cents


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("cent mille", CellKind.TEXT, "amount_words"),
        ("-3", CellKind.NUMBER, "amount_negative"),
        ("9" * 40, CellKind.NUMBER, "amount_shape"),
        ("#REF!", CellKind.ERROR, "cell_error"),
        ("x" * 500, CellKind.TEXT, "amount_in_words"),
    ],
)
def test_what_is_no_amount_is_refused(text: str, kind: CellKind, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        cents_in_cell(GridCell(text, kind), "€")
    assert refusal.value.code == code
