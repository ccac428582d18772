"""Updates the title and fields of a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pacte.kernel.actor import Actor
from pacte.procedures.models import File
from pacte.procedures.records.files import StepKind
from pacte.procedures.rules.known import procedure
from pacte.procedures.services.writing import add_step, at_work


def describe(*, actor: Actor, file: File, title: str, values: Mapping[str, str], on: date, reason: str = "") -> None:
    """Saves the title and the fields of the procedure, with one event per change."""
    if not _changes(file, title, values):
        return
    with at_work(actor=actor, file=file, right="procedures.write", name="describe", reason=reason) as (locked, entry):
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
            add_step(
                actor=actor, file=locked, kind=StepKind.DESCRIBED, on=on, code=each.code,
                before=f"{each.label} : {before}", after=after, reason=reason,
            )  # fmt: skip
        entry.detail.update(changes=[each.code for each in changes])


@dataclass(frozen=True, slots=True)
class _Change:
    code: str
    label: str
    before: str
    after: str
    choices: tuple[tuple[str, str], ...] = ()


def _changes(file: File, title: str, values: Mapping[str, str]) -> list[_Change]:
    found = [
        _Change(
            field.code, field.label, str(file.values.get(field.code, "")), values[field.code].strip(), field.choices
        )
        for field in procedure(file.procedure_code).fields
        if field.code in values
    ]
    if title.strip():
        found.insert(0, _Change("title", "Intitulé", file.title, title.strip()[:200]))
    return [each for each in found if each.before != each.after]
