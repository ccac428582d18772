"""A file is read to its end before anything of it enters."""

from __future__ import annotations

import gzip
import io

import pytest

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.lheo.wellformedness import check_wellformed
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
