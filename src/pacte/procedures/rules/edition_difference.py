"""What changes for a draft between the edition under which it was begun and the newest one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pacte.procedures.records.description import Procedure
from pacte.procedures.records.form import FormField, SectionAuthor
from pacte.procedures.rules.conditions import is_filled
from pacte.procedures.rules.form_answers import sections_by
from pacte.procedures.rules.form_check import form_errors


@dataclass(frozen=True, slots=True)
class EditionDifference:
    """Labels of the questions that are new, gone, or worded otherwise; and of the answers that would be lost."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    lost: tuple[str, ...]


def edition_difference(before: Procedure, after: Procedure, values: Mapping[str, Any]) -> EditionDifference:
    """Returns what the applicant has to know before they carry their draft from one edition to the other."""
    old, new = _author_fields(before), _author_fields(after)
    carried = carried_values(before, after, values)
    return EditionDifference(
        added=tuple(each.label for code, each in new.items() if code not in old),
        removed=tuple(each.label for code, each in old.items() if code not in new),
        changed=tuple(each.label for code, each in new.items() if code in old and old[code] != each),
        lost=tuple(
            each.label
            for code, each in old.items()
            if is_filled(values.get(code)) and carried.get(code) != values[code]
        ),
    )


def carried_values(before: Procedure, after: Procedure, values: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the answers that the newer edition still accepts: same code, same kind of question, nothing wrong."""
    old, new = _author_fields(before), _author_fields(after)
    carried = {
        code: each
        for code, each in values.items()
        if code in old and code in new and type(old[code]) is type(new[code])
    }
    form = sections_by(after.form, SectionAuthor.APPLICANT)
    wrong = {error.path.partition(".")[0] for error in form_errors(form, carried, complete=False)}
    return {code: each for code, each in carried.items() if code not in wrong}


def _author_fields(procedure: Procedure) -> dict[str, FormField]:
    mine = sections_by(procedure.form, SectionAuthor.APPLICANT)
    return {each.code: each for section in mine for each in section.fields}
