"""Cells of a transcription that have several shapes: one text or a list, ranges of lines, notes. Pure."""

from __future__ import annotations

from pacte.exchange.plan_tree.branch import Branch
from pacte.plan.records import Doubt

_ON_FLAGS = "Flags: "


def one_or_many(branch: Branch, key: str) -> tuple[str, ...]:
    """Returns the texts of a list, or a single text."""
    if isinstance(branch.raw(key), str):
        text = branch.text(key)
        return (text,) if text else ()
    return branch.texts(key)


def join_paragraphs(branch: Branch, key: str) -> str:
    """Returns a cell of several paragraphs, one per line."""
    return "\n".join(one_or_many(branch, key))


def doubts_from_notes(branch: Branch, *keys: str) -> tuple[Doubt, ...]:
    """Returns the transcriber's notes, in the words of the file, which does not give the field of each."""
    return tuple(Doubt("", text) for key in keys for text in one_or_many(branch, key))


def row_notes(branch: Branch) -> tuple[Doubt, ...]:
    """Notes on the schedule have a prefix; the note of the schedule itself is added when it is not among them."""
    doubts = [
        Doubt("schedule" if text.startswith(_ON_FLAGS) else "", text.removeprefix(_ON_FLAGS))
        for text in one_or_many(branch, "uncertain")
    ]
    own = Doubt("schedule", branch.branch("schedule").text("note"))
    return tuple(doubts if not own.reason or own in doubts else [*doubts, own])


def line_ranges(branch: Branch, *keys: str) -> str:
    """Returns « 451-489 ; 774-774 » from one pair of lines or a list of pairs."""
    pairs: list[str] = []
    for key in keys:
        value = branch.sequence(key)
        for pair in [value] if value and all(isinstance(item, int) for item in value) else value:
            if isinstance(pair, list) and len(pair) == 2 and all(_is_line(item) for item in pair):
                pairs.append(f"{pair[0]}-{pair[1]}")
            else:
                message = "on attend des paires de lignes."
                branch.add_defect(key, "wrong_type", message, "Écrivez par exemple [6, 86].")
    return " ; ".join(pairs)


def _is_line(item: object) -> bool:
    return isinstance(item, int) and not isinstance(item, bool) and 0 <= item < 10**7
