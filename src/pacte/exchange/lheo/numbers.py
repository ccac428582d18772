"""Normalises French numbers: « 1 250,50 », « 1.250,50 € », « 1 400 ». Liberal in what it accepts; the result follows
the norm. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from lxml.etree import _Element

from pacte.exchange.lheo import shapes
from pacte.exchange.lheo.records import CatalogueFinding
from pacte.exchange.lheo.structure import ElementKind, Structure

PRICES = ("prix-horaire-TTC", "prix-total-TTC")
_PRICE = re.compile(shapes.PRICE)
_HOURLY = PRICES[0]
_WHOLE = re.compile(r"[+-]?[0-9]+")
_BLANK = " \t\r\n"
_SPACES = re.compile("[ \t\u00a0\u2007\u2009\u202f]+")
_EURO = re.compile(r" ?(?:€|eur|euros?)$", re.I)
_BY_SPACES = re.compile(r"([0-9]{1,3}(?: [0-9]{3})+)(?:[.,]([0-9]+))?")
_BY_DOTS = re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+)(?:,([0-9]+))?")
_BY_COMMAS = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+)\.([0-9]+)|([0-9]{1,3}(?:,[0-9]{3}){2,})")
_ZERO_DECIMALS = re.compile(r"([0-9]+)[.,](0{1,2})")
_PLAIN = re.compile(r"([0-9]+)(?:[.,]([0-9]+))?")
_AMBIGUOUS = re.compile(r"[0-9]{1,3},[0-9]{3}")


class NumberNormaliser:
    """Numeric elements of one version of the norm."""

    def __init__(self, norm: Structure) -> None:
        prefix = f"{{{norm.namespace}}}"
        wholes = [element.name for element in norm.elements.values() if element.kind is ElementKind.INTEGER]
        self._names = {f"{prefix}{name}": name for name in (*PRICES, *wholes)}

    def normalise(self, training: _Element) -> Iterator[CatalogueFinding]:
        """Rewrites the numbers of ``training`` that do not follow the norm, and yields a finding for each."""
        for node in training.iter(*self._names):
            name, written = self._names[str(node.tag)], node.text or ""
            value = normalise_price(name, written) if name in PRICES else normalise_integer(written)
            if value and value != written.strip(_BLANK):
                node.text = value
                yield CatalogueFinding("number_read", node, written, {"name": name, "read": value})


def normalise_price(name: str, text: str) -> str:
    """Euros with a decimal point, to the cent; "" when ambiguous or not a price.

    « 1.250 » is 1250, except as an hourly price; « 1,250 » is ambiguous and is not converted.
    """
    bare = _EURO.sub("", _SPACES.sub(" ", text).strip())
    if _PRICE.fullmatch(bare):
        return bare
    if _AMBIGUOUS.fullmatch(bare) and name != _HOURLY:
        return ""
    if name == _HOURLY and (plain := _PLAIN.fullmatch(bare)):
        return _round_to_cent(plain[1], plain[2])
    plain = _PLAIN.fullmatch(bare)
    return _normalise_grouped(bare) or (_round_to_cent(plain[1], plain[2]) if plain else "")


def normalise_integer(text: str) -> str:
    """The integer as digits; "" when it is not an integer. « 35,00 » is one, « 35,5 » is not."""
    bare = _SPACES.sub(" ", text).strip()
    if _WHOLE.fullmatch(bare):
        return bare
    match = _BY_SPACES.fullmatch(bare) or _BY_DOTS.fullmatch(bare) or _ZERO_DECIMALS.fullmatch(bare)
    return _digits(match[1]) if match and not (match[2] or "").strip("0") else ""


def _normalise_grouped(bare: str) -> str:
    match = _BY_SPACES.fullmatch(bare) or _BY_DOTS.fullmatch(bare)
    if match:
        return _round_to_cent(_digits(match[1]), match[2])
    english = _BY_COMMAS.fullmatch(bare)
    return _round_to_cent(_digits(english[1] or english[3]), english[2]) if english else ""


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def _round_to_cent(euros: str, part: str | None) -> str:
    if not part:
        return str(int(euros))
    return str(Decimal(f"{euros}.{part}").quantize(Decimal("0.01"), ROUND_HALF_UP))
