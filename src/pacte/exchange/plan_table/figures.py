"""Parses figures in words: « études-appui : 3 études / an | chantiers : 2 à 4 chantiers / département (2022) [?] »."""

from __future__ import annotations

import re
from decimal import Decimal

from pacte.exchange.figure_kind import guess_figure_kind
from pacte.exchange.plan_table.sheet_view import collapse_spaces
from pacte.kernel.french import fold_text
from pacte.plan.records import Figure, FigureKind

_MAX_LENGTH = 500
_NUMBER = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d{1,6})?|\d{1,15}(?:[.,]\d{1,6})?"
_QUANTITY = re.compile(
    rf"(?:(?P<low>{_NUMBER})\s*(?:à|a|-|–)\s*(?P<high>{_NUMBER})"
    r"|(?P<bound>au moins|au minimum|min\.?|au plus|au maximum|max\.?|jusqu['’]à|plus de|moins de)\s*"
    rf"(?P<edge>{_NUMBER})"
    rf"|(?P<value>{_NUMBER}))(?![\d.,]*\d)\s*",
    re.I,
)
_UNCOUNTED = re.compile(r"non chiffrée?s?\b\s*", re.I)
_UPPER_BOUNDS = ("au plus", "au maximum", "max", "jusqu", "moins")
_UNSURE = re.compile(r"\s*\[\s*\?\s*\]|\s*\?+(?=\s*\)?\s*$)")
UNNAMED_FIGURE = "valeur sans unité"
_PROPOSED = re.compile(r"\s*\[proposée?\]\s*$", re.I)
_REMARK = re.compile(r"\s*\(([^()]*)\)\s*$")
_DATED = re.compile(
    r"\b(?:19|20)\d\d\b|\bfin\b|\bd['’]ici\b|à partir de|tout au long|horizon|chaque|pendant|avant|après", re.I
)
_PER = re.compile(r"\s*(?:/\s*|\bpar\s+)(?P<per>[^/()]+)$", re.I)


def parse_figures(text: str) -> tuple[Figure, ...]:
    """Parses the figures of a cell, separated by « | » or by line breaks."""
    items = [collapse_spaces(item) for item in re.split(r"[|\n]", text)]
    return tuple(parse_figure(item) for item in items if item)


def parse_figure(item: str) -> Figure:
    """Parses one figure. Without a number, the text is kept and the figure is uncertain."""
    text = collapse_spaces(item)
    if len(text) > _MAX_LENGTH:
        return Figure(what=text, kind=FigureKind.UNKNOWN, certain=False, source_text=text)
    proposed = bool(_PROPOSED.search(text))
    body = _PROPOSED.sub("", text)
    certain = not _UNSURE.search(body)
    body = _UNSURE.sub("", body).strip()
    body, horizon, doubt = _remarks(body)
    what, separator, right = body.partition(" : ")
    quantified = right if separator else body
    numbers, unit_text = _quantity(quantified, anywhere=not separator or not _starts_with_quantity(quantified))
    unit, per = _unit(unit_text)
    if not separator:
        what = body if not _starts_with_quantity(body) or not unit[:1].isalpha() else unit
        what = what if unit or has_words(what) else UNNAMED_FIGURE
    if fold_text(doubt) == "unite inconnue":
        certain, unit, doubt = False, "", ""
    has_number = any(each is not None for each in numbers)
    return Figure(
        what=what.strip(),
        kind=guess_figure_kind(what, unit, per, doubtful=not certain or not has_number),
        value=numbers[0],
        minimum=numbers[1],
        maximum=numbers[2],
        unit=unit,
        per=per,
        horizon=horizon,
        certain=certain,
        source_text="" if separator and not doubt and _starts_with_quantity(right) else text,
        doubt=doubt,
        proposed=proposed,
    )


def has_words(text: str) -> bool:
    return bool(re.search(r"[^\W\d_]{2}", text))


def _remarks(body: str) -> tuple[str, str, str]:
    """Trailing brackets are the horizon when they contain a time expression, else a remark kept as a doubt."""
    horizon = doubt = ""
    while match := _REMARK.search(body):
        inside = match[1].strip()
        if _DATED.search(inside) and not horizon and "date d" not in fold_text(inside):
            horizon = inside
        else:
            doubt = inside if not doubt else f"{inside} ; {doubt}"
        body = body[: match.start()]
    return body.strip(), horizon, doubt


def _starts_with_quantity(text: str) -> bool:
    return bool(_QUANTITY.match(text) or _UNCOUNTED.match(text))


Numbers = tuple[Decimal | None, Decimal | None, Decimal | None]


def _quantity(text: str, *, anywhere: bool) -> tuple[Numbers, str]:
    """Returns (value, minimum, maximum) and the remaining text."""
    uncounted = _UNCOUNTED.match(text)
    if uncounted:
        return (None, None, None), text[uncounted.end() :]
    match = _QUANTITY.search(text) if anywhere else _QUANTITY.match(text)
    if not match:
        return (None, None, None), ""
    rest = text[match.end() :]
    if match["low"]:
        return (None, _decimal(match["low"]), _decimal(match["high"])), rest
    if match["bound"]:
        edge = _decimal(match["edge"])
        if anywhere and match["bound"].lower() in ("plus de", "moins de"):
            return (edge, None, None), rest
        below = match["bound"].lower().startswith(_UPPER_BOUNDS)
        return ((None, None, edge) if below else (None, edge, None)), rest
    return (_decimal(match["value"]), None, None), rest


def _decimal(text: str) -> Decimal:
    return Decimal(re.sub(r"[ \u00a0\u202f]", "", text).replace(",", "."))


def _unit(text: str) -> tuple[str, str]:
    """« stagiaires / an » → (« stagiaires », « an »)."""
    match = _PER.search(text)
    if match:
        return text[: match.start()].strip(" .;,"), match["per"].strip(" .;,")
    return text.strip(" .;,"), ""
