"""RNCP of 2021 (Carif-Oref tables): active certifications."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from pacte.reference.certification_levels import active_of, level_of
from pacte.reference.certification_lines import parsed, row_of, sheet_number
from pacte.reference.codes import certification_code
from pacte.reference.layouts import Layout, Line
from pacte.reference.records import Row
from pacte.reference.releases import Dating


def _rows(line: Line) -> Iterator[Row]:
    yield row_of(
        line,
        sheet_number(line),
        title=line.label("title"),
        short_name=line.label("short", needed=False),
        type_label=line.label("type", needed=False),
        level=parsed(line, "level", level_of, "un niveau connu"),
        is_active=parsed(line, "active", active_of, "ACTIVE ou INACTIVE"),
        state=line.text("state"),
        registration_kind=line.text("registration"),
        ends_on=parsed(line, "ends", _american_day, "un jour (mois/jour/année)"),
        predecessors=_codes(line.cells["before"]),
        successors=_codes(line.cells["after"]),
    )


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code for part in re.split(r"[\s,;]+", text) if (code := certification_code(part)))


def _american_day(text: str) -> date | None:
    """Parse a month/day/year date: « 1/6/21 » is 6 January 2021 in these tables."""
    if not text:
        return None
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{2})", text)
    if found is None:
        raise ValueError(text)
    return date(2000 + int(found[3]), int(found[1]), int(found[2]))


LAYOUT = Layout(
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
    rank=1,
    dating=Dating.DAY,
)
