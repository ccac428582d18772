"""Reads a data file of the demonstration into dataclasses, strictly: the shape says what the file may hold.

An unknown field, a missing one or a value of the wrong type is refused with its file and line. A day is written in full
(« 2020-03-12 »), or from the day of the demonstration: « D-12 », « D+40 », « end of next year ».
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, NoReturn, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.parsers.yaml_tree import tree_from_yaml
from pacte.exchange.records import YamlTree
from pacte.kernel.action_codes import ActionCode, is_action_code

DATA = Path(__file__).parents[1] / "data"
END_OF_NEXT_YEAR = "end of next year"
_DAYS_FROM_TODAY = re.compile(r"D([+-][0-9]{1,4})")
_NAMES = {
    str: "un texte", bool: "true ou false", int: "un nombre entier", float: "un nombre", Decimal: "un nombre",
    date: "une date", ActionCode: "un code d’action",
}  # fmt: skip

Shape = TypeVar("Shape")


def read_story(name: str, shape: type[Shape], *, today: date | None = None) -> Shape:
    """Content of ``demo/data/<name>.yaml``. ``today`` is what its relative days count from.

    Raises ``UnreadableFile``, with the line, when the file does not have this shape.
    """
    path = DATA / f"{name}.yaml"
    return parse_story(path.read_bytes(), name=path.name, shape=shape, today=today)


def parse_story(data: bytes, *, name: str, shape: type[Shape], today: date | None = None) -> Shape:
    """As ``read_story``, from the bytes of a file."""
    tree, lines = tree_from_yaml(data, name)
    return cast(Shape, _StoryReader(name, lines, today).build(tree, shape, ()))


class _StoryReader:
    """Builds typed values from a tree. A path leads to a value, as the keys of ``lines`` do: « rows/3/title »."""

    def __init__(self, name: str, lines: Mapping[str, int], today: date | None) -> None:
        self._name = name
        self._lines = lines
        self._today = today

    def build(self, value: YamlTree, wanted: Any, path: tuple[str, ...]) -> Any:
        if wanted is Any:
            return value
        origin, parts = get_origin(wanted), get_args(wanted)
        if origin in (UnionType, Union):
            return self._optional(value, parts, path)
        if origin is tuple:
            return self._tuple(value, parts, path)
        if origin in (dict, Mapping):
            return self._mapping(value, parts[0], parts[1], path)
        if is_dataclass(wanted):
            return self._record(value, cast(type, wanted), path)
        return self._scalar(value, wanted, path)

    def _optional(self, value: YamlTree, parts: tuple[Any, ...], path: tuple[str, ...]) -> Any:
        (wanted,) = (part for part in parts if part is not NoneType)
        return None if value is None else self.build(value, wanted, path)

    def _tuple(self, value: YamlTree, parts: tuple[Any, ...], path: tuple[str, ...]) -> tuple[Any, ...]:
        if not isinstance(value, list):
            self._refuse(path, "n’est pas une liste")
        wanted = [parts[0]] * len(value) if parts[1:] == (Ellipsis,) else list(parts)
        if len(wanted) != len(value):
            self._refuse(path, f"a {len(value)} valeurs au lieu de {len(wanted)}")
        return tuple(
            self.build(each, part, (*path, str(rank)))
            for rank, (each, part) in enumerate(zip(value, wanted, strict=True))
        )

    def _mapping(self, value: YamlTree, key: Any, content: Any, path: tuple[str, ...]) -> dict[Any, Any]:
        if not isinstance(value, dict):
            self._refuse(path, "n’a pas de champs")
        return {
            self._scalar(int(text) if key is int and text.isdigit() else text, key, (*path, text)): self.build(
                each, content, (*path, text)
            )
            for text, each in value.items()
        }

    def _record(self, value: YamlTree, wanted: type, path: tuple[str, ...]) -> Any:
        if not isinstance(value, dict):
            self._refuse(path, "n’a pas de champs")
        hints = get_type_hints(wanted)
        known = {each.name: each for each in fields(wanted) if each.init}
        for text in value:
            if text not in known:
                self._refuse((*path, text), "n’est pas un champ connu", f"Champs connus : {', '.join(known)}.")
        missing = [each.name for each in known.values() if each.name not in value and not _has_default(each)]
        if missing:
            self._refuse(path, f"n’a pas de champ « {missing[0]} »")
        return wanted(**{text: self.build(each, hints[text], (*path, text)) for text, each in value.items()})

    def _scalar(self, value: YamlTree, wanted: type, path: tuple[str, ...]) -> Any:
        made = self._convert(value, wanted)
        if made is None:
            members = [str(each.value) for each in cast(type[Enum], wanted)] if _is_enum(wanted) else []
            choices = f"Valeurs connues : {', '.join(members)}." if members else ""
            wish = _NAMES.get(wanted, "une valeur connue")
            self._refuse(path, f"vaut « {str(value)[:60]} », et non {wish}", choices)
        return made

    def _convert(self, value: YamlTree, wanted: type) -> Any:
        """The value as the wanted type; None when it is not one."""
        if _is_enum(wanted):
            return next((each for each in cast(type[Enum], wanted) if each.value == value), None)
        if wanted is ActionCode:
            return _action_code(value)
        if wanted is date:
            return self._date(value)
        if wanted is Decimal:
            return _decimal(value)
        if wanted is float and type(value) is int:
            return float(value)
        return value if type(value) is wanted else None

    def _date(self, value: YamlTree) -> date | None:
        if not isinstance(value, str):
            return None
        if self._today is not None:
            if value == END_OF_NEXT_YEAR:
                return date(self._today.year + 1, 12, 31)
            if relative := _DAYS_FROM_TODAY.fullmatch(value):
                return self._today + timedelta(days=int(relative[1]))
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None

    def _refuse(self, path: tuple[str, ...], does: str, hint: str = "") -> NoReturn:
        line = self._lines.get("/".join(path), 1)
        where = path[-1] if path else "le fichier"
        raise UnreadableFile(
            "story", f"{self._name}, ligne {line} : {where} {does}.", hint=hint, sheet=self._name, row=line
        )


def _has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def _is_enum(wanted: type) -> bool:
    return isinstance(wanted, type) and issubclass(wanted, Enum)


def _action_code(value: YamlTree) -> ActionCode | None:
    text = str(value) if type(value) in (int, str) else ""
    return ActionCode(text) if is_action_code(text) else None


def _decimal(value: YamlTree) -> Decimal | None:
    """Exact: « 0.60 » stays text in the tree, and keeps its two decimals."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
