"""Swaps for the pages of reading: each identifier with one that does not exist, or that is another Region's."""

from __future__ import annotations

from collections.abc import Iterator

Parts = dict[str, str | int]
_CODE: Parts = {"code": "our-plan"}
_MEETING: Parts = {**_CODE, "meeting": "our panel"}
_CALL = "call_for_initiatives"
_ADDRESSES: dict[str, Parts] = {
    "list": _CODE, "rounds": _CODE,
    **{key: {**_CODE, "reading": "our reading"} for key in ("reading", "declare", "score")},
    "assign": {**_CODE, "number": "file of our call", "grid": "reading"},
    "take_off": {**_CODE, "number": "file of our call", "reader": "our reading"},
    "open_round": {**_CODE, "procedure": _CALL},
    **{key: {**_CODE, "call": "our call"} for key in ("extend_round", "let_in")},
    "answer": {**_CODE, "question": "our question"},
    "draw": {**_CODE, "call": "our call"},
    **{key: {**_CODE, "call": "our drawn call"} for key in ("audit", "audit_file")},
    "find": {**_CODE, "call": "our drawn call", "number": "case drawn for control"},
    "convene": {**_CODE, "procedure": _CALL, "committee": "panel"},
    **dict.fromkeys(("meeting", "close", "ranking"), _MEETING),
    **{key: {**_MEETING, "number": "case before our panel"} for key in ("decide", "leave")},
}  # fmt: skip
_NUMBERS = ("reading", "reader", "call", "question", "meeting", "number")


def reading_swaps(absent_code: str, absent_number: int) -> Iterator[tuple[str, str, str | int, str | int, Parts]]:
    """Tuples (address name, part, hidden object, absent object, other parts)."""
    for name, parts in _ADDRESSES.items():
        for part, value in parts.items():
            others = {each: other for each, other in parts.items() if each != part}
            hidden = "our-project" if part == "code" else value
            yield f"readings:{name}", part, hidden, absent_number if part in _NUMBERS else absent_code, others
