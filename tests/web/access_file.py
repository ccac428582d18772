"""Reads access.toml: who gets what, case by case. A reader named twice or not at all is a mistake of the file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pacte.infra.instance import PROJECT_ROOT

FILE = PROJECT_ROOT / "access.toml"
LOGIN = "login"
_TABLES = {"groups", "outcomes", "defaults", "asks_again"}
_KEYS = {"case", "address", "query", "data", "get", "post"}


@dataclass(frozen=True)
class Case:
    """One address about one thing. ``get`` and ``post`` give the outcome of each reader: « 200 », « login »."""

    name: str
    case: str
    address: Mapping[str, str | int]
    query: Mapping[str, str]
    data: Mapping[str, str]
    get: Mapping[str, str]
    post: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.name} ({self.case})"


@cache
def readers() -> tuple[str, ...]:
    return tuple(_file()["groups"]["everyone"].split())


@cache
def cases() -> tuple[Case, ...]:
    return tuple(_case(name, each) for name, listed in _file().items() if name not in _TABLES for each in listed)


@cache
def sensitive() -> frozenset[str]:
    """Names of the addresses that ask again who one is."""
    return frozenset(name for listed in _file()["asks_again"].values() for name in listed)


@cache
def _file() -> dict[str, Any]:
    """Read once: it is asked for by every line of itself."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def _case(name: str, given: Mapping[str, Any]) -> Case:
    unknown = set(given) - _KEYS
    assert not unknown, f"{name}: access.toml has no « {', '.join(unknown)} »"
    both = {method: given.get(method, _file()["defaults"].get(method)) for method in ("get", "post")}
    return Case(
        name=name,
        case=given["case"],
        address=given.get("address", {}),
        query=given.get("query", {}),
        data=given.get("data", {}),
        **{method: _outcomes(f"{name}, {given['case']}, {method}", said) for method, said in both.items()},
    )


def _outcomes(place: str, said: str | Mapping[str, str] | None) -> dict[str, str]:
    """Outcome by reader."""
    assert said is not None, f"{place}: nothing is said"
    listed = _file()["outcomes"][said] if isinstance(said, str) else said
    found: dict[str, str] = {}
    rest = ""
    for outcome, words in listed.items():
        for word in words.split():
            if word == "others":
                assert not rest, f"{place}: « others » twice"
                rest = outcome
                continue
            for reader in _file()["groups"].get(word, word).split():
                assert reader in readers(), f"{place}: nobody is called « {reader} »"
                assert reader not in found, f"{place}: « {reader} » is named twice"
                found[reader] = outcome
    missing = [reader for reader in readers() if reader not in found]
    assert not missing or rest, f"{place}: nothing is said of {', '.join(missing)}"
    assert missing or not rest, f"{place}: « others » are nobody"
    return found | dict.fromkeys(missing, rest)
