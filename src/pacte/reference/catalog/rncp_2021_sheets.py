"""RNCP of 2021 (Carif-Oref tables): active certifications."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pacte.reference.certification_levels import parse_active_flag, parse_certification_level
from pacte.reference.certification_tables import certification_number, certification_row, parse_cell
from pacte.reference.codes import parse_certification_code
from pacte.reference.layouts import FileLayout, OfficialLine
from pacte.reference.records import Row
from pacte.reference.releases import EditionKind


def _rows(line: OfficialLine) -> Iterator[Row]:
    yield certification_row(
        line,
        certification_number(line),
        title=line.label("title"),
        short_name=line.label("short", required=False),
        type_label=line.label("type", required=False),
        level=parse_cell(line, "level", parse_certification_level, "un niveau connu"),
        is_active=parse_cell(line, "active", parse_active_flag, "ACTIVE ou INACTIVE"),
        state=line.text("state"),
        registration_kind=line.text("registration"),
        ends_on=parse_cell(line, "ends", _parse_american_day, "un jour (mois/jour/année)"),
        predecessors=_certification_codes(line.cells["before"]),
        successors=_certification_codes(line.cells["after"]),
    )


def _certification_codes(text: str) -> tuple[str, ...]:
    return tuple(code for part in re.split(r"[\s,;]+", text) if (code := parse_certification_code(part)))


def _parse_american_day(text: str) -> date | None:
    """Parse a month/day/year date: « 1/6/21 » is 6 January 2021 in these tables."""
    if not text:
        return None
    match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{2})", text)
    if match is None:
        raise ValueError(text)
    return date(2000 + int(match[3]), int(match[1]), int(match[2]))


LAYOUT = FileLayout(
    code="rncp_2021_sheets",
    label="Fiches RNCP actives (tables de 2021)",
    columns={
        "sheet": "coderncp",
        "title": "intitulediplome",
        "ends": "date_fin_validite_enregistrement",
        "active": "activeinactive",
        "state": "etatfiche",
        "level": "niveaueurope",
        "short": "codetypecertif",
        "type": "typecertif",
        "before": "anciennefiche",
        "after": "nouvellefiche",
        "registration": "typeenregistrement",
    },
    rows=_rows,
    load_order=1,
    edition_kind=EditionKind.DAY,
)
