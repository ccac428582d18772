"""Serialises snapshots (round, pack, statement) to JSON and back. The digest is computed on the JSON."""

from __future__ import annotations

import hashlib
import json
import types
import typing
from collections.abc import Hashable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any

from pacte.steering.records import RoundSnapshot

FrozenRecord = typing.TypeVar("FrozenRecord")


def round_to_json(snapshot: RoundSnapshot) -> dict[str, Any]:
    document: dict[str, Any] = _to_json(snapshot)
    return document


def round_from_json(stored: dict[str, Any]) -> RoundSnapshot:
    """Reads a round snapshot. A field that did not exist when it was frozen takes its default."""
    snapshot: RoundSnapshot = _from_json(RoundSnapshot, stored)
    return snapshot


def record_to_json(value: Any) -> Any:
    """Serialises any frozen dataclass of this package, such as a pack or a statement, to plain JSON."""
    return _to_json(value)


def record_from_json(kind: type[FrozenRecord], stored: Any) -> FrozenRecord:
    """Reads a record of this class back from JSON. A field missing in the JSON takes its default."""
    record: FrozenRecord = _from_json(kind, stored)
    return record


def json_digest(stored: dict[str, Any]) -> str:
    text = json.dumps(stored, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _to_json(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: _to_json(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [_to_json(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):  # datetime is a subclass of date.
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def _from_json(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, types.UnionType):  # « date | None »
        return _from_json(next(each for each in typing.get_args(kind) if each is not type(None)), value)
    if typing.get_origin(kind) is tuple:
        item_kind = typing.get_args(kind)[0]
        return tuple(_from_json(item_kind, each) for each in value)
    if is_dataclass(kind):
        hints = _field_types(typing.cast(Hashable, kind))
        return typing.cast(Any, kind)(
            **{name: _from_json(hints[name], value[name]) for name in hints.keys() & value.keys()}
        )
    if issubclass(kind, datetime | date):
        return kind.fromisoformat(value)
    return kind(value)


@cache
def _field_types(kind: type[Any]) -> dict[str, Any]:
    """Returns the field types of a dataclass. Cached: a pack holds hundreds of instances of the same class."""
    hints = typing.get_type_hints(kind)
    return {each.name: hints[each.name] for each in fields(kind)}
