"""Concurrency limits: a maximum in total and one per caller, across processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pacte.infra.concurrency_limit import ConcurrencyLimiter


def _turns(folder: Path, **more: int | float) -> ConcurrencyLimiter:
    return ConcurrencyLimiter(folder, max_concurrent=2, max_waiting=1, max_wait_seconds=1.0)


def _no_pause(seconds: float) -> None:
    return None


def _never(seconds: float) -> None:
    raise AssertionError("it waits")


class Clock:
    """A clock that moves half a second at each call."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        self.seconds += 0.5
        return self.seconds


def test_two_at_once_and_the_third_is_told_to_come_back(tmp_path: Path) -> None:
    first, second = (_turns(tmp_path).acquire(name) for name in "ab")
    assert first is not None
    assert second is not None
    assert _turns(tmp_path).acquire("c", sleep=_no_pause, clock=Clock()) is None
    first.release()
    first.release()
    third = _turns(tmp_path).acquire("c")
    assert third is not None
    assert _turns(tmp_path).acquire("d", sleep=_no_pause, clock=Clock()) is None


def test_one_a_caller(tmp_path: Path) -> None:
    first = _turns(tmp_path).acquire("a")
    assert first is not None
    assert _turns(tmp_path).acquire("a", sleep=_no_pause, clock=Clock()) is None
    assert _turns(tmp_path).acquire("b") is not None


def test_who_waits_gets_the_turn_that_comes_free(tmp_path: Path) -> None:
    first = _turns(tmp_path).acquire("a")
    assert first is not None
    assert _turns(tmp_path).acquire("a", sleep=lambda seconds: first.release(), clock=Clock()) is not None


def test_few_wait_and_the_others_are_told_at_once(tmp_path: Path) -> None:
    held = _turns(tmp_path).acquire("a")
    assert held is not None
    told: list[object] = []

    def pause(seconds: float) -> None:
        told.append(_turns(tmp_path).acquire("a", sleep=_never, clock=Clock()))

    _turns(tmp_path).acquire("a", sleep=pause, clock=Clock())
    assert told == [None]


def test_another_process_waits_too_and_a_dead_one_holds_nothing(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from pacte.infra.concurrency_limit import ConcurrencyLimiter;"
        "limiter = ConcurrencyLimiter(Path(sys.argv[1]), max_concurrent=1); lease = limiter.acquire('a');"
        "print(lease is not None, flush=True); input()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": "src"},
    )
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"True\n"
        mine = ConcurrencyLimiter(tmp_path, max_concurrent=1, max_wait_seconds=1.0)
        assert mine.acquire("b", sleep=_no_pause, clock=Clock()) is None
        other.kill()
        other.wait()
        assert mine.acquire("b") is not None
