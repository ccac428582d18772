"""No csv of the site holds a cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from pacte.exchange.documents import csv_file
from pacte.exchange.documents.csv_file import csv_bytes, csv_text
from pacte.exchange.documents.formula_guard import unescape_formula
from pacte.web.pages.feeds import offer_files
from tests.web.access_file import cases, readers
from tests.web.access_world import World

pytestmark = pytest.mark.xdist_group("access-2")
RUN = ('=HYPERLINK("http://x")', " =1+1", "\u00a0@SUM(A1)", "＝1+1", "\n=1+1", "\t=1", "+cmd|'/C calc'!A0", "-1+1")
AS_THEY_ARE = ("+33612345678", "-1200.50", "125,49", "2019", "Soudeur")
_GUARD = "§"
# The page that gives its csv with « format=csv ».
_BY_FORMAT = {"advisers:acts_out"}


@pytest.mark.parametrize("text", RUN)
@pytest.mark.parametrize("codes", [(), (0,)], ids=["text", "code"])
def test_what_would_run_is_guarded_in_texts_and_in_codes(text: str, codes: tuple[int, ...]) -> None:
    (cell,) = next(csv.reader(io.StringIO(csv_text([[text]], codes=codes), newline=""), delimiter=";"))
    assert cell == f"'{text}"
    assert unescape_formula(cell) == text


@pytest.mark.parametrize("text", AS_THEY_ARE)
def test_telephones_and_amounts_come_back_as_they_were(text: str) -> None:
    assert csv_bytes([[text]]).decode("utf-8-sig") == f"{text}\r\n"


def test_an_identifier_keeps_its_zeros_and_dashes() -> None:
    assert csv_text([["0612", "1-1"]], codes=(0, 1)) == "0612;1-1\r\n"
    assert csv_text([["0612", "1-1"]]) == "'0612;'1-1\r\n"


def test_the_three_numbers_of_a_public_session_are_guarded() -> None:
    """LHÉO numbers are free text: « =HYPERLINK(…) » is a valid one."""
    hit: Any = SimpleNamespace(
        line=SimpleNamespace(
            triplet=SimpleNamespace(training=RUN[0], training_action=RUN[3], session="24_1"),
            site=None, is_rolling=False, places=SimpleNamespace(opened=1, left=1),
            session=SimpleNamespace(starts_on=None, ends_on=None),
        ),
        action=SimpleNamespace(site=None, hours_total=70),
        training=SimpleNamespace(title=RUN[1]), provider=SimpleNamespace(name=RUN[2]),
    )  # fmt: skip
    text = csv_text([offer_files._row(hit)], codes=offer_files._CODE_COLUMNS)
    cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert cells[:5] == [f"'{RUN[0]}", f"'{RUN[3]}", "24_1", f"'{RUN[1]}", f"'{RUN[2]}"]


def test_every_text_of_every_csv_that_the_site_serves_goes_through_the_guard(
    shared: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The guard is replaced by a visible mark. A text cell without the mark did not go through the guard."""
    monkeypatch.setattr(csv_file, "escape_formula", lambda text: _GUARD + text)
    monkeypatch.setattr(csv_file, "escape_code_formula", lambda text: _GUARD + text)
    served = {name: bare for name, text in _served(shared) if (bare := _unguarded(text)) is not None}
    assert len(served) >= 8, sorted(served)
    assert {name: cells for name, cells in served.items() if cells} == {}


def _unguarded(text: str) -> list[str] | None:
    """Text cells without the mark of the guard; None for a file without any text."""
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))
    cells = [cell for row in rows for cell in row if cell and any(sign.isalpha() for sign in cell)]
    return [cell for cell in cells if not cell.startswith(_GUARD)] if cells else None


def _address(name: str, parts: dict[str, str | int], query: Mapping[str, str]) -> str:
    return reverse(name, kwargs=parts) + (f"?{urlencode(query)}" if query else "")


def _served(shared: World) -> Iterator[tuple[str, str]]:
    """(address name, text) of every csv, asked by its first allowed reader: by extension, or by « format=csv »."""
    for case in cases():
        wanted = {**case.address, "extension": "csv"} if "extension" in case.address else case.address
        reader = next((each for each in readers() if "200" in (case.get[each], case.post[each])), "")
        if not reader:
            continue
        parts = {name: shared._thing(value, reader) for name, value in wanted.items()}
        address = _address(case.name, parts, {**case.query, "format": "csv"})
        if ".csv" not in address and case.name not in _BY_FORMAT:
            continue
        for method in ("get", "post"):
            answer = shared.ask(reader, method, address, case.data)
            if answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/csv"):
                yield case.name, (b"".join(answer) if answer.streaming else answer.content).decode()
