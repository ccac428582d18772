"""The procedures of the catalogue, by code and edition. Each file of ``catalog`` is discovered automatically."""

from __future__ import annotations

from datetime import date
from functools import cache

from pacte.kernel.catalog_loader import load_catalog_entries
from pacte.kernel.errors import ConfigurationError, ValidationError
from pacte.procedures import catalog
from pacte.procedures.records.description import Procedure
from pacte.procedures.rules.description_check import description_defects


@cache
def procedure_editions() -> dict[tuple[str, int], Procedure]:
    """Returns every edition of every procedure, closed ones included, since their cases stay readable.

    Raises ``ConfigurationError`` for a description that does not hold together: nothing is served with it.
    """
    editions: dict[tuple[str, int], Procedure] = load_catalog_entries(
        catalog, "PROCEDURE", key=lambda each: (each.code, each.edition)
    )
    for each in editions.values():
        if defects := description_defects(each):
            raise ConfigurationError(
                "procedure_broken", f"La procédure « {each.code} », édition {each.edition}, ne tient pas.", defects[0]
            )
    return editions


def procedures_by_code() -> dict[str, Procedure]:
    """Returns the newest edition of every procedure, closed ones included."""
    return {code: each for (code, _), each in sorted(procedure_editions().items())}


def procedure_by_code(code: str) -> Procedure:
    """Returns the newest edition of a procedure. Raises ``ValidationError`` for an unknown code."""
    entry = procedures_by_code().get(code)
    if entry is None:
        raise ValidationError("procedure_unknown", f"La procédure « {code} » n’est pas au catalogue.")
    return entry


def procedure_edition(code: str, edition: int) -> Procedure:
    """Returns the edition under which a case was opened. Raises ``ValidationError`` when the catalogue lost it."""
    entry = procedure_editions().get((code, edition))
    if entry is None:
        raise ValidationError(
            "procedure_unknown",
            f"L’édition {edition} de la procédure « {code} » n’est plus au catalogue.",
            "Une édition qui a servi ne se retire pas : ses dossiers ne se lisent qu’avec elle.",
            "Remettez son fichier.",
        )
    return entry


def open_procedures(on: date) -> tuple[Procedure, ...]:
    """Returns the procedures in which a case may be opened on a date."""
    return tuple(each for each in procedures_by_code().values() if each.closed_on is None or on <= each.closed_on)


def has_reading_pages() -> bool:
    """Returns True when a procedure is read, has rounds or committees: their pages exist only then."""
    return any(each.grids or each.rounds or each.committees for each in procedures_by_code().values())


def procedures_of_counts(codes: frozenset[str], on: date) -> tuple[Procedure, ...]:
    """Returns the open procedures for an action whose figures have these codes: those of one of them, or for any."""
    return tuple(each for each in open_procedures(on) if each.is_for_any_action or codes & each.figure_codes)
