"""Checked files wait for their owner: one day at most, within a size limit, hidden from others."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from pacte.infra.temporary_uploads import MAX_AGE_SECONDS, MAX_FILES_PER_OWNER, TemporaryUploadStore


@pytest.fixture
def shelf(tmp_path: Path) -> TemporaryUploadStore:
    return TemporaryUploadStore(tmp_path / "checked", max_bytes=100)


def grow_old(shelf: TemporaryUploadStore, seconds: float) -> None:
    for path in shelf.folder.glob("*/*"):
        os.utime(path, (time.time() - seconds,) * 2)


def test_its_owner_takes_it_again_until_it_is_written(shelf: TemporaryUploadStore) -> None:
    token = shelf.save(owner="a", name="mes\nplaces.xlsx", data=b"x\ny")
    found = shelf.get(owner="a", token=token)
    assert found is not None
    assert (found.name, found.data) == ("mes places.xlsx", b"x\ny")
    shelf.delete(owner="a", token=token)
    assert shelf.get(owner="a", token=token) is None


@pytest.mark.parametrize("token", ["", "x", "../secret-key", "/etc/passwd", "x" * 32, "x" * 31 + "/"])
def test_what_was_never_given_is_not_found(shelf: TemporaryUploadStore, token: str) -> None:
    shelf.save(owner="a", name="f", data=b"x")
    assert shelf.get(owner="a", token=token) is None
    shelf.delete(owner="a", token=token)


def test_another_owner_neither_takes_nor_drops_it(shelf: TemporaryUploadStore) -> None:
    token = shelf.save(owner="a", name="f", data=b"x")
    assert shelf.get(owner="b", token=token) is None
    shelf.delete(owner="b", token=token)
    assert shelf.get(owner="a", token=token) is not None


def test_after_a_day_it_is_gone_and_erased(shelf: TemporaryUploadStore) -> None:
    token = shelf.save(owner="a", name="f", data=b"x")
    grow_old(shelf, MAX_AGE_SECONDS - 60)
    assert shelf.get(owner="a", token=token) is not None
    grow_old(shelf, MAX_AGE_SECONDS + 60)
    assert shelf.get(owner="a", token=token) is None
    assert shelf.delete_expired() == 1
    assert not list(shelf.folder.glob("*/*"))


def test_without_room_nothing_is_kept_and_the_rest_stays(shelf: TemporaryUploadStore) -> None:
    token = shelf.save(owner="a", name="f", data=b"x" * 90)
    assert shelf.save(owner="b", name="f", data=b"x" * 20) == ""
    assert shelf.get(owner="a", token=token) is not None


def test_the_oldest_of_one_owner_gives_way(shelf: TemporaryUploadStore) -> None:
    tokens = []
    for rank in range(MAX_FILES_PER_OWNER + 1):
        grow_old(shelf, 100 - rank)
        tokens.append(shelf.save(owner="a", name="f", data=bytes([rank])))
    assert len(list(shelf.folder.glob("*/*"))) == MAX_FILES_PER_OWNER
    assert shelf.get(owner="a", token=tokens[-1]) is not None


def test_only_the_program_reads_it(shelf: TemporaryUploadStore) -> None:
    shelf.save(owner="a", name="f", data=b"x")
    (path,) = shelf.folder.glob("*/*")
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
