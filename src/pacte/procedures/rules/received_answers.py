"""An answer as the cell of an export writes it becomes an answer as a case keeps it. Pure.

Accents, case and spaces do not count. What cannot be read is said, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from pacte.kernel.clock import PARIS, paris_date
from pacte.kernel.email_address import canonical_email
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import fold_text
from pacte.kernel.money import parse_cents
from pacte.kernel.siret import checked_siret
from pacte.procedures.records.form import (
    AmountField,
    ChoiceField,
    DayField,
    EmailField,
    FormField,
    NumberField,
    ReferenceField,
    ReferenceTarget,
    SiretField,
    YesNoField,
)
from pacte.reference.codes import parse_certification_code

_YES, _NO = frozenset({"oui", "true", "vrai", "1", "on"}), frozenset({"non", "false", "faux", "0", "off"})
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_COMMUNE = re.compile(r"(?:^|\()(\d[0-9AB]\d{3})\)?$")
_ROME = re.compile(r"\b([A-N]\d{4})\b")
# Spreadsheets store a moment as days since this one.
_EPOCH = datetime(1899, 12, 30, tzinfo=PARIS)
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_MOMENTS = (
    "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y %Hh%M",
)  # fmt: skip
_DAYS = ("%Y-%m-%d", "%d/%m/%Y")


def received_answer(field: FormField, text: str, words: Mapping[str, str] | None = None) -> Any:
    """The answer of a cell that is not empty. ``words``: our choice by that of the tool.

    Raises ``ValidationError``.
    """
    match field:
        case NumberField():
            return _number(text)
        case AmountField():
            return parse_cents(text)
        case DayField():
            return _day(text).isoformat()
        case YesNoField():
            return _yes_no(text)
        case ChoiceField():
            return _choices(field, text, words or {})
        case SiretField():
            return checked_siret(text)
        case EmailField():
            return canonical_email(text)
        case ReferenceField(is_multiple=True):
            parts = [part.strip() for part in re.split(r"[;,]", text) if part.strip()]
            return list(dict.fromkeys(_code(field, part) for part in parts))
        case ReferenceField():
            return _code(field, text)
        case _:
            return text.strip()


def received_moment(text: str) -> datetime:
    """When an application was sent, in Paris. Of a day without an hour, its first instant. Raises ``ValidationError``.

    Written as ISO, as « 05/01/2026 14:03 », or as spreadsheets count days.
    """
    text = text.strip()
    for shape in (*_MOMENTS, *_DAYS):
        try:
            return datetime.strptime(text, shape).replace(tzinfo=PARIS)
        except ValueError:
            continue
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        if not _SERIAL.fullmatch(text):
            raise _unread(f"« {text[:40]} » n’est pas une date.") from None
        seconds = round(float(text.replace(",", ".")) * 86_400)
        plain = _EPOCH.replace(tzinfo=None) + timedelta(seconds=seconds)
        return plain.replace(tzinfo=PARIS)
    return moment if moment.tzinfo else moment.replace(tzinfo=PARIS)


def _day(text: str) -> date:
    return paris_date(received_moment(text))


def _number(text: str) -> int | str:
    plain = _SPACES.sub("", text).replace(",", ".")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise _unread(f"« {text[:40]} » n’est pas un nombre.") from None
    if not number.is_finite():
        raise _unread(f"« {text[:40]} » n’est pas un nombre.")
    return int(number) if number == number.to_integral_value() else format(number.normalize(), "f")


def _yes_no(text: str) -> bool:
    folded = fold_text(text)
    if folded not in _YES | _NO:
        raise _unread(f"« {text[:40]} » n’est ni oui ni non.")
    return folded in _YES


def _choices(field: ChoiceField, text: str, words: Mapping[str, str]) -> str | list[str]:
    codes = {fold_text(label): code for code, label in field.choices}
    codes |= {fold_text(code): code for code, _ in field.choices}
    codes |= {fold_text(word): code for word, code in words.items() if code in codes.values()}
    if not field.is_multiple:
        return _known_choice(codes, text)
    chosen: list[str] = []
    parts = [part for part in re.split(r"[,;]", text) if part.strip()]
    while parts:
        # A choice may hold a comma: the longest run of parts that is one.
        size = next((each for each in range(len(parts), 0, -1) if fold_text(",".join(parts[:each])) in codes), 1)
        chosen.append(_known_choice(codes, ",".join(parts[:size])))
        parts = parts[size:]
    return list(dict.fromkeys(chosen))


def _known_choice(codes: Mapping[str, str], text: str) -> str:
    code = codes.get(fold_text(text.strip()))
    if code is None:
        raise _unread(f"« {text.strip()[:60]} » n’est pas un des choix de la question.")
    return code


def _code(field: ReferenceField, text: str) -> str:
    """A code as it is typed; a name is not looked for, since several communes may bear it."""
    text = text.strip()
    code: str | None = text
    if field.kind is ReferenceTarget.COMMUNE:
        matched = _COMMUNE.search(text.upper())
        code = matched[1] if matched else None
    elif field.kind is ReferenceTarget.OCCUPATION:
        matched = _ROME.search(text.upper())
        code = matched[1] if matched else None
    elif field.kind is ReferenceTarget.CERTIFICATION:
        code = parse_certification_code(text)
    if not code:
        raise _unread(f"« {text[:60]} » n’est pas un code.")
    return code


def _unread(message: str) -> ValidationError:
    return ValidationError("cell_unread", message)
