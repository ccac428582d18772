"""Reads the marks in the schedule columns, and the certainty of their placement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pacte.kernel.french import fold_text
from pacte.plan.records import Flag, Placement, Schedule

_MARK = re.compile(r"(?:x|✓|✔|✗|●|•|■|oui|vrai)(?![a-zà-ÿ])\s*(?P<public>\([^()]*\))?|\?", re.I)
_ONLY_MARKS = re.compile(rf"(?:(?:{_MARK.pattern.replace('(?P<public>', '(?:')})[\s|,;/]*)+", re.I)
_TIGHT_MARKS = re.compile(r"[x?]{2,}", re.I)
_LONGEST = 200
_NO_MARK = {"", "non", "faux", "-", "–", "0", "sans objet"}
_PLACEMENTS = {
    "certaine": Placement.CERTAIN,
    "supposee": Placement.ASSUMED,
    "inconnue": Placement.UNKNOWN,
    "aucune": Placement.NONE,
    "aucune date": Placement.NONE,
}


@dataclass(frozen=True, slots=True)
class MarkedCell:
    """Content of one schedule cell, and the periods it covers (several if merged)."""

    text: str
    periods: tuple[str, ...]
    remark: str = ""
    is_yellow: bool = False


def split_marks(text: str) -> list[str]:
    """« X (TH) » → one mark; « X XX » → three; « lancement » is unchanged; « non » is none."""
    flat = " ".join(text.split())
    if fold_text(flat) in _NO_MARK:
        return []
    if len(flat) > _LONGEST:
        return [flat]
    spread = _TIGHT_MARKS.sub(lambda match: " ".join(match[0]), flat)
    if not _ONLY_MARKS.fullmatch(spread):
        return [flat]
    return [_normalise_mark(match) for match in _MARK.finditer(spread)]


def _normalise_mark(match: re.Match[str]) -> str:
    if match[0] == "?":
        return "?"
    return f"X {match['public']}" if match["public"] else "X"


def join_marks(marks: Sequence[str]) -> str:
    """« X X X »; marks of several words are separated by a bar."""
    return (" | " if any(" " in mark for mark in marks) else " ").join(marks)


def schedule_from_marks(cells: Sequence[MarkedCell], as_printed: str = "", placement: str = "") -> Schedule:
    """A mark in its own column is placed; if a merged cell has fewer marks than columns, they are only counted."""
    flags: list[Flag] = []
    marks: list[str] = []
    unplaced = 0
    for cell in cells:
        cell_marks = split_marks(cell.text)
        marks.extend(cell_marks)
        if len(cell_marks) == len(cell.periods):
            flags.extend(Flag(period, mark) for period, mark in zip(cell.periods, cell_marks, strict=True))
        else:
            unplaced += len(cell_marks)
    known = _PLACEMENTS.get(fold_text(placement))
    if known is Placement.UNKNOWN and not unplaced:
        unplaced = max(0, len(split_marks(as_printed)) - len(flags))
    where = known or _placement(cells, flags, unplaced)
    return Schedule(
        placement=where,
        flags=tuple(flags),
        as_printed=as_printed or join_marks(marks),
        flag_count=unplaced,
    )


def _placement(cells: Sequence[MarkedCell], flags: Sequence[Flag], unplaced: int) -> Placement:
    if unplaced:
        return Placement.UNKNOWN
    if not flags:
        return Placement.NONE
    doubted = any(cell.is_yellow or "suppos" in fold_text(cell.remark) for cell in cells)
    return Placement.ASSUMED if doubted else Placement.CERTAIN
