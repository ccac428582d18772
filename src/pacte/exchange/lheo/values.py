"""Checks single values: codes of the tables, bounds, lengths, shapes of external codes. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from lxml.etree import _Element

from pacte.exchange.lheo import shapes
from pacte.exchange.lheo.records import Found
from pacte.exchange.lheo.structure import Element, Kind, Structure

_BLANK = " \t\r\n"
_INTEGER = re.compile(r"[+-]?[0-9]+")
_INSTANTS = frozenset({"horodatage-creation", "horodatage-modification", "horodatage-export"})
_INSTANT = re.compile(
    r"-?[0-9]{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T(([01][0-9]|2[0-3])(:[0-5][0-9]){2}(\.[0-9]+)?"
    r"|24:00:00(\.0+)?)(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])?"
)
_SHAPE_CODES = {
    "SIRET": "siret",
    "code-FORMACODE": "formacode",
    "code-public-vise": "formacode",
    "code-modalite-pedagogique": "formacode",
    "reference-code-FORMACODE": "formacode",
    "code-NSF": "nsf",
    "code-ROME": "rome",
    "code-RNCP": "rncp",
    "reference-code-RNCP": "rncp",
    "code-RS": "rs",
    "reference-code-RS": "rs",
    "code-bloc": "block_code",
    "heure-debut": "hour",
    "heure-fin": "hour",
    "prix-horaire-TTC": "price",
    "prix-total-TTC": "price",
}


def value_findings(element: _Element, definition: Element, norm: Structure, text: str) -> Iterator[Found]:
    """Findings on the text of a leaf element."""
    if definition.kind is Kind.CODE:
        yield from _code(element, definition, norm, text.strip(_BLANK))
    elif definition.kind is Kind.INTEGER:
        yield from _integer(element, definition, text.strip(_BLANK))
    elif definition.kind is Kind.DATE:
        yield from _date(element, definition, text.strip(_BLANK))
    else:
        yield from _text(element, definition, text)


def attribute_findings(element: _Element, definition: Element, name: str, value: str) -> Iterator[Found]:
    if name in definition.needs:
        if not _compiled(shapes.VERSION).fullmatch(value):
            yield Found("formacode_version", element, value, {"name": definition.name})
    elif name in _INSTANTS:
        if not _INSTANT.fullmatch(value.strip(_BLANK)):
            yield Found("instant", element, value, {"name": name})
    elif name in shapes.ATTRIBUTES and not _compiled(shapes.ATTRIBUTES[name]).fullmatch(value):
        yield Found("date_attribute", element, value, {"name": name})


def _code(element: _Element, definition: Element, norm: Structure, text: str) -> Iterator[Found]:
    table = norm.tables[definition.table]
    words = {"name": definition.name, "allowed": " ; ".join(f"{code} {label}" for code, label in table.items())}
    if text not in table:
        yield Found("unknown_code", element, text, words)
    elif (definition.table, text) in shapes.OBSOLETE:
        yield Found("obsolete_code", element, text, words)


def _integer(element: _Element, definition: Element, text: str) -> Iterator[Found]:
    words = {"name": definition.name, "low": str(definition.low), "high": str(definition.high)}
    if not _INTEGER.fullmatch(text):
        yield Found("integer", element, text, words)
    elif len(text) > 18 or not definition.low <= int(text) <= definition.high:
        yield Found("bounds", element, text, words)


def _date(element: _Element, definition: Element, text: str) -> Iterator[Found]:
    if not _compiled(shapes.DATE).fullmatch(text):
        code = "date_unreal" if re.fullmatch("[0-9]{8}", text) else "date"
        yield Found(code, element, text, {"name": definition.name})


def _text(element: _Element, definition: Element, text: str) -> Iterator[Found]:
    name = definition.name
    words = {"name": name, "low": str(definition.low), "high": str(definition.high), "length": str(len(text))}
    if not text and definition.low:
        yield Found("empty", element, "", words)
        return
    if len(text) > definition.high:
        yield Found("too_long", element, text, words)
    elif len(text) < definition.low:
        yield Found("too_short", element, text, words)
    elif name in shapes.TEXTS_THAT_MUST_SAY and len(text) < 2:
        yield Found("says_nothing", element, text, words)
    shape = shapes.TEXTS.get(name)
    if shape and len(text) <= definition.high and not _compiled(shape).fullmatch(text):
        code = "unusual" if name in shapes.ADVISED else _SHAPE_CODES[name]
        yield Found(code, element, text, words)


@cache
def _compiled(shape: str) -> re.Pattern[str]:
    return re.compile(shape)
