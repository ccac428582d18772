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

from pacte.steering.records import FrozenRound

Kept = typing.TypeVar("Kept")


def to_plain(found: FrozenRound) -> dict[str, Any]:
    plain: dict[str, Any] = _plain(found)
    return plain


def from_plain(stored: dict[str, Any]) -> FrozenRound:
    """Reads a round snapshot. A field that did not exist when it was frozen takes its default."""
    read: FrozenRound = _read(FrozenRound, stored)
    return read


def plain_of(value: Any) -> Any:
    """Serialises any frozen dataclass of this package, such as a pack or a statement, to plain JSON."""
    return _plain(value)


def read_as(kind: type[Kept], stored: Any) -> Kept:
    """Reads a record of this class back from JSON. A field missing in the JSON takes its default."""
    read: Kept = _read(kind, stored)
    return read


def digest(stored: dict[str, Any]) -> str:
    text = json.dumps(stored, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):  # datetime is a subclass of date.
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def _read(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, types.UnionType):  # « date | None »
        return _read(next(each for each in typing.get_args(kind) if each is not type(None)), value)
    if typing.get_origin(kind) is tuple:
        inside = typing.get_args(kind)[0]
        return tuple(_read(inside, each) for each in value)
    if is_dataclass(kind):
        hints = _hints(typing.cast(Hashable, kind))
        return typing.cast(Any, kind)(**{name: _read(hints[name], value[name]) for name in hints.keys() & value.keys()})
    if issubclass(kind, datetime | date):
        return kind.fromisoformat(value)
    return kind(value)


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    """Returns the field types of a dataclass. Cached: a pack holds hundreds of instances of the same class."""
    hints = typing.get_type_hints(kind)
    return {each.name: hints[each.name] for each in fields(kind)}
