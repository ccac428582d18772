"""Reads tests/web/access: the outcome of each reader, case by case. ``policies.toml`` explains the syntax."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.web.access_policies import OUTSIDE, group_files, named_readers, policies, read_toml, readers, standing

__all__ = ["LOGIN", "METHODS", "Case", "addresses", "cases", "readers", "sensitive"]

LOGIN = "login"
METHODS = ("get", "post")
_ANSWERS = {"get": "200", "post": "422"}
_COMMON = {"get", "post", "seen_by", "get_answer", "post_answer", "whose", "act", "reads", "writes"}
_OF_ADDRESS = _COMMON | {"login", "asks_again", "cases"}
_OF_CASE = _COMMON | {"case", "address", "query", "data"}

Policy = str | Mapping[str, str]


@dataclass(frozen=True)
class Case:
    """One address for one object. ``get`` and ``post`` give the outcome of each reader: « 200 », « login »…

    By method of the page: ``allowed`` lists the readers who may use it; ``rights`` gives the right of the code that
    decides, if the file names one.
    """

    name: str
    group: str
    case: str
    address: Mapping[str, str | int]
    query: Mapping[str, str]
    data: Mapping[str, str]
    get: Mapping[str, str]
    post: Mapping[str, str]
    whose: str
    allowed: Mapping[str, frozenset[str]]
    rights: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.name} ({self.case})"


@cache
def cases() -> tuple[Case, ...]:
    return tuple(
        _case(group, name, {key: value for key, value in given.items() if key != "cases"} | each)
        for group, listed in addresses().items()
        for name, given in listed.items()
        for each in given["cases"]
    )


@cache
def addresses() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """Rules of each address, by group of pages."""
    return {path.stem: dict(_addresses(path)) for path in group_files()}


@cache
def sensitive() -> frozenset[str]:
    """Names of the addresses that ask for a new proof of identity."""
    return frozenset(
        name for listed in addresses().values() for name, given in listed.items() if given.get("asks_again")
    )


def _addresses(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, given in read_toml(path).items():
        assert given.get("cases"), f"{name}: no case"
        for said, known in ((given, _OF_ADDRESS), *((each, _OF_CASE) for each in given["cases"])):
            assert not set(said) - known, f"{name}: the files of access have no « {', '.join(set(said) - known)} »"
        yield name, given


def _case(group: str, name: str, rule: Mapping[str, Any]) -> Case:
    assert "get" in rule or "post" in rule, f"{name}: nothing is said"
    return Case(
        name=name,
        group=group,
        case=rule["case"],
        address=rule.get("address", {}),
        query=rule.get("query", {}),
        data=rule.get("data", {}),
        whose=rule.get("whose", "ours"),
        allowed={method: _allowed(method, rule) for method in METHODS if method in rule},
        rights=_rights(rule),
        **{method: _outcomes(method, rule) for method in METHODS},
    )


def _rights(rule: Mapping[str, Any]) -> dict[str, str]:
    """Right of the code that decides, by method of the page."""
    found = {method: rule.get(key, rule.get("act")) for method, key in (("get", "reads"), ("post", "writes"))}
    return {method: right for method, right in found.items() if right and method in rule}


def _outcomes(method: str, rule: Mapping[str, Any]) -> dict[str, str]:
    """Outcome by reader, in the order of the readers."""
    outside = OUTSIDE if rule.get("login", True) else frozenset()
    inside = _inside(method, rule)
    return {reader: LOGIN if reader in outside else inside[reader] for reader in readers()}


def _inside(method: str, rule: Mapping[str, Any]) -> dict[str, str]:
    """Outcome of each reader after the login page."""
    said = rule.get(method)
    if said is None:
        return dict.fromkeys(readers(), "405")
    if isinstance(said, Mapping) and "only" not in said:
        return _spelled_out(said)
    allowed = _allowed(method, rule)
    seen = standing(_named(rule.get("seen_by", rule.get("get", "nobody"))), rule.get("whose", "ours"))
    answer = str(rule.get(f"{method}_answer", _ANSWERS[method]))
    return {each: answer if each in allowed else "403" if each in seen else "404" for each in readers()}


def _allowed(method: str, rule: Mapping[str, Any]) -> frozenset[str]:
    return standing(_named(rule[method]), rule.get("whose", "ours"))


def _spelled_out(said: Mapping[str, str]) -> dict[str, str]:
    """Outcome by reader, from a mapping of outcomes to readers. « others » means all the remaining readers."""
    rest = next(answer for answer, words in said.items() if words == "others")
    named = {reader: answer for answer, words in said.items() if words != "others" for reader in named_readers(words)}
    return dict.fromkeys(readers(), rest) | named


def _named(said: Policy) -> frozenset[str]:
    if isinstance(said, str):
        assert said in policies(), f"no policy is called « {said} »"
        return policies()[said]
    if "only" in said:
        return named_readers(said["only"])
    return frozenset(reader for reader, answer in _spelled_out(said).items() if answer < "400")
