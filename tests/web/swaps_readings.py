"""Swaps for the pages of reading: no shipped procedure is read, so whatever is asked is not there.

What a reader, a member or an intruder gets of a call that exists is in tests/web/test_reading_pages.py.
"""

from __future__ import annotations

from collections.abc import Iterator

Parts = dict[str, str | int]
_CODE: Parts = {"code": "our-plan"}
_MEETING: Parts = {**_CODE, "meeting": 1}
_ADDRESSES: dict[str, Parts] = {
    "list": _CODE, "rounds": _CODE,
    **{key: {**_CODE, "reading": 1} for key in ("reading", "declare", "score")},
    "assign": {**_CODE, "number": "our file", "grid": "lecture"},
    "take_off": {**_CODE, "number": "our file", "reader": 1},
    "open_round": {**_CODE, "procedure": "assistance_study"},
    **{key: {**_CODE, "call": 1} for key in ("extend_round", "let_in")},
    "convene": {**_CODE, "procedure": "assistance_study", "committee": "comite"},
    **dict.fromkeys(("meeting", "close"), _MEETING),
    **{key: {**_MEETING, "number": "our file"} for key in ("decide", "leave")},
}  # fmt: skip


def reading_swaps(absent_code: str, absent_number: int) -> Iterator[tuple[str, str, str | int, str | int, Parts]]:
    """Tuples (address name, part, hidden object, absent object, other parts)."""
    for name, parts in _ADDRESSES.items():
        for part, value in parts.items():
            others = {each: other for each, other in parts.items() if each != part}
            hidden = "our-project" if part == "code" else value
            absent = absent_number if isinstance(value, int) or part == "number" else absent_code
            yield f"readings:{name}", part, hidden, absent, others
