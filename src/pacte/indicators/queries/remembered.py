"""Disk cache of answers, next to the facts: a new process reads them instead of counting.

The file name is derived from everything the answer depends on: the facts, the territory, the question and its day, the
scope of the reader, and the source code of this room. A change of any of them gives another file name, so no entry is
ever stale. Only totals are cached: they are what a first page shows, and they are small.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from pacte import indicators as room
from pacte.indicators.records import Answer, Line, Question, Reach, Stamp, State, Value

FOLDER = "answers"
Counted = tuple[Stamp, dict[str, Answer]]
_MOST = 400


def remembered(
    base: Path, digest: str, edition: int, question: Question, reach: Reach, count: Callable[[], Counted], *,
    shown: str = "",
) -> Counted:  # fmt: skip
    """The cached entry, else the result of ``count``, which is then cached.

    A folder that cannot be written is not an error: everything is counted.
    """
    if question.by:
        return count()
    path = base / FOLDER / f"{digest[:16]}-{_name(digest, edition, question, reach, shown)}.json"
    try:
        return _read(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        found = count()
    _keep(path, found)
    return found


def forget_others(base: Path, digest: str) -> None:
    """Removes the entries of other versions of the facts: nobody asks for them any more."""
    for path in (base / FOLDER).glob("*.json"):
        if not path.name.startswith(f"{digest[:16]}-"):
            path.unlink(missing_ok=True)


def _name(digest: str, edition: int, question: Question, reach: Reach, shown: str) -> str:
    whose = (
        reach.everything, sorted(reach.hosts), sorted(reach.provider_bodies), sorted(reach.referrers),
        reach.sees_small, reach.sees_protected, reach.sees_subjects,
    )  # fmt: skip
    return hashlib.sha256(repr((_text(), digest, edition, question, whose, shown)).encode()).hexdigest()


@cache
def _text() -> str:
    """Digest of the source code of the room: definitions and suppression rules change with the program."""
    files = sorted(Path(room.__file__).parent.rglob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _keep(path: Path, found: Counted) -> None:
    fresh = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        fresh.write_text(json.dumps(_told(found), ensure_ascii=False), encoding="utf-8")
        fresh.replace(path)
        kept = sorted(path.parent.glob("*.json"), key=lambda each: each.stat().st_mtime_ns)
        for old in kept[:-_MOST]:
            old.unlink(missing_ok=True)
    except OSError:
        return


def _told(found: Counted) -> dict[str, Any]:
    stamp, answers = found
    return {
        "stamp": [stamp.rows, stamp.last_recorded_at, stamp.digest],
        "answers": [
            {
                "code": each.code, "refused": each.refused,
                "due_on": each.due_on.isoformat() if each.due_on else None, "value": _value_told(each.whole.value),
            }
            for each in answers.values()
        ],
    }  # fmt: skip


def _value_told(value: Value) -> dict[str, Any]:
    return {
        "state": value.state.value, "number": None if value.number is None else str(value.number),
        "counts": [value.numerator, value.denominator], "answers": [value.received, value.expected],
        "beside": [list(each) for each in value.beside],
    }  # fmt: skip


def _read(told: Mapping[str, Any]) -> Counted:
    rows, last, digest = told["stamp"]
    return Stamp(rows, last, digest), {each["code"]: _answer(each) for each in told["answers"]}


def _answer(told: Mapping[str, Any]) -> Answer:
    value = told["value"]
    numerator, denominator = value["counts"]
    received, expected = value["answers"]
    whole = Value(
        State(value["state"]), None if value["number"] is None else Fraction(value["number"]), numerator, denominator,
        received, expected, tuple((label, count) for label, count in value["beside"]),
    )  # fmt: skip
    due_on = date.fromisoformat(told["due_on"]) if told["due_on"] else None
    return Answer(told["code"], (Line((), whole),), due_on, told["refused"])
