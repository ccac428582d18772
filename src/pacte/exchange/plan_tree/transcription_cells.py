"""Cells of a transcription that take several shapes: one text or a list of them, ranges of lines, notes. Pure."""

from __future__ import annotations

from pacte.exchange.plan_tree.branch import Branch
from pacte.plan.records import Doubt

_ON_FLAGS = "Flags: "


def one_or_many(branch: Branch, key: str) -> tuple[str, ...]:
    """The texts of a list, or a single text."""
    if isinstance(branch.raw(key), str):
        text = branch.text(key)
        return (text,) if text else ()
    return branch.texts(key)


def joined(branch: Branch, key: str) -> str:
    """A cell of several paragraphs, one a line."""
    return "\n".join(one_or_many(branch, key))


def notes(branch: Branch, *keys: str) -> tuple[Doubt, ...]:
    """Notes of the transcriber, kept in the words of the file; it does not say which field each is about."""
    return tuple(Doubt("", text) for key in keys for text in one_or_many(branch, key))


def row_notes(branch: Branch) -> tuple[Doubt, ...]:
    """Those on the flags say that they are; the note of the schedule is one more when they do not repeat it."""
    doubts = [
        Doubt("schedule" if text.startswith(_ON_FLAGS) else "", text.removeprefix(_ON_FLAGS))
        for text in one_or_many(branch, "uncertain")
    ]
    own = Doubt("schedule", branch.branch("schedule").text("note"))
    return tuple(doubts if not own.reason or own in doubts else [*doubts, own])


def ranges(branch: Branch, *keys: str) -> str:
    """« 451-489 ; 774-774 » from one pair of lines or a list of pairs."""
    pairs: list[str] = []
    for key in keys:
        value = branch.sequence(key)
        for pair in [value] if value and all(isinstance(item, int) for item in value) else value:
            if isinstance(pair, list) and len(pair) == 2 and all(_is_line(item) for item in pair):
                pairs.append(f"{pair[0]}-{pair[1]}")
            else:
                message = "on attend des paires de lignes."
                branch.wrong(key, "wrong_type", message, "Écrivez par exemple [6, 86].")
    return " ; ".join(pairs)


def _is_line(item: object) -> bool:
    return isinstance(item, int) and not isinstance(item, bool) and 0 <= item < 10**7
