"""The cell of an export becomes an answer, or is told: never guessed."""

from __future__ import annotations

import pytest

from pacte.kernel.errors import ValidationError
from pacte.procedures.records.form import (
    AmountField,
    ChoiceField,
    DayField,
    FormField,
    NumberField,
    ReferenceField,
    ReferenceTarget,
    SiretField,
    TextField,
    YesNoField,
)
from pacte.procedures.rules.received_answers import received_answer, received_moment

PUBLICS = ChoiceField(
    code="x", label="X", choices=(("young", "Jeunes, sans diplôme"), ("old", "Séniors")), is_multiple=True
)
ONE = ChoiceField(code="x", label="X", choices=(("yes", "Souscrite"), ("no", "Pas encore")))
COMMUNE = ReferenceField(code="x", label="X", kind=ReferenceTarget.COMMUNE)
TRADES = ReferenceField(code="x", label="X", kind=ReferenceTarget.OCCUPATION, is_multiple=True)


@pytest.mark.parametrize(
    ("field", "text", "answer"),
    [
        (TextField(code="x", label="X"), " Un lavoir ", "Un lavoir"),
        (NumberField(code="x", label="X"), "1 200", 1200),
        (NumberField(code="x", label="X", places=1), "2,50", "2.5"),
        (AmountField(code="x", label="X"), "1 250,50 €", 125_050),
        (DayField(code="x", label="X"), "03/02/2020", "2020-02-03"),
        (DayField(code="x", label="X"), "2020-02-03T00:00:00", "2020-02-03"),
        (DayField(code="x", label="X"), "43864", "2020-02-03"),
        (YesNoField(code="x", label="X"), "OUI", True),
        (YesNoField(code="x", label="X"), "false", False),
        (ONE, "SOUSCRITE", "yes"),
        (PUBLICS, "Séniors, jeunes, sans diplome", ["old", "young"]),
        (SiretField(code="x", label="X"), "732 829 320 00074", "73282932000074"),
        (COMMUNE, "18279", "18279"),
        (COMMUNE, "Vierzon (18279)", "18279"),
        (TRADES, "H2913 - Soudage ; F1703", ["H2913", "F1703"]),
    ],
)
def test_a_cell_is_read_whatever_its_accents_and_spaces(field: FormField, text: str, answer: object) -> None:
    assert received_answer(field, text) == answer


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (NumberField(code="x", label="X"), "beaucoup"),
        (NumberField(code="x", label="X"), "NaN"),
        (AmountField(code="x", label="X"), "à voir"),
        (DayField(code="x", label="X"), "bientôt"),
        (YesNoField(code="x", label="X"), "peut-être"),
        (ONE, "Autre"),
        (COMMUNE, "Vierzon"),
        (SiretField(code="x", label="X"), "73282932000075"),
    ],
)
def test_what_cannot_be_read_is_told(field: FormField, text: str) -> None:
    with pytest.raises(ValidationError):
        received_answer(field, text)


def test_a_word_of_the_tool_may_be_given_its_meaning() -> None:
    assert received_answer(ONE, "Contrat signé", {"Contrat signé": "yes"}) == "yes"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2020-07-06 10:20:30", "2020-07-06T10:20:30+02:00"),
        ("06/01/2020 10h20", "2020-01-06T10:20:00+01:00"),
        ("2020-01-06T10:20:30Z", "2020-01-06T10:20:30+00:00"),
        ("43836.5", "2020-01-06T12:00:00+01:00"),
        ("2020-01-06", "2020-01-06T00:00:00+01:00"),
    ],
)
def test_a_moment_is_that_of_paris_unless_it_says_another_zone(text: str, moment: str) -> None:
    assert received_moment(text).isoformat() == moment
