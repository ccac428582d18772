"""What is wrong in a file: how its place reads, and what goes through JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from pacte.kernel.defects import CellReference, Defect, Severity

DEFECT = Defect(
    "missing_title",
    "L’action n’a pas d’intitulé.",
    CellReference("Plan", 5, "B"),
    value="12",
    hint="Écrivez-le.",
    severity=Severity.WARNING,
)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (CellReference("Plan", 5, "B"), "Plan B5"),
        (CellReference("", 12, "AA"), "AA12"),
        (CellReference("Actes", 3, "Statut (E)"), "Actes E3, Statut"),
        (CellReference("", 3, "Statut (E)"), "ligne 3, Statut (E)"),
        (CellReference("", 7, "/lheo/offres/formation[1]"), "ligne 7, /lheo/offres/formation[1]"),
        (CellReference("zones.csv", 3), "zones.csv, ligne 3"),
        (CellReference("zones.csv", 0), "zones.csv"),
    ],
)
def test_a_place_reads_as_its_file_is_read(cell: CellReference, words: str) -> None:
    assert str(cell) == words


def test_a_defect_says_where_what_and_what_to_do() -> None:
    assert str(DEFECT) == "Plan B5 : L’action n’a pas d’intitulé. Écrivez-le."
    assert str(replace(DEFECT, hint="")) == "Plan B5 : L’action n’a pas d’intitulé."


def test_a_defect_of_the_whole_file_has_no_place() -> None:
    whole = replace(DEFECT, cell=None)
    assert str(whole) == "L’action n’a pas d’intitulé. Écrivez-le."
    assert (whole.row, whole.column) == (0, "")
    assert (DEFECT.row, DEFECT.column) == (5, "B")


def test_a_defect_is_an_error_unless_it_is_said_to_be_a_warning() -> None:
    assert Defect("no_line", "Aucune ligne.").is_error
    assert not DEFECT.is_error


def test_the_plain_form_has_the_eight_keys_that_commands_print() -> None:
    assert DEFECT.plain() == {
        "sheet": "Plan",
        "row": 5,
        "column": "B",
        "code": "missing_title",
        "message": "L’action n’a pas d’intitulé.",
        "value": "12",
        "hint": "Écrivez-le.",
        "severity": "warning",
    }


@pytest.mark.parametrize("defect", [DEFECT, replace(DEFECT, cell=None), Defect("no_line", "Aucune ligne.")])
def test_a_defect_comes_back_from_json_as_it_went(defect: Defect) -> None:
    assert Defect.from_plain(json.loads(json.dumps(defect.plain()))) == defect


@pytest.mark.parametrize(
    "changed",
    [
        {"severity": "fatal"},
        {"message": None},
        {"row": "5"},
        {"row": True},
        {"column": None},
        {"sheet": None},
    ],
    ids=str,
)
def test_anything_else_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not a"):
        Defect.from_plain(DEFECT.plain() | changed)


def test_an_incomplete_form_is_refused() -> None:
    plain = DEFECT.plain()
    del plain["hint"]
    with pytest.raises(ValueError, match="defect"):
        Defect.from_plain(plain)
