"""Resolves the edition of a nomenclature file: from the option, its name or folder, else its layout. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from pacte.kernel.errors import ValidationError
from pacte.reference.records import Release

LONGEST_EDITION = 20
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_VERSION = re.compile(r"(?<![a-z0-9])v(\d{1,3})(?!\d)", re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)(20\d\d)[-_]?(0[1-9]|1[0-2])[-_]?([0-3]\d)(?!\d)")
_FRENCH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)")


class Dating(StrEnum):
    """How a layout identifies its editions."""

    YEAR = "year"
    """By the year of the territory."""
    RELEASE = "release"
    """By the name that its producer gives: « 3.47 », « 14 », « 2021 »."""
    DAY = "day"
    """By the day of the flux."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Known dates from which the editions of a nomenclature apply.

    ``default_edition``: edition of a file that gives none. ``fixed_edition``: edition of a file whose headings belong
    to a single one.
    """

    starts: Mapping[str, date] = field(default_factory=dict)
    default: str = ""
    always: str = ""


def release_of(
    names: Sequence[str],
    *,
    dating: Dating,
    asked: str | None,
    calendar: Calendar,
    today: date,
    names_first: bool = False,
) -> Release:
    """Return the release of a file.

    ``names``: name of the file, then of its folder, without suffix. ``edition_option``: edition given by the user, for
    this file or, with ``names_first``, for the files of a folder whose names do not give one.

    Raises ``ValidationError``: ``edition``, or ``edition_missing`` when it is given nowhere. The load date is not an
    edition: two files of different years would be mistaken for one.
    """
    if dating is Dating.DAY:
        return _day_release(names, asked, calendar, names_first=names_first)
    if calendar.always:
        edition, source = calendar.always, "layout"
    elif asked and not (names_first and _named(names)):
        edition, source = _checked(asked), "option"
    else:
        edition, source = (_named(names), "name") if _named(names) else (calendar.default, "layout")
    if not edition:
        raise edition_missing()
    return Release(edition, _start(edition, names, calendar, today), source)


def edition_missing() -> ValidationError:
    """Return the error for a file whose edition is unknown."""
    return ValidationError(
        "edition_missing",
        "Ce fichier ne dit pas son édition.",
        "Ni son nom, ni celui de son dossier, ni ses titres de colonnes ne la portent.",
        "Donnez-la par --edition (2024, 3.47, 2026-08-16…), ou ajoutez-la au nom du fichier.",
    )


def _named(names: Sequence[str]) -> str:
    for name in names:
        version, year = _VERSION.search(name), _YEAR.search(name)
        if version and len(version[1]) == 3:
            return f"{version[1][0]}.{version[1][1:]}"
        if version and year:
            return f"{version[1]}-{year[1]}"
        if version or year:
            return str((version or year)[1])  # type: ignore[index]
    return ""


def _start(edition: str, names: Sequence[str], calendar: Calendar, today: date) -> date:
    if edition in calendar.starts:
        return calendar.starts[edition]
    year = _YEAR.search(edition) or next((found for name in names if (found := _YEAR.search(name))), None)
    return date(int(year[1]), 1, 1) if year else today


def _checked(asked: str) -> str:
    edition = asked.strip()
    if not re.fullmatch(r"[0-9A-Za-z][\w.\-]*", edition) or len(edition) > LONGEST_EDITION:
        raise ValidationError(
            "edition",
            f"«\u202f{asked[:40]}\u202f» n’est pas une édition.",
            "Elle tient en vingt lettres, chiffres, points ou tirets\u202f: 3.47, 2024, V14.",
            "Corrigez --edition.",
        )
    return edition


def _day_release(names: Sequence[str], asked: str | None, calendar: Calendar, *, names_first: bool) -> Release:
    named = _day_named(names)
    if asked and not (names_first and named):
        day = _day_asked(asked.strip())
        if day is None:
            raise ValidationError(
                "edition",
                f"«\u202f{asked[:40]}\u202f» n’est pas un jour.",
                "Ce fichier décrit la situation d’un jour, par exemple 2026-08-16.",
                "Corrigez --edition.",
            )
        return Release(day.isoformat(), day, "option")
    if named:
        return Release(named.isoformat(), named, "name")
    start = calendar.starts.get(calendar.default)
    if start is None:
        raise edition_missing()
    return Release(start.isoformat(), start, "layout")


def _day_named(names: Sequence[str]) -> date | None:
    for name in names:
        found = _DAY.search(name)
        day = _real_day(*found.groups()) if found else None
        year = _YEAR.search(name)
        if day or year:
            return day or date(int(year[1]), 1, 1)  # type: ignore[index]
    return None


def _day_asked(text: str) -> date | None:
    if re.fullmatch(r"(?:19|20)\d\d", text):
        return date(int(text), 1, 1)
    french = _FRENCH_DAY.fullmatch(text)
    if french:
        return _real_day(french[3], french[2], french[1])
    found = _DAY.fullmatch(text)
    return _real_day(*found.groups()) if found else None


def _real_day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def french_day(text: str) -> date | None:
    """Parse a day written JJ/MM/AAAA (J/M/AAAA in some exports). Raise ``ValueError`` if invalid."""
    if not text:
        return None
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    if not found:
        raise ValueError(text)
    return date(int(found[3]), int(found[2]), int(found[1]))
