"""Parses an axis cell: « Axe 1 : title … description … 125,49 M€ sur 4 ans (50 % de l'enveloppe) »."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from pacte.exchange.plan_table.sheet_view import collapse_spaces
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import fold_text
from pacte.kernel.money import parse_cents

_KINDS = r"axe|pilier|volet|orientation|défi|defi|chantier|priorité|priorite|thème|theme|ambition"
_NAMED = re.compile(
    rf"^(?P<label>(?:{_KINDS})\s+(?:(?:stratégique|strategique|prioritaire)\s+)?(?:n°\s*)?(?P<code>\d{{1,2}}|[A-Z]|[IVX]{{1,5}}))"
    r"(?:\s*[:.–—)]\s*|\s+-\s*|\s*$|\s+)(?P<title>.*)$",
    re.I,
)
_WORDED = re.compile(rf"^(?P<label>(?:{_KINDS})\s+[^:–—]{{2,40}}?)\s*(?::|–|—|\s-)\s*(?P<title>.+)$", re.I)
_NUMBERED = re.compile(r"^(?P<code>\d{1,2}|[A-Z]|[IVX]{1,5})(?:\s*[.:)–—]\s*|\s+-\s+)(?P<title>.+)$")
_BARE = re.compile(r"^(?P<code>\d{1,2}|[A-Z]|[IVX]{1,5}|T)$")
# Digits are grouped by three or not at all: « 2022 50 M€ » is 50 M€ of the year 2022, never 202 250 M€.
_DIGITS = r"\d{1,3}(?:[\s.\u00a0\u202f]\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?"
_AMOUNT = re.compile(
    rf"(?<![\d.,])-?(?:{_DIGITS})[\s\u00a0\u202f]*(?:[mk]\s?€|[mk]?eur\b|€|millions? d['’]euros|milliers d['’]euros)",
    re.I,
)
_LONGEST_AMOUNT, _LONGEST_TITLE = 200, 1_000
_SHARE = re.compile(r"(\d{1,3}(?:[.,]\d+)?)\s?%")
_ROMAN = {
    "I": "1",
    "II": "2",
    "III": "3",
    "IV": "4",
    "V": "5",
    "VI": "6",
    "VII": "7",
    "VIII": "8",
    "IX": "9",
    "X": "10",
}


@dataclass(frozen=True, slots=True)
class AxisCell:
    """``code`` is "" when the cell gives none (« Axe transversal »). ``refusal``: why the amount is invalid."""

    code: str = ""
    label: str = ""
    title: str = ""
    description: str = ""
    amount_cents: int | None = None
    amount_as_printed: str = ""
    share: Decimal | None = None
    refusal: ValidationError | None = None

    @property
    def key(self) -> str:
        """Identifies an axis: its code, else its words."""
        return self.code or fold_text(self.label or self.title)


def parse_axis_cell(text: str) -> AxisCell:
    """Parses a whole axis cell, or just « Axe 2 » or « 2 »."""
    paragraphs = [collapse_spaces(part) for part in text.split("\n") if part.strip()]
    if not paragraphs:
        return AxisCell()
    code, label, title = split_axis_heading(paragraphs[0])
    rest, printed = [], ""
    for part in paragraphs[1:]:
        if not printed and len(part) <= _LONGEST_AMOUNT and _AMOUNT.search(part):
            printed = part
        else:
            rest.append(part)
    if not printed and len(paragraphs) == 1 and len(title) <= _LONGEST_TITLE and (match := _AMOUNT.search(title)):
        title, printed = title[: match.start()].rstrip(" (:–-"), title[match.start() :].rstrip(")")
    cents, refusal = _cents(printed)
    share = _SHARE.search(printed)
    return AxisCell(
        code,
        label,
        title,
        "\n".join(rest),
        cents,
        printed,
        Decimal(share[1].replace(",", ".")) if share else None,
        refusal,
    )


def split_axis_heading(line: str) -> tuple[str, str, str]:
    """Returns (code, label, title) of « Axe 1 : Proposer… », « Axe transversal – … », « 2. Former », « Axe II ».

    The code is "" when the label has a word instead of a number or a letter.
    """
    named = _NAMED.match(line)
    if named:
        return _code(named["code"].upper()), named["label"], named["title"].strip()
    worded = _WORDED.match(line)
    if worded:
        return "", worded["label"], worded["title"].strip()
    numbered = _NUMBERED.match(line)
    if numbered:
        return _code(numbered["code"]), f"Axe {numbered['code']}", numbered["title"].strip()
    bare = _BARE.match(line)
    if bare:
        return _code(bare["code"]), f"Axe {bare['code']}", ""
    return "", "", line


def is_axis_heading(text: str) -> bool:
    """Whether a line alone is an axis heading."""
    first = collapse_spaces(text.strip().split("\n")[0])
    return bool(_NAMED.match(first) or _WORDED.match(first))


def _code(word: str) -> str:
    if word.isdigit():
        return str(int(word))
    if word.upper() == word and word in _ROMAN:
        return _ROMAN[word]
    return word.upper() if len(word) == 1 and word.isalpha() else ""


def _cents(printed: str) -> tuple[int | None, ValidationError | None]:
    match = _AMOUNT.search(printed)
    if not match:
        return None, None
    amount = re.sub(r"([mk])\s€", r"\1€", match[0], flags=re.I)
    try:
        return parse_cents(amount.replace("EUR", "eur")), None
    except ValidationError as refusal:
        return None, refusal
