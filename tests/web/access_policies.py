"""Reads tests/web/access/policies.toml: the readers, and the named policies that list who may do an act."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent / "access"
_POLICIES, _DIFFERENCES = FOLDER / "policies.toml", FOLDER / "differences.toml"
# Readers without a login, or whose login has ended. Most pages send them to the login page first.
OUTSIDE: Final = frozenset({"anonymous", "former"})
# The pilot of the other Region.
INTRUDER: Final = "intruder"
EVERYBODY: Final = "everybody"


@cache
def readers() -> tuple[str, ...]:
    return tuple(_file()["readers"])


@cache
def policies() -> Mapping[str, frozenset[str]]:
    """Readers of each named policy, for objects of our Region. « everybody » includes readers outside any pact."""
    return {name: frozenset(named_readers(given["readers"])) for name, given in _file()["policies"].items()}


def meanings() -> Mapping[str, str]:
    """French sentence that explains each reader and each policy."""
    return _file()["readers"] | {name: given["meaning"] for name, given in _file()["policies"].items()}


def named_readers(words: str) -> frozenset[str]:
    """Readers named by the words. Each word is a reader, or a policy that is replaced by its readers."""
    if words == EVERYBODY:
        return frozenset(readers())
    found: set[str] = set()
    for word in words.split():
        if word in readers():
            assert word not in found, f"« {word} » is named twice"
            found.add(word)
            continue
        assert word in _file()["policies"], f"nobody is called « {word} », and no policy"
        found |= named_readers(_file()["policies"][word]["readers"])
    return frozenset(found)


def standing(named: frozenset[str], whose: str) -> frozenset[str]:
    """Readers allowed on an object of our Region (``ours``), of the other one, of each, or on no object (``none``)."""
    if whose == "none":
        return frozenset()
    if named == frozenset(readers()):
        return named
    abroad = frozenset({INTRUDER}) if "pilot" in named else frozenset()
    return {"ours": named, "theirs": abroad, "each": named | abroad}[whose]


def group_files() -> tuple[Path, ...]:
    """Access files, one per group of pages."""
    return tuple(path for path in sorted(FOLDER.glob("*.toml")) if path not in (_POLICIES, _DIFFERENCES))


def differences() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """Listed differences between policies and rights, and what decides where no right does."""
    return read_toml(_DIFFERENCES)


def read_toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _file() -> dict[str, Any]:
    """Cached: every rule of the other files reads it."""
    return read_toml(_POLICIES)
