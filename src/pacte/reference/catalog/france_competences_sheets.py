"""France compétences, weekly CSV: certification records (file « Standard »)."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.certification_levels import active_of, level_of
from pacte.reference.certification_lines import parsed, row_of, sheet_number
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
        registration_kind=line.text("registration"),
        decided_on=line.day("decided"),
        effective_on=line.day("effective"),
        ends_on=line.day("ends"),
    )


LAYOUT = Layout(
    code="france_competences_sheets",
    label="Fiches RNCP et RS (CSV de France compétences)",
    columns={
        "sheet": "numero_fiche",
        "title": "intitule",
        "short": "abrege_libelle",
        "type": "abrege_intitule",
        "level": "nomenclature_europe_niveau",
        "decided": "date_decision",
        "ends": "date_fin_enregistrement",
        "effective": "date_effet",
        "registration": "type_enregistrement",
        "active": "actif",
    },
    rows=_rows,
    rank=1,
    dating=Dating.DAY,
)
