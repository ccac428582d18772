"""What tells two files apart. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Protocol


class _Option(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def keeps_files_apart(self) -> bool: ...


class _ScopedKind(Protocol):
    @property
    def scope_option(self) -> str: ...


def file_scope(options: Iterable[_Option], answers: Mapping[str, str]) -> str:
    """The answers that make another file of the same bytes, as one text."""
    apart = {each.name: answers.get(each.name, "") for each in options if each.keeps_files_apart}
    return json.dumps(apart, sort_keys=True, ensure_ascii=False)[:120] if any(apart.values()) else ""


def mapping_scope(kind: _ScopedKind, answers: Mapping[str, str]) -> str:
    """What the columns of a sender depend on: the tool that wrote the file, where the kind asks for it."""
    return answers.get(kind.scope_option, "")[:120] if kind.scope_option else ""
