"""A name between double backquotes in a docstring or a comment of `src` exists in the code."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from pacte.infra.instance import PROJECT_ROOT

PACKAGE = PROJECT_ROOT / "src/pacte"
_QUOTED = re.compile(r"``([A-Za-z_]\w*)``")
# Words of a library, of PostgreSQL or of a standard, which no line of ours uses.
ELSEWHERE = frozenset({"RunPython", "UPPER", "gthread", "sync", "to_tsquery"})


@cache
def names_in_use() -> frozenset[str]:
    """Identifiers, words of texts (docstrings excluded), modules, folders, templates and Python's built-in names."""
    paths = [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html"), *PACKAGE.rglob("*.sql")]
    stems = {part for path in paths for part in (*path.relative_to(PACKAGE).parent.parts, path.stem)}
    words = {word for path in paths if path.suffix == ".py" for word in _code_words(path)}
    return ELSEWHERE | stems | words | set(dir(builtins))


def _code_words(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        for name in ("id", "attr", "arg", "name", "asname"):
            if isinstance(word := getattr(node, name, None), str):
                yield from word.split(".")
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield from re.findall(r"\w+", node.value)


def unknown_names(text: str) -> list[str]:
    return [name for name in _QUOTED.findall(text) if name not in names_in_use()]


@pytest.mark.parametrize("room", sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()))
def test_a_quoted_name_is_one_of_today(room: str) -> None:
    stale = [
        f"{path.relative_to(PROJECT_ROOT)}: {name}"
        for path in sorted((PACKAGE / room).rglob("*.py"))
        for name in unknown_names(path.read_text(encoding="utf-8"))
    ]
    assert stale == []


def test_a_name_of_the_past_is_seen() -> None:
    assert unknown_names("Raises ``Unseen`` or ``NotFound`` (``NoSuchThingAtAll``).") == ["Unseen", "NoSuchThingAtAll"]
