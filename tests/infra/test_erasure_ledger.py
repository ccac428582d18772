"""The ledger of erasures: append-only, readable after any crash, complete only when its signature says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from pacte.infra.erasure_ledger import (
    ErasureLedger,
    ErasureRecord,
    append_erasures,
    erasure_mark,
    read_erasure_ledger,
    write_erasure_ledger,
)

HERE, KEY = "0123456789abcdef" * 2, b"the key of the installation"
AT = datetime(2026, 11, 28, 3, tzinfo=UTC)


def erased(rank: int) -> ErasureRecord:
    return ErasureRecord(AT + timedelta(minutes=rank), HERE, erasure_mark(HERE, rank))


def test_a_mark_depends_on_the_person_and_on_the_installation() -> None:
    key = uuid4()
    assert erasure_mark(HERE, key) == erasure_mark(HERE, str(key))
    assert len({erasure_mark(HERE, key), erasure_mark(HERE[::-1], key), erasure_mark(HERE, uuid4())}) == 3


@given(st.lists(st.lists(st.integers(0, 9), max_size=4), max_size=4), st.integers(0, 100))
def test_what_was_acknowledged_stays_whatever_a_crash_cut(
    tmp_path_factory: object, rounds: list[list[int]], cut: int
) -> None:
    path = tmp_path_factory.mktemp("ledger") / "erasures"  # type: ignore[attr-defined]
    told: set[int] = set()
    for ranks in rounds:
        assert append_erasures(path, map(erased, ranks)) == len(set(ranks) - told)
        told |= set(ranks)
        assert read_erasure_ledger(path).marks() == {erased(rank).mark for rank in told}
        # A crash in the middle of the next line.
        with path.open("ab") as file:
            file.write(str(erased(99)).encode()[:cut])
    assert erased(99).mark not in read_erasure_ledger(path).marks()
    assert not told or path.stat().st_mode & 0o077 == 0


def test_a_ledger_is_complete_until_the_moment_that_a_known_key_signed(tmp_path: Path) -> None:
    ledger = ErasureLedger((erased(0), erased(1))).with_checkpoint(AT + timedelta(hours=1), KEY)
    path = tmp_path / "copy"
    write_erasure_ledger(path, ledger)
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_erasure_ledger(path).complete_until([b"another", KEY]) == AT + timedelta(hours=1)
    assert read_erasure_ledger(path).complete_until([b"another"]) is None
    lines = path.read_text().splitlines(keepends=True)
    for missing in range(2):
        path.write_text("".join(line for rank, line in enumerate(lines) if rank != missing))
        assert read_erasure_ledger(path).complete_until([KEY]) is None


def test_two_copies_together_hold_what_each_holds() -> None:
    both = ErasureLedger((erased(0),)).merge(ErasureLedger((erased(1), erased(0))))
    assert both.erasures == (erased(0), erased(1))


def test_no_file_is_an_empty_ledger(tmp_path: Path) -> None:
    assert read_erasure_ledger(tmp_path / "none") == ErasureLedger()
