"""Defects of a quarantined training are read with the keys of yesterday and with those of ``kernel.defects``."""

from __future__ import annotations

from pacte.exchange.lheo.records import CatalogueDefect
from pacte.exchange.lheo.stored_defects import StoredDefect, defect_of_training_alone, read_stored_defect
from pacte.kernel.defects import CellReference, Defect, Severity

PATH = "/lheo/offres/formation[12]/certifiante"
READ = StoredDefect("unknown_code", PATH, "7", "Ce code n’existe pas.", "Choisissez-en un.", is_error=True)


def test_both_shapes_are_the_same_defect() -> None:
    older = CatalogueDefect(40, PATH, "unknown_code", "7", "Ce code n’existe pas.", "Choisissez-en un.").plain()
    newer = Defect(
        "unknown_code", "Ce code n’existe pas.", CellReference("", 40, PATH), "7", "Choisissez-en un."
    ).plain()
    assert read_stored_defect(older) == read_stored_defect(older | {"is_advice": False}) == READ
    assert read_stored_defect(newer) == READ


def test_an_advice_is_not_an_error_in_either_shape() -> None:
    assert not read_stored_defect({"code": "hours", "is_advice": True}).is_error
    assert not read_stored_defect(Defect("hours", "Douteux.", severity=Severity.WARNING).plain()).is_error


def test_outside_its_file_a_defect_is_in_the_first_training_and_counts_lines_from_it() -> None:
    older = {"line": 40, "path": PATH}
    newer = {"row": 40, "column": PATH}
    alone = "/lheo/offres/formation[1]/certifiante"
    assert defect_of_training_alone(older, 31) == {"line": 10, "path": alone}
    assert defect_of_training_alone(newer, 31) == {"row": 10, "column": alone}
