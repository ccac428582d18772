"""Disk cache of answers, next to the facts: a new process reads them instead of counting.

The key holds everything the answer depends on: the facts, the territory, the question and its day, the whole scope of
the reader, and the source code of this room. Only small answers are cached, whose labels are in that code or in the
territory: the totals, and the usual splits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from pacte import indicators as room
from pacte.indicators.facts.dimensions import TIME_SPLITS, ZONE
from pacte.indicators.records import (
    AnswerRow,
    CountScope,
    FactsStamp,
    IndicatorAnswer,
    IndicatorQuestion,
    Value,
    ValueState,
)
from pacte.infra.versioned_cache import MISSING, CacheFolder, CacheKey, DiskStore, VersionedCache

CACHE_FOLDER = "answers"
StampedAnswers = tuple[FactsStamp, dict[str, IndicatorAnswer]]
_MAX_FILES = 1000
_STORED_SPLITS = frozenset({ZONE, *TIME_SPLITS, "level", "sex", "age", "public", "fund", "objective", "end"})


@dataclass(frozen=True, slots=True)
class AnswerFiles:
    """The answers of one reader on one state of the facts, in ``base``.

    ``edition``: that of the territory, 0 without zones. ``shown``: the publication that says what is suppressed, "" for
    who sees every count.
    """

    base: Path
    digest: str
    edition: int
    scope: CountScope
    shown: str = ""

    def find(self, question: IndicatorQuestion) -> Any:
        """The cached entry, or ``MISSING``."""
        return self._cache.find(self._key(question)) if _is_stored(question) else MISSING

    def get(self, question: IndicatorQuestion, count: Callable[[], StampedAnswers]) -> StampedAnswers:
        """The cached entry, else the result of ``count``, which is then cached.

        A folder that cannot be written is not an error: everything is counted.
        """
        if not _is_stored(question):
            return count()
        answers: StampedAnswers = self._cache.get(self._key(question), count)
        return answers

    @property
    def _cache(self) -> VersionedCache:
        store = DiskStore(_files(self.base), _entry_to_json, _entry_from_json, prefix=_prefix(self.digest))
        return VersionedCache("indicators.answer_files", store=store)

    def _key(self, question: IndicatorQuestion) -> CacheKey:
        return CacheKey((_source_digest(), self.digest, self.edition, self.shown), self.scope, question)


def _is_stored(question: IndicatorQuestion) -> bool:
    """True for a question whose answer is small, without labels of other rooms."""
    return _STORED_SPLITS.issuperset(question.by)


def evict_stale_answers(base: Path, digest: str) -> None:
    """Removes the entries of other versions of the facts: nobody asks for them any more."""
    _files(base).delete_others(_prefix(digest))


def _files(base: Path) -> CacheFolder:
    return CacheFolder(base / CACHE_FOLDER, suffix=".json", maxsize=_MAX_FILES)


def _prefix(digest: str) -> str:
    return f"{digest[:16]}-"


@cache
def _source_digest() -> str:
    """Digest of the source code of the room: definitions and suppression rules change with the program."""
    files = sorted(Path(room.__file__).parent.rglob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def _entry_to_json(entry: StampedAnswers) -> dict[str, Any]:
    stamp, answers = entry
    return {
        "stamp": [stamp.rows, stamp.last_recorded_at, stamp.digest],
        "answers": [
            {
                "code": each.code, "refused": each.refusal,
                "due_on": each.due_on.isoformat() if each.due_on else None,
                "rows": [[row.keys, _value_to_json(row.value)] for row in each.rows],
            }
            for each in answers.values()
        ],
    }  # fmt: skip


def _value_to_json(value: Value) -> dict[str, Any]:
    return {
        "state": value.state.value, "number": None if value.number is None else str(value.number),
        "counts": [value.numerator, value.denominator], "answers": [value.received, value.expected],
        "beside": [list(each) for each in value.side_counts],
    }  # fmt: skip


def _entry_from_json(data: Mapping[str, Any]) -> StampedAnswers:
    rows, last, digest = data["stamp"]
    return FactsStamp(rows, last, digest), {each["code"]: _answer_from_json(each) for each in data["answers"]}


def _answer_from_json(data: Mapping[str, Any]) -> IndicatorAnswer:
    rows = tuple(AnswerRow(tuple(map(tuple, keys)), _value_from_json(value)) for keys, value in data["rows"])
    due_on = date.fromisoformat(data["due_on"]) if data["due_on"] else None
    return IndicatorAnswer(data["code"], rows, due_on, data["refused"])


def _value_from_json(value: Mapping[str, Any]) -> Value:
    numerator, denominator = value["counts"]
    received, expected = value["answers"]
    return Value(
        ValueState(value["state"]),
        None if value["number"] is None else Fraction(value["number"]),
        numerator,
        denominator,
        received,
        expected,
        tuple((label, count) for label, count in value["beside"]),
    )
