"""Checks values against column limits before the database does, with user-facing messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, transaction
from django.db.models import Field, Model

from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict, ValidationError
from pacte.kernel.french import format_number

_MAX_VALUES = {
    "PositiveSmallIntegerField": 32_767,
    "PositiveIntegerField": 2_147_483_647,
    "IntegerField": 2_147_483_647,
    "PositiveBigIntegerField": 2**63 - 1,
}


def refuse_out_of_limits(*, actor: Actor, table: type[Model], values: Mapping[str, Any]) -> None:
    """Raise ``ValidationError``: ``text_too_long``, ``text_sign`` (NUL character) or ``number_too_large``."""
    for name, value in values.items():
        field: Any = table._meta.get_field(name)
        if isinstance(field, ArrayField):
            for each in value or ():
                _refuse_value(field.base_field, each)
        else:
            _refuse_value(field, value)


def refuse_rows_out_of_limits(*, actor: Actor, rows: Iterable[Model]) -> None:
    """Same check for unsaved rows."""
    for row in rows:
        names = [field.name for field in row._meta.concrete_fields if not field.is_relation]
        refuse_out_of_limits(actor=actor, table=type(row), values={name: getattr(row, name) for name in names})


def insert_unique(*, actor: Actor, row: Model, conflict: Conflict) -> None:
    """Insert a row; raise ``conflict`` when the same key was inserted concurrently."""
    refuse_rows_out_of_limits(actor=actor, rows=[row])
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise conflict from error


def _refuse_value(field: Field[Any, Any], value: object) -> None:
    if isinstance(value, str):
        _refuse_text(value, field.max_length)
    largest = _MAX_VALUES.get(field.get_internal_type())
    if isinstance(value, int) and largest is not None and not 0 <= value <= largest:
        raise ValidationError(
            "number_too_large",
            f"Un nombre est hors de ce qui est possible : {format_number(value)}.",
            hint="Corrigez-le.",
        )


def _refuse_text(value: str, longest: int | None) -> None:
    if "\x00" in value:
        raise ValidationError("text_sign", "Un texte contient un signe illisible.", hint="Retapez-le.")
    if longest is not None and len(value) > longest:
        raise ValidationError(
            "text_too_long",
            f"Un texte est trop long : {format_number(len(value))} signes, {format_number(longest)} au plus "
            f"(« {value[:40]}… »).",
            hint="Raccourcissez-le.",
        )
