"""A cached result is for one version, one scope and one question; keys that could hide a difference are refused."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pacte
from pacte.infra.versioned_cache import (
    EVERYBODY,
    MISSING,
    CacheFolder,
    CacheKey,
    DiskStore,
    MemoryStore,
    VersionedCache,
)


@dataclass(frozen=True)
class Reader:
    bodies: frozenset[str] = frozenset()
    sees_small: bool = False


@dataclass(frozen=True)
class BlindReader:
    bodies: frozenset[str]
    actor: str = field(compare=False, default="somebody")


def on_disk(folder: Path, maxsize: int = 10) -> VersionedCache:
    files = CacheFolder(folder / "kept", suffix=".json", maxsize=maxsize)
    return VersionedCache("tests", store=DiskStore(files, lambda result: {"it": result}, lambda data: data["it"]))


@pytest.fixture(params=["memory", "disk"])
def cache(request: pytest.FixtureRequest, tmp_path: Path) -> VersionedCache:
    return VersionedCache("tests", maxsize=10) if request.param == "memory" else on_disk(tmp_path)


def never() -> str:
    raise AssertionError("it is kept")


def test_what_is_kept_is_not_computed_again_even_when_it_is_nothing(cache: VersionedCache) -> None:
    key = CacheKey(datetime(2021, 1, 1, tzinfo=UTC), Reader(frozenset({"a", "b"})), ("funnel", None, date(2021, 1, 1)))
    assert cache.find(key) is MISSING
    assert cache.get(key, lambda: None) is None
    assert cache.get(key, never) is None
    cache.clear()
    assert cache.get(key, lambda: "again") == "again"


@pytest.mark.parametrize(
    "other",
    [
        CacheKey(2, Reader(frozenset({"a"})), "q"),
        CacheKey(1, Reader(frozenset({"a"}), sees_small=True), "q"),
        CacheKey(1, Reader(frozenset({"b"})), "q"),
        CacheKey(1, Reader(), "q"),
        CacheKey(1, EVERYBODY, "q"),
        CacheKey(1, (Reader(frozenset({"a"})), "q"), ()),
        CacheKey(1, Reader(frozenset({"a"})), "r"),
        CacheKey("1", Reader(frozenset({"a"})), "q"),
    ],
)
def test_another_version_scope_or_question_is_a_miss(cache: VersionedCache, other: CacheKey) -> None:
    cache.store(CacheKey(1, Reader(frozenset({"a"})), "q"), "of the first")
    assert cache.get(other, lambda: "of the other") == "of the other"
    assert cache.get(CacheKey(1, Reader(frozenset({"a"})), "q"), never) == "of the first"


Parts = st.recursive(
    st.one_of(st.text(max_size=3), st.integers(-2, 2), st.booleans(), st.none(), st.sampled_from("|,(){}:'")),
    lambda part: st.tuples(part, part) | st.frozensets(st.text(max_size=2), max_size=3) | st.lists(part).map(tuple),
    max_leaves=6,
)


@given(Parts, Parts)
def test_two_keys_have_one_text_only_when_they_are_equal(one: Any, two: Any) -> None:
    texts = [CacheKey(0, part, 0).text() for part in (one, two)]
    assert (texts[0] == texts[1]) == (repr(_typed(one)) == repr(_typed(two)))
    assert CacheKey(one, two, 0).text() != CacheKey((one, two), 0, 0).text()


def _typed(part: Any) -> Any:
    if isinstance(part, tuple):
        return [_typed(each) for each in part]
    return (type(part), sorted(part)) if isinstance(part, frozenset) else part


@pytest.mark.parametrize(
    "part", [BlindReader(frozenset({"a"})), object(), never, {"a": 1}, (1, (BlindReader(frozenset()),))]
)
def test_a_part_that_could_hide_a_difference_is_refused(cache: VersionedCache, part: object) -> None:
    with pytest.raises(TypeError):
        cache.get(CacheKey(1, part, "q"), never)


def test_no_dataclass_of_the_product_hides_a_field_from_comparison() -> None:
    source = Path(pacte.__file__).parent
    assert [path for path in source.rglob("*.py") if "compare=False" in path.read_text(encoding="utf-8")] == []


def test_the_least_recently_used_goes_first_and_no_more_than_asked_are_kept() -> None:
    store = MemoryStore(3)
    cache = VersionedCache("tests", store=store)
    for question in range(3):
        cache.store(CacheKey(1, EVERYBODY, question), question)
    assert cache.get(CacheKey(1, EVERYBODY, 0), never) == 0
    for question in range(3, 5):
        cache.store(CacheKey(1, EVERYBODY, question), question)
    assert [cache.find(CacheKey(1, EVERYBODY, question)) for question in range(5)] == [0, MISSING, MISSING, 3, 4]
    assert len(store._entries) == 3


def test_files_are_bounded_and_those_of_other_versions_are_deleted(tmp_path: Path) -> None:
    cache = on_disk(tmp_path, maxsize=4)
    for question in range(9):
        cache.store(CacheKey(1, EVERYBODY, question), question)
    folder = tmp_path / "kept"
    assert len(list(folder.iterdir())) == 4
    (folder / "new-1.json").write_text("{}")
    CacheFolder(folder, suffix=".json", maxsize=4).delete_others("new-")
    assert [path.name for path in folder.iterdir()] == ["new-1.json"]


def damaged(text: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(text)


@pytest.mark.parametrize(
    "hurt",
    [
        damaged(b""), damaged(b"{"), damaged(b"{}"), damaged(b"[]"), damaged(b"null"), damaged(b"\xff\xfe"),
        damaged(b'["another key", {"it": "of somebody else"}]'), damaged(b"[" * 100_000),
        lambda path: (path.unlink(), path.mkdir()),
    ],
)  # fmt: skip
def test_a_damaged_file_is_a_miss(tmp_path: Path, hurt: Callable[[Path], object]) -> None:
    cache, key = on_disk(tmp_path), CacheKey(1, Reader(), "q")
    cache.store(key, "first")
    (path,) = (tmp_path / "kept").iterdir()
    hurt(path)
    assert cache.get(key, lambda: "computed") == "computed"


def test_a_file_with_its_key_and_a_shape_of_another_program_is_a_miss(tmp_path: Path) -> None:
    cache, key = on_disk(tmp_path), CacheKey(1, Reader(), "q")
    cache.store(key, "first")
    (path,) = (tmp_path / "kept").iterdir()
    path.write_text(path.read_text().replace('"it"', '"its old name"'))
    assert cache.get(key, lambda: "computed") == "computed"
    assert cache.get(key, never) == "computed"


def test_a_folder_that_cannot_be_written_keeps_nothing_and_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("no folder")
    cache, key = on_disk(tmp_path), CacheKey(1, Reader(), "q")
    assert [cache.get(key, lambda: "computed") for _ in range(2)] == ["computed", "computed"]


def test_another_process_finds_the_same_file_whatever_its_order_of_sets(tmp_path: Path) -> None:
    key = "CacheKey(1, (frozenset({'abc', 'def', 'ghi', 'jkl'}),), 'q')"
    program = f"from pacte.infra.versioned_cache import CacheKey; print({key}.text())"
    texts = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(texts) == 1


def test_threads_get_their_own_answers_and_the_bound_holds(cache: VersionedCache) -> None:
    wrong: list[object] = []

    def ask(reader: int) -> None:
        for turn in range(60):
            key = CacheKey(turn % 3, Reader(frozenset({str(reader)})), "q")
            result = cache.get(key, lambda turn=turn: [turn % 3, reader])
            wrong.extend([result] if result != [turn % 3, reader] else [])

    threads = [threading.Thread(target=ask, args=(reader,)) for reader in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    if isinstance(cache._store, MemoryStore):
        assert len(cache._store._entries) == 10
