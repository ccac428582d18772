"""Numbers used in addresses: no hidden character, no path, and every accepted number has a page."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from django.urls import resolve, reverse
from hypothesis import assume, given
from hypothesis import strategies as st

from pacte.offer.rules.identifiers import identifier_refusals

HIDDEN = ("\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\x07", "\u2028", "\ue000")
PATHS = ("../../x", "..", ".", "/x", "x/", "a//b", "a/../b", "a/./b", "..\\x", "a/ /b")


@pytest.mark.parametrize("sign", HIDDEN)
def test_a_hidden_sign_is_refused(sign: str) -> None:
    assert [code for code, _ in identifier_refusals(f"BC-{sign}2020", "Le numéro")] == ["number_sign"]


@pytest.mark.parametrize("text", PATHS)
def test_what_reads_as_a_path_is_refused(text: str) -> None:
    assert "number_path" in [code for code, _ in identifier_refusals(text, "Le numéro")]


@pytest.mark.parametrize("text", ["2020-0412", "BC 2020/412", "N° 12 (été)", "A.1", "50 %", "a?b#c&d", "..12", "=1+1"])
def test_a_usual_number_passes(text: str) -> None:
    assert identifier_refusals(text, "Le numéro") == []


@given(st.text(min_size=1, max_size=60).map(str.strip).filter(bool))
def test_every_number_that_passes_leads_to_its_page(text: str) -> None:
    assume(not identifier_refusals(text, "Le numéro"))
    for page, name in (("sessions:order", "number"), ("sessions:lot", "code")):
        path = reverse(page, args=[text])
        assert not {".", ".."} & set(path.split("/"))
        # The server decodes an address once before it looks for its page.
        assert resolve(unquote(path)).kwargs == {name: text}
