"""A value as people write it, as the norm writes it, and what is wrong with it: for the form that corrects a training.

Pure.
"""

from __future__ import annotations

import re
from typing import Final

from lxml.etree import Element

from pacte.exchange.lheo import shapes
from pacte.exchange.lheo.cross_checks import MAX_NUMBER_LENGTH
from pacte.exchange.lheo.numbers import PRICES, normalise_integer, normalise_price
from pacte.exchange.lheo.structure import ElementKind, Structure
from pacte.exchange.lheo.values import value_findings
from pacte.exchange.lheo.wording import ADVICE, finding_message

DAY_EXAMPLE: Final = "Comme 10/04/2027, ou 04/2027, ou « inconnue »."
_UNKNOWN_DAY, _UNKNOWN_END, _UNKNOWN = "00000000", "99999999", "inconnue"
_REAL_DAY = re.compile(shapes.DATE)
_FRENCH_DAY = re.compile(r"([0-9]{1,2})\s*[/.-]\s*([0-9]{1,2})\s*[/.-]\s*([0-9]{4})")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_MONTH = re.compile(r"([0-9]{1,2})\s*[/.-]\s*([0-9]{4})")
_DAY_MONTH_YEAR = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IDENTIFIER = re.compile(r"[^\W\d][\w.-]*")
_VERSION = re.compile(shapes.VERSION)


def written_value(norm: Structure, element: str, text: str) -> str:
    """What is typed for an element, as the norm writes it. What cannot be understood is left as it is."""
    definition = norm.elements[element]
    typed = _NOT_XML.sub("", text.replace("\r\n", "\n")).strip()
    if definition.kind is ElementKind.DATE:
        return written_day(element, typed)
    if definition.kind is ElementKind.INTEGER:
        return normalise_integer(typed) or typed
    if element in PRICES:
        return normalise_price(element, typed) or typed
    if element in shapes.TEXT_SHAPES:
        bare = "".join(typed.split())
        return bare if re.fullmatch(shapes.TEXT_SHAPES[element], bare) else typed
    return typed


def value_problem(norm: Structure, element: str, value: str) -> str:
    """What the check would say of this value, in a sentence or two; "" when it is accepted."""
    definition = norm.elements[element]
    findings = [each for each in value_findings(Element(element), definition, norm, value) if each.code not in ADVICE]
    if not findings:
        return ""
    # The last one is about the shape, which says more than a length.
    code = findings[-1].code
    if definition.kind is ElementKind.DATE:
        message = "Cette date n’existe pas." if code == "date_unreal" else "Cette date ne se lit pas."
        return f"{message} Écrivez-la comme 10/04/2027."
    return " ".join(finding_message(code, findings[-1].value, findings[-1].words))


def attribute_problem(name: str, value: str) -> str:
    """The same for an attribute that a form corrects: ``numero``, ``id``, or ``ref``, the version of a Formacode."""
    if name == "numero":
        is_good = 0 < len(value) <= MAX_NUMBER_LENGTH and value.isprintable()
        return "" if is_good else f"Écrivez un numéro de {MAX_NUMBER_LENGTH} signes au plus, sans signe invisible."
    if name == "ref":
        return "" if _VERSION.fullmatch(value) else "Écrivez V et le numéro de la version, comme V14."
    is_good = bool(_IDENTIFIER.fullmatch(value))
    return "" if is_good else "Commencez par une lettre, puis des lettres, des chiffres, des points et des tirets."


def attribute_value(text: str) -> str:
    return _NOT_XML.sub("", text).strip()


def written_day(element: str, typed: str) -> str:
    """« 10/04/2027 », « 2027-04-10 » give « 20270410 »; « 04/2027 » gives « 20270400 »; « inconnue », its code."""
    if typed.lower() in (_UNKNOWN, "inconnu"):
        return _UNKNOWN_END if element == "fin" else _UNKNOWN_DAY
    if match := _ISO_DAY.fullmatch(typed):
        return f"{match[1]}{match[2]:0>2}{match[3]:0>2}"
    if match := _FRENCH_DAY.fullmatch(typed):
        return f"{match[3]}{match[2]:0>2}{match[1]:0>2}"
    if match := _MONTH.fullmatch(typed):
        return f"{match[2]}{match[1]:0>2}00"
    if re.fullmatch("[0-9]{4}", typed):
        return f"{typed}0000"
    if (match := _DAY_MONTH_YEAR.fullmatch(typed)) and not _REAL_DAY.fullmatch(typed):
        turned = f"{match[3]}{match[2]}{match[1]}"
        return turned if _REAL_DAY.fullmatch(turned) else typed
    return typed


def typed_day(value: str) -> str:
    """The eight digits of a date as people write them: « 20270230 » gives « 30/02/2027 », even unreal."""
    bare = value.strip()
    if bare in (_UNKNOWN_DAY, _UNKNOWN_END):
        return _UNKNOWN
    if not re.fullmatch("[0-9]{8}", bare):
        return value
    year, month, day = bare[:4], bare[4:6], bare[6:]
    if (month, day) == ("00", "00"):
        return year
    return f"{month}/{year}" if day == "00" else f"{day}/{month}/{year}"
