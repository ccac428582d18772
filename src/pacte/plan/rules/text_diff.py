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
_MAX_TOKENS = 2_000


class WordChange(StrEnum):
    EQUAL = "equal"
    REMOVED = "removed"
    ADDED = "added"


def normalise_typography(text: str) -> str:
    """Return the text without irrelevant differences: spaces, apostrophe shapes, final punctuation.

    A question mark stays: « 3 000 ? » is not « 3 000 ».
    """
    flat = unicodedata.normalize("NFC", text).translate(_APOSTROPHES)
    spaced = _AFTER_MARK.sub("", _BEFORE_MARK.sub("", " ".join(flat.split())))
    return spaced.rstrip(_TRAILING)


def is_same_text(before: str, after: str) -> bool:
    return before == after or normalise_typography(before) == normalise_typography(after)


def word_changes(before: str, after: str) -> list[tuple[WordChange, str]]:
    """Return runs of words in reading order. Equal and added runs joined give exactly ``after``."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if max(len(old), len(new)) > _MAX_TOKENS:
        return _non_empty_runs(
            [(WordChange.REMOVED, before), (WordChange.ADDED, after)]
            if before != after
            else [(WordChange.EQUAL, after)]
        )
    matcher = SequenceMatcher(None, [_plain(token) for token in old], [_plain(token) for token in new], autojunk=False)
    runs: list[tuple[WordChange, str]] = []
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            runs.append((WordChange.EQUAL, "".join(new[new_from:new_to])))
        else:
            runs.append((WordChange.REMOVED, "".join(old[old_from:old_to])))
            runs.append((WordChange.ADDED, "".join(new[new_from:new_to])))
    return _non_empty_runs(runs)


def _plain(token: str) -> str:
    return unicodedata.normalize("NFC", token).translate(_APOSTROPHES).strip()


def _non_empty_runs(runs: list[tuple[WordChange, str]]) -> list[tuple[WordChange, str]]:
    return [(op, text) for op, text in runs if text]
