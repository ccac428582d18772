"""Updates the title and fields of a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pacte.kernel.actor import Actor
from pacte.procedures.models import Case
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.rules.catalogue import procedure_by_code
from pacte.procedures.services.guards import add_case_event, locked_case


def update_case_fields(
    *, actor: Actor, case: Case, title: str, values: Mapping[str, str], on: date, reason: str = ""
) -> None:
    """Saves the title and the fields of the procedure, with one event per change."""
    if not _changes(case, title, values):
        return
    with locked_case(actor=actor, case=case, right="procedures.write", name="describe", reason=reason) as (
        locked,
        entry,
    ):
        changes = _changes(locked, title, values)
        for each in changes:
            if each.code == "title":
                locked.title = each.after
            else:
                locked.values[each.code] = each.after
        locked.save()
        for each in changes:
            words = dict(each.choices)
            before, after = (words.get(text, text) or "vide" for text in (each.before, each.after))
            add_case_event(
                actor=actor, case=locked, kind=CaseEventKind.DESCRIBED, on=on, code=each.code,
                before=f"{each.label} : {before}", after=after, reason=reason,
            )  # fmt: skip
        entry.detail.update(changes=[each.code for each in changes])


@dataclass(frozen=True, slots=True)
class _FieldChange:
    code: str
    label: str
    before: str
    after: str
    choices: tuple[tuple[str, str], ...] = ()


def _changes(case: Case, title: str, values: Mapping[str, str]) -> list[_FieldChange]:
    changes = [
        _FieldChange(
            field.code, field.label, str(case.values.get(field.code, "")), values[field.code].strip(), field.choices
        )
        for field in procedure_by_code(case.procedure_code).fields
        if field.code in values
    ]
    if title.strip():
        changes.insert(0, _FieldChange("title", "Intitulé", case.title, title.strip()[:200]))
    return [each for each in changes if each.before != each.after]
