"""Export of the personal data of one learner, for that learner: table by table, and nothing about anybody else.

Tables are discovered, not listed: any table of any room with a foreign key to a learner or a journey is included, so
that new tables are exported too. Names of agents are left out: bodies answer, not people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model, OneToOneField, Q, QuerySet

from pacte.accounts.models import Organisation, OrganisationName, Person
from pacte.accounts.queries import name_valid_on
from pacte.audit.models import AuditEntry
from pacte.journeys.models import Journey, Learner
from pacte.journeys.queries.learner_portal import my_learner
from pacte.journeys.rules.personal_data_wording import (
    FIELD_LABELS,
    TABLE_LABELS,
    PersonalDataWording,
    personal_data_wording,
)
from pacte.kernel.actor import Actor
from pacte.notifications.services.system_access import as_system
from pacte.offer.models import Session

# The author is another person; a digest or a message key means nothing to the reader.
_LEFT_OUT = frozenset(
    {"organisation", "learner", "digest", "person_name", "person_id", "person", "sender", "settled_by", "decided_by",
     "message_key", "body_id", "learner_key", "act_key", "subject_id", "subject_kind", "organisation_id"}
)  # fmt: skip
_MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class PersonalDataTable:
    """``rows`` are (label of the field, value) pairs; empty values are left out."""

    name: str
    words: PersonalDataWording
    rows: tuple[tuple[tuple[str, Any], ...], ...]


def export_personal_data(*, actor: Actor, on: date) -> list[PersonalDataTable]:
    """All tables, for a learner authenticated by a personal link. Raises ``NotFound`` for anybody else."""
    learner = my_learner(actor=actor)
    with as_system(actor):
        names = _names(on)
        tables = [PersonalDataTable(model._meta.db_table, _table_wording(model), tuple(_rows(model, queryset, names)))
                for model, queryset in _tables(learner)]  # fmt: skip
    return sorted((each for each in tables if each.rows), key=lambda each: _order(each.name))


def tables_about_people() -> dict[str, str]:
    """Tables that reference a learner, with the lookup path: the export and the erasure must both cover them."""
    return {model._meta.db_table: path for model, path in _paths()}


def _tables(learner: Learner) -> Iterator[tuple[type[Model], QuerySet[Any]]]:
    journeys = Journey.objects.filter(learner=learner).values_list("key", flat=True)
    keys = [str(key) for key in (learner.key, *journeys)]
    for model, path in _paths():
        wanted = keys[0] if path == "learner_key" else learner.pk
        yield model, model._default_manager.filter(**{path: wanted}).order_by("pk")[:_MOST_ROWS]
    acts = AuditEntry.objects.filter(Q(subject_kind="learner") | Q(subject_kind="journey"), subject_id__in=keys)
    yield AuditEntry, acts.order_by("at", "pk")[:_MOST_ROWS]


def _paths() -> Iterator[tuple[type[Model], str]]:
    """(model, lookup that leads to the learner): through the learner, else through the journey, else by the key."""
    for model in apps.get_models():
        if not model.__module__.startswith("pacte."):
            continue
        if model is Learner:
            yield model, "pk"
            continue
        foreign_keys = {field.related_model: field.name for field in model._meta.concrete_fields if _is_key(field)}
        if Learner in foreign_keys:
            yield model, foreign_keys[Learner]
        elif Journey in foreign_keys:
            yield model, f"{foreign_keys[Journey]}__learner"
        elif any(field.name == "learner_key" for field in model._meta.concrete_fields):
            yield model, "learner_key"


def _is_key(field: Field[Any, Any]) -> bool:
    return isinstance(field, ForeignKey | OneToOneField)


def _rows(model: type[Model], queryset: QuerySet[Any], names: dict[int, str]) -> Iterator[tuple[tuple[str, Any], ...]]:
    fields = [field for field in model._meta.concrete_fields if not _is_left_out(field)]
    many = [field for field in model._meta.many_to_many if field.name not in _LEFT_OUT]
    for row in queryset.select_related(*_related_paths(fields)).prefetch_related(*(field.name for field in many)):
        cells = [(FIELD_LABELS.get(field.name, field.name), _value(row, field, names)) for field in fields]
        cells += [
            (FIELD_LABELS.get(each.name, each.name), [str(x) for x in getattr(row, each.name).all()]) for each in many
        ]
        yield tuple((word, value) for word, value in cells if value not in (None, "", [], {}))


def _is_left_out(field: Field[Any, Any]) -> bool:
    return field.name in _LEFT_OUT or field.related_model is Person


def _related_paths(fields: Iterable[Field[Any, Any]]) -> list[str]:
    names = [field.name for field in fields if _is_key(field) and field.related_model is not Organisation]
    return [f"{name}__training_action__training" if name == "session" else name for name in names]


def _value(row: Model, field: Field[Any, Any], names: dict[int, str]) -> Any:
    """Plain values unchanged; foreign keys as a readable name."""
    if not _is_key(field):
        value = getattr(row, field.attname)
        return value if isinstance(value, bool | int | float | dict | list) or value is None else str(value)
    identifier = getattr(row, field.attname)
    if identifier is None or field.related_model is Organisation:
        return names.get(identifier, "") if identifier else ""
    other = getattr(row, field.name)
    return f"{other.training.title} ({other.number})" if isinstance(other, Session) else str(other)


def _names(on: date) -> dict[int, str]:
    names_by_organisation: dict[int, list[OrganisationName]] = {}
    for each in OrganisationName.objects.all():
        names_by_organisation.setdefault(each.organisation_id, []).append(each)
    return {identifier: name_valid_on(names, on) for identifier, names in names_by_organisation.items()}


def _table_wording(model: type[Model]) -> PersonalDataWording:
    return personal_data_wording(model._meta.db_table)


def _order(name: str) -> tuple[int, str]:
    known = list(TABLE_LABELS)
    return (known.index(name) if name in TABLE_LABELS else len(known), name)
