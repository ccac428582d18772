"""DGCL: EPCI and their communes, with the year in the headings of the population columns."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.layouts import COMMUNE_CODE, DEPARTMENT_CODE, EPCI_CODE, ZONE_CODE, FileLayout, OfficialLine
from pacte.reference.records import Row, ZoneKind, ZoneRow


def _rows(line: OfficialLine) -> Iterator[Row]:
    epci, year = line.code("epci", EPCI_CODE), line.heading_year("population")
    yield ZoneRow(
        ZoneKind.EPCI,
        epci,
        year,
        line.required_text("epci_name"),
        nature=line.optional_code("nature", ZONE_CODE),
        population=line.integer("epci_population"),
    )
    yield ZoneRow(
        ZoneKind.COMMUNE,
        line.code("commune", COMMUNE_CODE),
        year,
        line.required_text("commune_name"),
        department_code=line.code("department", DEPARTMENT_CODE),
        epci_code=epci,
        population=line.integer("population"),
    )


LAYOUT = FileLayout(
    code="epci_communes",
    label="Composition des EPCI (DGCL)",
    columns={
        "epci": "siren",
        "epci_name": "raison_sociale",
        "nature": "nature_juridique",
        "epci_population": "total_pop_mun",
        "department": "dep_com",
        "commune": "insee",
        "commune_name": "nom_membre",
        "population": r"pmun_\d{4}",
    },
    rows=_rows,
    load_order=4,
    vintage_column="population",
)
