"""Updates the title and the answers of a case, by whoever instructs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict
from pacte.procedures.models import Case, CaseEvent
from pacte.procedures.queries.reference_names import reference_names, unknown_journeys
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.records.description import Procedure
from pacte.procedures.records.form import SectionAuthor
from pacte.procedures.rules.answer_text import answer_text
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.conditions import is_filled
from pacte.procedures.rules.form_answers import sections_by
from pacte.procedures.rules.form_check import form_errors, refuse_form_errors
from pacte.procedures.services.case_versions import add_case_version
from pacte.procedures.services.guards import add_case_event, locked_case


@dataclass(frozen=True, slots=True)
class _FieldChange:
    code: str
    label: str
    before: str
    after: str


def update_case_fields(
    *,
    actor: Actor,
    case: Case,
    title: str,
    values: Mapping[str, Any],
    on: date,
    reason: str = "",
    seen: int | None = None,
) -> None:
    """Saves the title and the answers given, with one event per change.

    ``values``: answers by field, as ``records.form`` says; a field that is absent keeps its answer.
    ``seen``: the last event that the writer saw. Raises ``Conflict`` (``field_changed``) when somebody changed one of
    the same fields since, ``ValidationError`` (``form_errors``).
    """
    if not _changes(case, title, values):
        return
    with locked_case(actor=actor, case=case, right="procedures.write", name="describe", reason=reason) as (
        locked,
        entry,
    ):
        changes = _changes(locked, title, values)
        _refuse_overwriting(locked, [each.code for each in changes], seen)
        procedure = procedure_edition(locked.procedure_code, locked.edition)
        _refuse_peer_answers(actor, locked, procedure, {each.code for each in changes})
        answers = {**locked.values, **values}
        refuse_form_errors(form_errors(procedure.form, answers, complete=False))
        changed = [each for each in procedure.fields if each.code in {change.code for change in changes}]
        refuse_form_errors(unknown_journeys(actor=actor, fields=changed, values=answers))
        if not locked.is_sensitive:
            locked.title = title.strip()[:200] or locked.title
        if any(each.code != "title" for each in changes):
            add_case_version(actor=actor, case=locked, values={k: v for k, v in answers.items() if is_filled(v)}, on=on)
        locked.save()
        for each in changes:
            add_case_event(
                actor=actor, case=locked, kind=CaseEventKind.DESCRIBED, on=on, code=each.code,
                before=f"{each.label} : {each.before or 'vide'}", after=each.after or "vide", reason=reason,
            )  # fmt: skip
        entry.detail.update(changes=[each.code for each in changes])


def _refuse_peer_answers(actor: Actor, case: Case, procedure: Procedure, codes: set[str]) -> None:
    """What a peer answers is theirs: an instructor who could change it would grade in their place."""
    for section in sections_by(procedure.form, SectionAuthor.PEER):
        if not actor.is_system and codes & {each.code for each in section.fields}:
            raise Conflict(
                "peer_answers",
                f"« {section.title} » est rempli par le pair, et par lui seul.",
                hint="Demandez-lui de la corriger, ou désignez un autre pair.",
            )


def _refuse_overwriting(case: Case, codes: list[str], seen: int | None) -> None:
    """Raises ``Conflict`` when one of these fields was changed by an event after ``seen``; other fields are kept."""
    if seen is None:
        return
    later = CaseEvent.objects.filter(case=case, pk__gt=seen, kind=CaseEventKind.DESCRIBED, code__in=codes).first()
    if later is not None:
        raise Conflict(
            "field_changed",
            f"{later.person_name or 'Quelqu’un'} a changé entre-temps : {later.before.partition(' : ')[0]}.",
            f"La réponse est maintenant : {later.after}.",
            "Relisez-la ; ce que vous avez écrit est encore dans le formulaire.",
        )


def _changes(case: Case, title: str, values: Mapping[str, Any]) -> list[_FieldChange]:
    fields = [
        each
        for each in procedure_edition(case.procedure_code, case.edition).fields
        if each.code in values
        and (is_filled(values[each.code]) or is_filled(case.values.get(each.code)))
        and values[each.code] != case.values.get(each.code)
    ]
    names = reference_names(fields, [case.values, values])
    changes = [
        _FieldChange(
            field.code,
            field.label,
            answer_text(field, case.values.get(field.code), names),
            answer_text(field, values[field.code], names),
        )
        for field in fields
    ]
    if title.strip() and not case.is_sensitive and title.strip()[:200] != case.title:
        changes.insert(0, _FieldChange("title", "Intitulé", case.title, title.strip()[:200]))
    return changes
