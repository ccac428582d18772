"""Hostile values for addresses, and the names of the parameters that pages read.

Names are never listed here: they are recorded from ``request.GET`` while pages answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from unittest.mock import patch

from django.core.handlers import wsgi
from django.http import QueryDict

MARK = "<b>zq7\"'"
VALUES = (
    "\x00", "a\x00b", "²", "1²", "٣", "Ⅷ", "-1", "+1", "1.5", "1e9", "nan", "inf", "9" * 400, str(2**31), str(2**63),
    "0001-01-01", "9999-12-31", "0000-00-00", "20200101", "2020-W01-1", "2020-02-30", "0001-01", "9999-12", "0001",
    "9999", "x" * 5_000, "%", "%%", "%s", "\\", "'", '"', "';--", MARK, "\u202egnp", "\u200b", "\ufffe", "\U0001f600",
    "é" * 300, "[]", "{}", "null", "None", "true", "a:b", ":", "-", "--", "/", "../../etc/passwd", "\r\nX-A: b",
    "\t", " ", "",    "departement:", "departement:²", "2020-²", "D-²",
)  # fmt: skip
# Raw bytes, as the address holds them: half a surrogate, an overlong slash, a truncated character.
RAW = ("%ED%A0%80", "%C0%AF", "%C3", "%", "%zz", "%00%00")
# In a part of a path, « / », « . » and « .. » would give another address.
PARTS = tuple(value for value in VALUES if value and "/" not in value)


class Heard(QueryDict):
    """QueryDict that records the names read from it."""

    names: ClassVar[set[str]] = set()

    def __getitem__(self, key: str) -> Any:
        self.names.add(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self.names.add(key)
        return super().get(key, default)

    def getlist(self, key: str, default: Any = None) -> list[Any]:
        self.names.add(key)
        return super().getlist(key, default)

    def __contains__(self, key: object) -> bool:
        self.names.add(str(key))
        return super().__contains__(key)

    def dict(self) -> HeardPlain:
        return HeardPlain(super().dict())

    def lists(self) -> Any:
        return HeardPlain(super().lists()).items()


class HeardPlain(dict[str, Any]):
    def get(self, key: str, default: Any = None) -> Any:
        Heard.names.add(key)
        return super().get(key, default)

    def __getitem__(self, key: str) -> Any:
        Heard.names.add(key)
        return super().__getitem__(key)


@contextmanager
def listening() -> Iterator[set[str]]:
    """Yields the parameter names that pages read inside the block."""
    Heard.names = set()
    with patch.object(wsgi, "QueryDict", Heard):
        yield Heard.names


def shown_raw(body: str) -> bool:
    return MARK in body
