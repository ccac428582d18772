"""Parses codes printed before a label: « 2,3-2 Capter… » gives 2-3.2, whatever separator was typed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pacte.exchange.plan_table.sheet_view import collapse_spaces

_WORD = (
    r"(?:objectifs?|obj|os|oo|op|sous-objectif)\.?\s*"
    r"(?:stratégiques?|strategiques?|opérationnels?|operationnels?)?\s*(?:n°\s*)?"
)
_CODE = re.compile(
    rf"^\s*(?:{_WORD})?(?P<code>(?:\d{{1,2}}|[A-Z])(?:\s?[-–.,]\s?\d{{1,2}}){{1,3}})(?:\s*(?:à|a|-|–)\s*(?P<last>\d{{1,2}})(?=\s))?"
    r"(?:\s*[.:)–-]\s*|\s+|$)(?P<label>.*)$",
    re.I | re.S,
)
_SINGLE = re.compile(
    rf"^\s*(?:{_WORD}(?P<worded>\d{{1,2}})\s*[.:)–-]?|(?P<bare>\d{{1,2}})\s*[.:)–-])\s*(?P<label>.*)$", re.I | re.S
)
_STEP = re.compile(r"\d+|^[A-Z](?=[-.])")
_WHOLE = re.compile(r"\s*(?:\d{1,2}|[A-Za-z])(?:\s?[-–.,]\s?\d{1,2}){1,3}\s*")
_QUANTITY = re.compile(r"^(?:[mk]?€|%|etp\b|millions?\b|milliers?\b)", re.I)


@dataclass(frozen=True, slots=True)
class CodedLabel:
    """``code`` is « 1-1 », « 1-1.2 » or « A-1 », "" when none is printed; ``printed`` is the code as printed.

    ``is_span``: the code covers several objectives (« 3,1-1 à 3 »); ``code`` is then the first one. ``has_own_cell``:
    the code has its own cell, and is complete whatever its shape.
    """

    code: str
    label: str
    printed: str = ""
    is_span: bool = False
    has_own_cell: bool = False

    @property
    def depth(self) -> int:
        return len(_STEP.findall(self.code))

    @property
    def axis(self) -> str:
        return self.code.partition("-")[0] if self.depth > 1 else ""


def split_code(text: str) -> CodedLabel:
    """Splits a cell into code and label."""
    flat = collapse_spaces(text)
    match = _CODE.match(flat)
    if match and not _QUANTITY.match(match["label"]) and (match["last"] is None or match["label"].strip()):
        printed = match["code"] if match["last"] is None else flat[match.start("code") : match.end("last")]
        return CodedLabel(
            normalise_code(match["code"]), match["label"].strip(), printed.strip(), match["last"] is not None
        )
    single = _SINGLE.match(flat)
    if single and single["label"].strip():
        number = single["worded"] or single["bare"]
        return CodedLabel(str(int(number)), single["label"].strip(), number)
    return CodedLabel("", flat)


def normalise_code(printed: str) -> str:
    """« 2,3-2 » → « 2-3.2 »; « 3.2.1 » → « 3-2.1 »; other shapes are unchanged."""
    if not _WHOLE.fullmatch(printed):
        return printed.strip()
    steps = [str(int(step)) if step.isdecimal() else step.upper() for step in re.findall(r"\d+|[A-Za-z]", printed)]
    return f"{steps[0]}-{'.'.join(steps[1:])}"
