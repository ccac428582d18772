"""Texts of the cells of a plan: amounts, figures, leads, axes, titles, numbers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pacte.exchange.documents.wording import (
    KIND_WORDS,
    PLACEMENT_WORDS,
    ROW_WORDS,
    axis_amount,
    axis_cell,
    decimal_text,
    figure_text,
    lead_text,
    project_cell,
)
from pacte.plan.records import Axis, Figure, FigureKind, Lead, Placement, RowKind
from tests.exchange.documents.plans import small_plan


def test_every_kind_has_its_own_word() -> None:
    for words, kinds in ((KIND_WORDS, FigureKind), (PLACEMENT_WORDS, Placement), (ROW_WORDS, RowKind)):
        assert set(words) == set(kinds)
        assert len(set(words.values())) == len(words)


def test_an_amount_is_said_as_the_source_prints_it() -> None:
    axis = Axis("1", "Axe 1", "Former", amount_cents=12_549_000_000, amount_as_printed="125.49 M€ sur 4 ans (50 %)")
    assert axis_amount(axis, small_plan()) == "125.49 M€ sur 4 ans (50 %)"


def test_words_of_the_source_that_no_longer_say_the_amount_are_not_repeated() -> None:
    axis = Axis("1", "Axe 1", "Former", amount_cents=12_600_000_000, amount_as_printed="125.49 M€ sur 4 ans (50 %)")
    plan = replace(small_plan(), axes=(axis,))
    assert axis_amount(axis, plan) == "126,00\u202fM€ sur 4 ans (100\u202f% de l’enveloppe)"


def test_an_amount_that_millions_would_round_is_said_in_euros() -> None:
    assert axis_amount(small_plan().axes[1], small_plan()).startswith("3\u202f000\u202f000,50\u202f€ sur 4 ans")


def test_an_axis_without_amount_or_description_is_its_heading_alone() -> None:
    assert axis_cell(Axis("1", "Axe 1", "Former"), small_plan()) == "Axe 1 : Former"


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (Figure("études", FigureKind.MEANS, Decimal(3), unit="études", per="an"), "études : 3 études / an"),
        (
            Figure("chantiers", FigureKind.TARGET, None, Decimal(2), Decimal(4), "chantiers", horizon="2022"),
            "chantiers : 2 à 4 chantiers (2022)",
        ),
        (Figure("postes", FigureKind.MEANS, Decimal("0.2000"), unit="ETP"), "postes : 0,2 ETP"),
        (Figure("PSMJ", FigureKind.TARGET, unit="personnes", certain=False), "PSMJ : non chiffré personnes [?]"),
        (Figure("valeur", FigureKind.UNKNOWN, Decimal(80), certain=False), "valeur : 80 (unité inconnue) [?]"),
        (
            Figure("aides", FigureKind.TARGET, minimum=Decimal(5), unit="%", proposed=True),
            "aides : au moins 5 % [proposé]",
        ),
    ],
)
def test_a_figure_is_one_line(figure: Figure, said: str) -> None:
    assert figure_text(figure) == said


def test_a_lead_is_said_with_its_service_role_and_note() -> None:
    assert lead_text(Lead("Région", "DFP")) == "Région (DFP)"
    assert lead_text(Lead("Carif", role="appui", note="à confirmer")) == "Carif, appui : à confirmer"


def test_a_title_stays_on_the_first_line_of_its_cell() -> None:
    row = replace(small_plan().rows[0], title="Un titre\nsur deux lignes", description="La suite")
    assert project_cell(row) == "Un titre sur deux lignes\nLa suite"


@pytest.mark.parametrize(
    ("value", "text"), [("10.0000", "10"), ("0.5", "0,5"), ("1E+3", "1000"), ("0", "0"), ("-1.50", "-1,5")]
)
def test_a_number_has_no_needless_zero_and_no_exponent(value: str, text: str) -> None:
    assert decimal_text(Decimal(value)) == text
