"""Text comparison: equality up to typography, and word differences."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from enum import StrEnum

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ´`", "'"))
_BEFORE_MARK = re.compile(r"\s+(?=[,;:!?.…%€»)\]])")
_AFTER_MARK = re.compile(r"(?<=[«(\[])\s+")
_TRAILING = " .,;:…"
_TOKEN = re.compile(r"\w+['’ʼ]?\s*|[^\w\s]\s*|\s+")
# Above this size, comparing words would take seconds on a hostile text: it is replaced as a whole.
_MOST_TOKENS = 2_000


class Op(StrEnum):
    EQUAL = "equal"
    REMOVED = "removed"
    ADDED = "added"


def normal(text: str) -> str:
    """Return the text without irrelevant differences: spaces, apostrophe shapes, final punctuation.

    A question mark stays: « 3 000 ? » is not « 3 000 ».
    """
    flat = unicodedata.normalize("NFC", text).translate(_APOSTROPHES)
    spaced = _AFTER_MARK.sub("", _BEFORE_MARK.sub("", " ".join(flat.split())))
    return spaced.rstrip(_TRAILING)


def same(before: str, after: str) -> bool:
    return before == after or normal(before) == normal(after)


def word_changes(before: str, after: str) -> list[tuple[Op, str]]:
    """Return runs of words in reading order. Equal and added runs joined give exactly ``after``."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if max(len(old), len(new)) > _MOST_TOKENS:
        return _runs([(Op.REMOVED, before), (Op.ADDED, after)] if before != after else [(Op.EQUAL, after)])
    matcher = SequenceMatcher(None, [_plain(token) for token in old], [_plain(token) for token in new], autojunk=False)
    runs: list[tuple[Op, str]] = []
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            runs.append((Op.EQUAL, "".join(new[new_from:new_to])))
        else:
            runs.append((Op.REMOVED, "".join(old[old_from:old_to])))
            runs.append((Op.ADDED, "".join(new[new_from:new_to])))
    return _runs(runs)


def _plain(token: str) -> str:
    return unicodedata.normalize("NFC", token).translate(_APOSTROPHES).strip()


def _runs(runs: list[tuple[Op, str]]) -> list[tuple[Op, str]]:
    return [(op, text) for op, text in runs if text]
