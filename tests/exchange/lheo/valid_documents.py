"""Random catalogues from the structure of the norm: any element, any number of times, any allowed value."""

from __future__ import annotations

import random
from datetime import date, timedelta

from lxml import etree
from stdnum import luhn

from pacte.exchange.lheo.structure import Child, Element, ElementKind, structure

NORM = structure("2.3")
_SPACE = f"{{{NORM.namespace}}}"
_LETTERS = "abcdefgh éèçàÉ’«»\"'&<>;,{}\\€-0123456789"
_PRICES = ("12", "9,5", "9.50", "1 250", "1\u00a0250", "1\u202f250", "12 345,60", "1.250,50", "1250 €", "gratuit")
_SHAPED = {
    "numero-activite": ("24450123445",),
    "code-FORMACODE": ("22403", "24066"),
    "code-public-vise": ("80006", "83056"),
    "code-modalite-pedagogique": ("96134",),
    "reference-code-FORMACODE": ("22403",),
    "code-NSF": ("255", "311"),
    "code-ROME": ("F1602", "K2112"),
    "code-RNCP": ("474", "RNCP34857"),
    "reference-code-RNCP": ("474",),
    "code-RS": ("RS5719",),
    "reference-code-RS": ("RS5719",),
    "code-CERTIFINFO": ("80735",),
    "reference-code-CERTIFINFO": ("80735",),
    "code-bloc": ("RNCP37948BC01",),
    "heure-debut": ("9h", "14h15"),
    "heure-fin": ("12h", "17h30"),
    "prix-horaire-TTC": _PRICES[:6],
    "prix-total-TTC": _PRICES,
}


def catalogue(seed: int, trainings: int = 1) -> bytes:
    """A valid catalogue, always the same for the same seed."""
    chance = random.Random(seed)
    root = etree.Element(f"{_SPACE}lheo", nsmap={None: NORM.namespace})
    offers = etree.SubElement(root, f"{_SPACE}offres")
    offers.extend(_drawn(chance, "formation") for _ in range(trainings))
    for rank, node in enumerate(root.iter(*(f"{_SPACE}{name}" for name in ("formation", "action", "session")))):
        node.set("numero", f"N{seed}_{rank}")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _drawn(chance: random.Random, name: str, depth: int = 0) -> etree._Element:
    definition = NORM.elements[name]
    element = etree.Element(_SPACE + name)
    if definition.is_leaf:
        element.text = _value(chance, definition)
    if definition.needs:
        element.set("ref", "V14")
    for child in definition.children:
        if child.name in ("extras", "extra"):
            continue
        for _ in range(_times(chance, child, depth)):
            element.append(_drawn(chance, child.name, depth + 1))
    if name == "periode":
        _in_order(chance, element)
    return element


def _times(chance: random.Random, child: Child, depth: int) -> int:
    most = child.minimum + 2 if child.maximum is None else child.maximum
    return chance.randint(child.minimum, min(most, child.minimum + (2 if depth < 3 else 1)))


def _value(chance: random.Random, definition: Element) -> str:
    if definition.kind is ElementKind.CODE:
        return chance.choice(sorted(NORM.tables[definition.table]))
    if definition.kind is ElementKind.DATE:
        return _day(chance)
    if definition.kind is ElementKind.INTEGER:
        return str(chance.choice([definition.low, 7, definition.high, chance.randint(0, definition.high)]))
    if definition.name == "SIRET":
        digits = f"{chance.randint(0, 10**13 - 1):013d}"
        return digits + luhn.calc_check_digit(digits)
    if definition.name in _SHAPED:
        return chance.choice(_SHAPED[definition.name])
    length = chance.choice([max(definition.low, 1), definition.high, min(definition.high, definition.low + 20)])
    return "".join(chance.choices(_LETTERS, k=length)).replace(" ", "_") if length < 3 else _words(chance, length)


def _words(chance: random.Random, length: int) -> str:
    return "x" + "".join(chance.choices(_LETTERS, k=length - 2)) + "x"


def _day(chance: random.Random) -> str:
    on = date(2026, 1, 1) + timedelta(days=chance.randint(0, 900))
    return chance.choice([f"{on:%Y%m%d}", f"{on:%Y%m}00", f"{on:%Y}0000"])


def _in_order(chance: random.Random, period: etree._Element) -> None:
    start = date(2026, 1, 1) + timedelta(days=chance.randint(0, 900))
    end = start + timedelta(days=chance.randint(0, 300))
    period[0].text = chance.choice([f"{start:%Y%m%d}", f"{start:%Y%m}00", f"{start:%Y}0000", "00000000"])
    period[1].text = chance.choice([f"{end:%Y%m%d}", f"{end:%Y}0000", "99999999"])
