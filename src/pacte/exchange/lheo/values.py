"""Checks single values: codes of the tables, bounds, lengths, shapes of external codes. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from lxml.etree import _Element

from pacte.exchange.lheo import shapes
from pacte.exchange.lheo.records import CatalogueFinding
from pacte.exchange.lheo.structure import Element, ElementKind, Structure

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


def value_findings(element: _Element, definition: Element, norm: Structure, text: str) -> Iterator[CatalogueFinding]:
    """Findings on the text of a leaf element."""
    if definition.kind is ElementKind.CODE:
        yield from _code(element, definition, norm, text.strip(_BLANK))
    elif definition.kind is ElementKind.INTEGER:
        yield from _integer(element, definition, text.strip(_BLANK))
    elif definition.kind is ElementKind.DATE:
        yield from _date(element, definition, text.strip(_BLANK))
    else:
        yield from _text(element, definition, text)


def attribute_findings(element: _Element, definition: Element, name: str, value: str) -> Iterator[CatalogueFinding]:
    if name in definition.needs:
        if not _compiled(shapes.VERSION).fullmatch(value):
            yield CatalogueFinding("formacode_version", element, value, {"name": definition.name})
    elif name in _INSTANTS:
        if not _INSTANT.fullmatch(value.strip(_BLANK)):
            yield CatalogueFinding("instant", element, value, {"name": name})
    elif name in shapes.ATTRIBUTES and not _compiled(shapes.ATTRIBUTES[name]).fullmatch(value):
        yield CatalogueFinding("date_attribute", element, value, {"name": name})


def _code(element: _Element, definition: Element, norm: Structure, text: str) -> Iterator[CatalogueFinding]:
    table = norm.tables[definition.table]
    words = {"name": definition.name, "allowed": " ; ".join(f"{code} {label}" for code, label in table.items())}
    if text not in table:
        yield CatalogueFinding("unknown_code", element, text, words)
    elif (definition.table, text) in shapes.OBSOLETE:
        yield CatalogueFinding("obsolete_code", element, text, words)


def _integer(element: _Element, definition: Element, text: str) -> Iterator[CatalogueFinding]:
    words = {"name": definition.name, "low": str(definition.low), "high": str(definition.high)}
    if not _INTEGER.fullmatch(text):
        yield CatalogueFinding("integer", element, text, words)
    elif len(text) > 18 or not definition.low <= int(text) <= definition.high:
        yield CatalogueFinding("bounds", element, text, words)


def _date(element: _Element, definition: Element, text: str) -> Iterator[CatalogueFinding]:
    if not _compiled(shapes.DATE).fullmatch(text):
        code = "date_unreal" if re.fullmatch("[0-9]{8}", text) else "date"
        yield CatalogueFinding(code, element, text, {"name": definition.name})


def _text(element: _Element, definition: Element, text: str) -> Iterator[CatalogueFinding]:
    name = definition.name
    words = {"name": name, "low": str(definition.low), "high": str(definition.high), "length": str(len(text))}
    if not text and definition.low:
        yield CatalogueFinding("empty", element, "", words)
        return
    if len(text) > definition.high:
        yield CatalogueFinding("too_long", element, text, words)
    elif len(text) < definition.low:
        yield CatalogueFinding("too_short", element, text, words)
    elif name in shapes.MEANINGFUL_TEXTS and len(text) < 2:
        yield CatalogueFinding("says_nothing", element, text, words)
    shape = shapes.TEXT_SHAPES.get(name)
    if shape and len(text) <= definition.high and not _compiled(shape).fullmatch(text):
        code = "unusual" if name in shapes.ADVISED_SHAPES else _SHAPE_CODES[name]
        yield CatalogueFinding(code, element, text, words)


@cache
def _compiled(shape: str) -> re.Pattern[str]:
    return re.compile(shape)
