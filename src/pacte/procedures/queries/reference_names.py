"""Names of what the answers of a form refer to, and the references that name nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from pacte.journeys.queries import journey_by_key
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.offer.queries import order_by_number, sessions_by_number, training_by_number
from pacte.procedures.records.form import FieldError, FormField, LinesField, ReferenceField, ReferenceTarget
from pacte.procedures.rules.conditions import is_filled
from pacte.reference.queries import (
    certifications_by_code,
    communes_by_code,
    competence_block_by_code,
    occupations_by_code,
)

ReferenceNames = dict[tuple[str, str], str]
"""Names by kind of reference and code."""


def reference_names(fields: Iterable[FormField], answers: Iterable[Mapping[str, Any]]) -> ReferenceNames:
    """Returns the names of the communes, occupations, certifications and blocks that the answers name.

    One query a kind; one a block.
    """
    codes: dict[ReferenceTarget, set[str]] = defaultdict(set)
    every = tuple(fields)
    for values in answers:
        for _, field, code in _references(every, values):
            codes[field.kind].add(code)
    communes = communes_by_code(codes[ReferenceTarget.COMMUNE])
    occupations = occupations_by_code(codes[ReferenceTarget.OCCUPATION]) if codes[ReferenceTarget.OCCUPATION] else {}
    numbers = codes[ReferenceTarget.CERTIFICATION]
    certifications = certifications_by_code(numbers) if numbers else {}
    blocks = {code: competence_block_by_code(code) for code in codes[ReferenceTarget.BLOCK]}
    return {
        **{(ReferenceTarget.COMMUNE.value, code): each.name for code, each in communes.items()},
        **{(ReferenceTarget.OCCUPATION.value, code): each.label for code, each in occupations.items()},
        **{(ReferenceTarget.CERTIFICATION.value, code): each.title for code, each in certifications.items()},
        **{(ReferenceTarget.BLOCK.value, code): each.label for code, each in blocks.items() if each},
    }


def unknown_references(
    *, actor: Actor, fields: Sequence[FormField], values: Mapping[str, Any], proved: Mapping[str, Any] | None = None
) -> list[FieldError]:
    """Returns an error for each reference of the answers that names nothing that the actor may see.

    ``proved``: answers whose journey is taken as known. Somebody without account reads no journey: the one of their
    draft was proved when it began, by the personal link that they came from.
    """
    names = reference_names(fields, [values])
    known = {code for _, field, code in _references(fields, proved or {}) if field.kind is ReferenceTarget.JOURNEY}
    return [
        FieldError(path, f"{field.label} : « {code} » n’est pas connu.")
        for path, field, code in _references(fields, values)
        if not (field.kind is ReferenceTarget.JOURNEY and code in known) and not _exists(actor, field.kind, code, names)
    ]


def unknown_journeys(*, actor: Actor, fields: Sequence[FormField], values: Mapping[str, Any]) -> list[FieldError]:
    """The same, for the journeys alone: whoever instructs names only somebody whom they may read."""
    if actor.is_system:
        return []
    named = [each for each in fields if isinstance(each, ReferenceField) and each.kind is ReferenceTarget.JOURNEY]
    return unknown_references(actor=actor, fields=named, values=values)


def _references(
    fields: Iterable[FormField], values: Mapping[str, Any], prefix: str = ""
) -> Iterable[tuple[str, ReferenceField, str]]:
    for field in fields:
        answer = values.get(field.code)
        if not is_filled(answer):
            continue
        if isinstance(field, ReferenceField):
            codes = answer if isinstance(answer, list) else [answer]
            yield from ((f"{prefix}{field.code}", field, str(code)) for code in codes)
        elif isinstance(field, LinesField) and isinstance(answer, list):
            for rank, line in enumerate(answer, start=1):
                yield from _references(field.columns, line, f"{field.code}.{rank}.")


def _exists(actor: Actor, kind: ReferenceTarget, code: str, names: ReferenceNames) -> bool:
    if kind is ReferenceTarget.SESSION:
        return bool(sessions_by_number(actor=actor, numbers=[code], limit=1))
    if kind is ReferenceTarget.JOURNEY:
        return _is_journey(actor, code)
    read = {ReferenceTarget.TRAINING: training_by_number, ReferenceTarget.ORDER: order_by_number}.get(kind)
    if read is None:
        return (kind.value, code) in names
    try:
        read(actor=actor, number=code)
    except NotFound:
        return False
    return True


def _is_journey(actor: Actor, code: str) -> bool:
    """True for the journey of somebody whom the actor may read: anybody else's does not exist for them."""
    try:
        journey_by_key(actor=actor, key=UUID(code))
    except (ValueError, NotFound):
        return False
    return True
