"""No value in an address causes a server error, and no page echoes it unescaped.

Each run tries a sample drawn by ``--randomly-seed``. ``--hostile=20`` tries twenty samples, ``--hostile=all``
everything (hours).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

import pytest
from django.db import Error as DatabaseError
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse

from tests.web.access_file import Case, cases, readers
from tests.web.access_world import World
from tests.web.hostile import PARTS, RAW, VALUES, listening, shown_raw

pytestmark = pytest.mark.xdist_group("access-1")
# Sample sizes of one run.
_PAGES = 60
_ADDRESSES = 350
_PATHS = 150
# Readers whose pages are made otherwise.
_SOME = ("anonymous", "pilot", "adviser", "provider")


@pytest.fixture(scope="module")
def stage(shared: World) -> Iterator[World]:
    """The world, whose errors are answers of the server."""
    with pytest.MonkeyPatch.context() as patch:
        for client in shared.clients.values():
            patch.setattr(client, "raise_request_exception", False)
        yield shared


@dataclass(frozen=True, slots=True)
class Slice:
    """Random samples. ``slices`` None: everything."""

    chance: random.Random
    slices: int | None

    def of(self, everything: list[Any], most: int) -> list[Any]:
        if self.slices is None:
            return everything
        return self.chance.sample(everything, min(most * self.slices, len(everything)))


@pytest.fixture
def drawn(request: pytest.FixtureRequest) -> Slice:
    asked = request.config.getoption("hostile")
    chance = random.Random(request.config.getoption("randomly_seed", 0))
    return Slice(chance, None if asked == "all" else int(asked))


def test_the_parameters_that_a_page_reads_are_heard(stage: World) -> None:
    searching = [(case, reader) for case in cases() if case.name == "search:home" for reader in _who(case)[:1]]
    [(_, _, names)] = _heard(stage, searching)
    assert {"q", "lieu", "km", "p"} <= set(names)


def test_no_value_of_a_parameter_breaks_a_page(stage: World, drawn: Slice) -> None:
    pages = drawn.of([(case, reader) for case in cases() for reader in _who(case)], _PAGES)
    asked = [(reader, address, name, value) for reader, address, names in _heard(stage, pages) for name in names
             for value in (*map(quote, VALUES), *RAW)]  # fmt: skip
    broken = []
    for reader, address, name, value in drawn.of(asked, _ADDRESSES):
        joint = "&" if "?" in address else "?"
        broken += _fault(stage, reader, f"{address}{joint}{quote(name)}={value}")
        if drawn.chance.random() < 0.1:
            broken += _fault(
                stage, reader, f"{address}{joint}{quote(name)}={value}&{quote(name)}={value}&{quote(name)}"
            )
    assert broken == []


def test_no_part_of_an_address_breaks_a_page(stage: World, drawn: Slice) -> None:
    asked = [(reader, case, part, value) for case in cases() for part in case.address for value in PARTS
             for reader in _who(case)]  # fmt: skip
    broken = []
    for reader, case, part, value in drawn.of(asked, _PATHS):
        # A placeholder that every converter accepts fills the part, then the value replaces it.
        parts = {name: stage._thing(known, reader) for name, known in case.address.items()}
        try:
            address = reverse(case.name, kwargs=parts)
        except NoReverseMatch:
            continue
        broken += _fault(stage, reader, address.replace(quote(str(parts[part])), quote(value, safe=""), 1))
    assert broken == []


@pytest.mark.parametrize(
    "address",
    [
        "/formations/?km=²", "/formations/?p=²", "/formations/?niveau=²", "/chiffres/?periode=²",
        "/mes-personnes/?silence=²", "/formations/%00/", "/formations/?lieu=%00", "/territoires/?q=%00",
        "/sessions/%00/a/b/", "/chiffres/tableau-de-bord/?au=0001-01-01", "/chiffres/tableau-de-bord/?au=9999-12-31",
        "/plan/our-plan/annee/2147483648/telecharger/xlsx", "/plan/our-plan/annee/0/telecharger/pdf",
    ],
)  # fmt: skip
def test_what_broke_a_page_once_does_not_any_more(stage: World, full: bool, address: str) -> None:
    faults = {reader: _fault(stage, reader, address) for reader in (readers() if full else _SOME)}
    assert {reader: found for reader, found in faults.items() if found} == {}


def test_a_null_sign_is_a_damaged_request_and_in_a_path_no_address(stage: World) -> None:
    assert stage.ask("anonymous", "get", "/territoires/?q=%00").status_code == 400
    there = stage.ask("anonymous", "get", "/formations/%00/")
    assert there.status_code == 404
    assert there.content == stage.ask("anonymous", "get", "/formations/rien-de-tel/ni-ici/").content
    typed = {"email": "a\x00@b.fr", "password": "x"}
    assert stage.ask("anonymous", "post", "/connexion/", typed).status_code == 400


def _heard(stage: World, pages: list[tuple[Case, str]]) -> list[tuple[str, str, tuple[str, ...]]]:
    """(reader, address, parameters that the page reads).

    Asked twice: with its parameters, a page may read more of them.
    """
    found = []
    for case, reader in pages:
        address = stage.url(case, reader)
        with listening() as names:
            _whole(stage.ask(reader, "get", address))
            joint = "&" if "?" in address else "?"
            more = address + joint + "&".join(f"{quote(name)}=1" for name in sorted(names))
            _whole(stage.ask(reader, "get", more))
        found.append((reader, address, tuple(sorted(names))))
    return found


def _who(case: Case) -> list[str]:
    """First reader of each kind of answer: some may read, one may not."""
    by_answer: dict[str, str] = {}
    for reader, answer in case.get.items():
        by_answer.setdefault(answer, reader)
    return list(by_answer.values())


def _whole(answer: HttpResponseBase) -> bytes:
    """Reads the answer to its end: a file that is half read keeps its turn."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]


def _fault(stage: World, reader: str, address: str) -> list[str]:
    """Empty list, or one line with the reader, the address and the fault."""
    try:
        answer = stage.ask(reader, "get", address)
    except DatabaseError as error:
        return [f"{reader} {address[:200]}: {error}"]
    body = _whole(answer)
    if answer.status_code >= 500:
        return [f"{reader} {address[:200]}: {answer.status_code}"]
    kind = answer.headers.get("Content-Type", "")
    if kind.startswith("text/html") and shown_raw(body.decode("utf-8", "replace")):
        return [f"{reader} {unquote(address)[:200]}: the value comes back as it was written"]
    return []
