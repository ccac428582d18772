"""Searches that found no session with all that they asked: by term, never by what was typed. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SearchTermKind(StrEnum):
    """``OCCUPATION``: a code of the ROME. ``WORD``: one of the vocabulary. ``UNKNOWN``: words of neither, not kept."""

    OCCUPATION = "occupation"
    WORD = "word"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SearchTerm:
    kind: SearchTermKind
    term: str = ""


@dataclass(frozen=True, slots=True)
class UnmetSearchCount:
    """``department_code`` is "" for searches without a place."""

    kind: SearchTermKind
    term: str
    department_code: str
    searches: int
