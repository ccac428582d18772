"""Resolves the edition of a nomenclature file: from the option, its name or folder, else its layout. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from pacte.kernel.errors import ValidationError
from pacte.reference.records import NomenclatureRelease

MAX_EDITION_LENGTH = 20
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_VERSION = re.compile(r"(?<![a-z0-9])v(\d{1,3})(?!\d)", re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)(20\d\d)[-_]?(0[1-9]|1[0-2])[-_]?([0-3]\d)(?!\d)")
_FRENCH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)")


class EditionKind(StrEnum):
    """How a layout identifies its editions."""

    YEAR = "year"
    """Identified by the year of the territory."""
    RELEASE = "release"
    """Identified by the producer's name: « 3.47 », « 14 », « 2021 »."""
    DAY = "day"
    """Identified by the day of the flux."""


@dataclass(frozen=True, slots=True)
class ReleaseCalendar:
    """Known dates from which the editions of a nomenclature apply.

    ``default_edition``: edition of a file that gives none. ``fixed_edition``: edition of a file whose headings belong
    to a single one.
    """

    start_dates: Mapping[str, date] = field(default_factory=dict)
    default_edition: str = ""
    fixed_edition: str = ""


def resolve_release(
    names: Sequence[str],
    *,
    edition_kind: EditionKind,
    edition_option: str | None,
    calendar: ReleaseCalendar,
    today: date,
    names_first: bool = False,
) -> NomenclatureRelease:
    """Return the release of a file.

    ``names``: name of the file, then of its folder, without suffix. ``edition_option``: edition given by the user, for
    this file or, with ``names_first``, for the files of a folder whose names do not give one.

    Raises ``ValidationError``: ``edition``, or ``edition_missing`` when it is given nowhere. The load date is not an
    edition: two files of different years would be mistaken for one.
    """
    if edition_kind is EditionKind.DAY:
        return _resolve_day_release(names, edition_option, calendar, names_first=names_first)
    if calendar.fixed_edition:
        edition, source = calendar.fixed_edition, "layout"
    elif edition_option and not (names_first and _edition_in_names(names)):
        edition, source = _validate_edition(edition_option), "option"
    else:
        edition, source = (
            (_edition_in_names(names), "name") if _edition_in_names(names) else (calendar.default_edition, "layout")
        )
    if not edition:
        raise edition_missing_error()
    return NomenclatureRelease(edition, _start_date(edition, names, calendar, today), source)


def edition_missing_error() -> ValidationError:
    """Return the error for a file whose edition is unknown."""
    return ValidationError(
        "edition_missing",
        "Ce fichier ne dit pas son édition.",
        "Ni son nom, ni celui de son dossier, ni ses titres de colonnes ne la portent.",
        "Donnez l’édition avec le fichier (2024, 3.47, 2026-08-16…), ou ajoutez-la à son nom.",
    )


def _edition_in_names(names: Sequence[str]) -> str:
    for name in names:
        version, year = _VERSION.search(name), _YEAR.search(name)
        if version and len(version[1]) == 3:
            return f"{version[1][0]}.{version[1][1:]}"
        if version and year:
            return f"{version[1]}-{year[1]}"
        if version or year:
            return str((version or year)[1])  # type: ignore[index]
    return ""


def _start_date(edition: str, names: Sequence[str], calendar: ReleaseCalendar, today: date) -> date:
    if edition in calendar.start_dates:
        return calendar.start_dates[edition]
    year = _YEAR.search(edition) or next((year_match for name in names if (year_match := _YEAR.search(name))), None)
    return date(int(year[1]), 1, 1) if year else today


def _validate_edition(edition_option: str) -> str:
    edition = edition_option.strip()
    if not re.fullmatch(r"[0-9A-Za-z][\w.\-]*", edition) or len(edition) > MAX_EDITION_LENGTH:
        raise ValidationError(
            "edition",
            f"«\u202f{edition_option[:40]}\u202f» n’est pas une édition.",
            "Elle tient en vingt lettres, chiffres, points ou tirets\u202f: 3.47, 2024, V14.",
            "Corrigez l’édition.",
        )
    return edition


def _resolve_day_release(
    names: Sequence[str], edition_option: str | None, calendar: ReleaseCalendar, *, names_first: bool
) -> NomenclatureRelease:
    day_in_name = _day_in_names(names)
    if edition_option and not (names_first and day_in_name):
        day = _parse_day_option(edition_option.strip())
        if day is None:
            raise ValidationError(
                "edition",
                f"«\u202f{edition_option[:40]}\u202f» n’est pas un jour.",
                "Ce fichier décrit la situation d’un jour, par exemple 2026-08-16.",
                "Corrigez l’édition.",
            )
        return NomenclatureRelease(day.isoformat(), day, "option")
    if day_in_name:
        return NomenclatureRelease(day_in_name.isoformat(), day_in_name, "name")
    start = calendar.start_dates.get(calendar.default_edition)
    if start is None:
        raise edition_missing_error()
    return NomenclatureRelease(start.isoformat(), start, "layout")


def _day_in_names(names: Sequence[str]) -> date | None:
    for name in names:
        match = _DAY.search(name)
        day = _valid_day(*match.groups()) if match else None
        year = _YEAR.search(name)
        if day or year:
            return day or date(int(year[1]), 1, 1)  # type: ignore[index]
    return None


def _parse_day_option(text: str) -> date | None:
    if re.fullmatch(r"(?:19|20)\d\d", text):
        return date(int(text), 1, 1)
    french_match = _FRENCH_DAY.fullmatch(text)
    if french_match:
        return _valid_day(french_match[3], french_match[2], french_match[1])
    match = _DAY.fullmatch(text)
    return _valid_day(*match.groups()) if match else None


def _valid_day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def parse_french_day(text: str) -> date | None:
    """Parse a day written JJ/MM/AAAA (J/M/AAAA in some exports). Raise ``ValueError`` if invalid."""
    if not text:
        return None
    match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text)
    if not match:
        raise ValueError(text)
    return date(int(match[3]), int(match[2]), int(match[1]))
