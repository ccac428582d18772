"""A file is read to its end before anything of it enters."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.lheo.checker import CatalogueChecker
from pacte.exchange.lheo.stream import BrokenXml, CatalogueStream
from pacte.exchange.lheo.structure import structure
from pacte.exchange.lheo.wellformedness import check_wellformed
from pacte.exchange.lheo.xml_source import xml_blocks
from tests.exchange.lheo.documents import catalogue


@pytest.mark.parametrize("ending", ["", "\n\n  ", "<!-- fin -->\n", "<!-- une --> <!-- deux -->"])
def test_a_whole_file_is_sound(ending: str) -> None:
    check_wellformed(io.BytesIO((catalogue(2) + ending).encode()))


@pytest.mark.parametrize("cut", [-3, -9, -200, 5_000, 400])
def test_a_cut_file_is_not(cut: int) -> None:
    with pytest.raises(UnreadableFile) as caught:
        check_wellformed(io.BytesIO(catalogue(2).encode()[:cut]))
    assert "avant sa fin" in caught.value.message


@pytest.mark.parametrize("data", [b"", b"<html/>", b"%PDF", b"<lheo/>", b"<!DOCTYPE lheo><lheo/>"])
def test_another_file_gets_its_sentence_either_way(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        check_wellformed(io.BytesIO(data))


def test_an_archive_is_read_through_and_refused_when_it_is_cut() -> None:
    data = gzip.compress(catalogue(5).encode())
    check_wellformed(io.BytesIO(data))
    with pytest.raises(UnreadableFile):
        check_wellformed(io.BytesIO(data[:600]))


@given(
    place=st.floats(0, 1),
    text=st.sampled_from(
        ["", "<x:y/>", "&bad;", "&amp;", "]]>", "<!--", "<!-- -->", "<![CDATA[", "<![CDATA[x]]>", "<", ">", "\x01", "é",
         "</session>", "<formation>", "</formation>", ' a="1" a="1"', ' x:b="1"', "&#0;", "<a:b:c/>", "<?xml?>"]
    ),
    cut=st.integers(0, 3),
)  # fmt: skip
def test_it_refuses_what_the_import_would_not_read_to_its_end(place: float, text: str, cut: int) -> None:
    whole = catalogue(2)
    start = whole.index(">") + 1 + int(place * (len(whole) - whole.index(">") - 1))
    data = (whole[:start] + text + whole[start + cut :]).encode()
    assert _refuses(lambda: check_wellformed(io.BytesIO(data))) == _refuses(lambda: _read_like_import(data))


def _read_like_import(data: bytes) -> None:
    list(CatalogueChecker(io.BytesIO(data)))
    for _ in CatalogueStream(xml_blocks(io.BytesIO(data)), structure("2.3").namespace):
        pass


def _refuses(read: Callable[[], object]) -> bool:
    try:
        read()
    except (UnreadableFile, BrokenXml):
        return True
    return False


@pytest.mark.parametrize("with_numbers", [False, True])
def test_the_numbers_are_those_of_all_trainings(with_numbers: bool) -> None:
    scan = check_wellformed(io.BytesIO(catalogue(3).encode()), with_numbers=with_numbers)
    numbers = {each.element.get("numero") for each in CatalogueChecker(io.BytesIO(catalogue(3).encode()))}
    assert scan.numbers == (numbers if with_numbers else set())
    assert scan.trainings == 3
