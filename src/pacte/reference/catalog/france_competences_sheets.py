"""France compétences, weekly CSV: certification records (file « Standard »)."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.certification_levels import parse_active_flag, parse_certification_level
from pacte.reference.certification_tables import certification_number, certification_row, parse_cell
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
        registration_kind=line.text("registration"),
        decided_on=line.day("decided"),
        effective_on=line.day("effective"),
        ends_on=line.day("ends"),
    )


LAYOUT = FileLayout(
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
    load_order=1,
    edition_kind=EditionKind.DAY,
)
