"""Builds chart dataclasses from plain data, such as the TOML examples of a component."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Value = TypeVar("Value")


def build_chart_value(kind: type[Value], data: object) -> Value:
    """Builds a ``kind`` (a frozen dataclass) from a mapping. An instance of ``kind`` is returned unchanged.

    Raises ``TypeError`` when a name is unknown or missing.
    """
    result: Value = _convert(kind, data)
    return result


def _convert(kind: Any, data: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return None if data is None else _convert(next(each for each in get_args(kind) if each is not type(None)), data)
    if origin is tuple:
        first, *others = get_args(kind)
        if others == [Ellipsis]:
            return tuple(_convert(first, each) for each in data)
        return tuple(_convert(each, value) for each, value in zip(get_args(kind), data, strict=True))
    if is_dataclass(kind):
        return _build_dataclass(kind, data)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    if kind is Decimal:
        return Decimal(str(data))
    if kind is date and not isinstance(data, date):
        raise TypeError(f"{data!r} is not a date")
    return data


def _build_dataclass(kind: Any, data: Any) -> Any:
    if isinstance(data, kind):
        return data
    if not isinstance(data, Mapping):
        raise TypeError(f"{kind.__name__} takes a mapping, not {type(data).__name__}")
    hints = get_type_hints(kind)
    unknown = set(data).difference(field.name for field in fields(kind))
    if unknown:
        raise TypeError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    return kind(**{name: _convert(hints[name], value) for name, value in data.items()})
