"""A file that was checked waits for its owner: a day at most, in a bounded room, and nobody else finds it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from pacte.kernel.set_aside import A_DAY, MOST_OF_ONE, Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "checked", most_bytes=100)


def grow_old(shelf: Shelf, seconds: float) -> None:
    for path in shelf.folder.glob("*/*"):
        os.utime(path, (time.time() - seconds,) * 2)


def test_its_owner_takes_it_again_until_it_is_written(shelf: Shelf) -> None:
    token = shelf.put(owner="a", name="mes\nplaces.xlsx", data=b"x\ny")
    found = shelf.take(owner="a", token=token)
    assert found is not None
    assert (found.name, found.data) == ("mes places.xlsx", b"x\ny")
    shelf.drop(owner="a", token=token)
    assert shelf.take(owner="a", token=token) is None


@pytest.mark.parametrize("token", ["", "x", "../secret-key", "/etc/passwd", "x" * 32, "x" * 31 + "/"])
def test_what_was_never_given_is_not_found(shelf: Shelf, token: str) -> None:
    shelf.put(owner="a", name="f", data=b"x")
    assert shelf.take(owner="a", token=token) is None
    shelf.drop(owner="a", token=token)


def test_another_owner_neither_takes_nor_drops_it(shelf: Shelf) -> None:
    token = shelf.put(owner="a", name="f", data=b"x")
    assert shelf.take(owner="b", token=token) is None
    shelf.drop(owner="b", token=token)
    assert shelf.take(owner="a", token=token) is not None


def test_after_a_day_it_is_gone_and_erased(shelf: Shelf) -> None:
    token = shelf.put(owner="a", name="f", data=b"x")
    grow_old(shelf, A_DAY - 60)
    assert shelf.take(owner="a", token=token) is not None
    grow_old(shelf, A_DAY + 60)
    assert shelf.take(owner="a", token=token) is None
    assert shelf.sweep() == 1
    assert not list(shelf.folder.glob("*/*"))


def test_without_room_nothing_is_kept_and_the_rest_stays(shelf: Shelf) -> None:
    token = shelf.put(owner="a", name="f", data=b"x" * 90)
    assert shelf.put(owner="b", name="f", data=b"x" * 20) == ""
    assert shelf.take(owner="a", token=token) is not None


def test_the_oldest_of_one_owner_gives_way(shelf: Shelf) -> None:
    tokens = []
    for rank in range(MOST_OF_ONE + 1):
        grow_old(shelf, 100 - rank)
        tokens.append(shelf.put(owner="a", name="f", data=bytes([rank])))
    assert len(list(shelf.folder.glob("*/*"))) == MOST_OF_ONE
    assert shelf.take(owner="a", token=tokens[-1]) is not None


def test_only_the_program_reads_it(shelf: Shelf) -> None:
    shelf.put(owner="a", name="f", data=b"x")
    (path,) = shelf.folder.glob("*/*")
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
