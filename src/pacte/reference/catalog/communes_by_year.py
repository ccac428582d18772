"""Communes of several editions in one table, with the edition on each line."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.layouts import COMMUNE_CODE, DEPARTMENT_CODE, EPCI_CODE, ZONE_CODE, FileLayout, OfficialLine
from pacte.reference.records import Row, ZoneKind, ZoneRow


def _rows(line: OfficialLine) -> Iterator[Row]:
    epci = line.optional_code("epci", EPCI_CODE)
    yield ZoneRow(
        ZoneKind.COMMUNE,
        line.code("code", COMMUNE_CODE),
        line.edition,
        line.required_text("name"),
        department_code=line.code("department", DEPARTMENT_CODE),
        arrondissement_code=line.optional_code("arrondissement", ZONE_CODE),
        epci_code=epci,
        population=line.integer("population"),
        postal_codes=line.text("postal_codes"),
    )
    if epci:
        yield ZoneRow(ZoneKind.EPCI, epci, line.edition, line.text("epci_name"))


LAYOUT = FileLayout(
    code="communes_by_year",
    label="Communes par millésime",
    columns={
        "year": "annee",
        "code": "code_insee",
        "name": "nom",
        "department": "departement",
        "epci": "epci",
        "population": "population",
    },
    optional={"arrondissement": "arrondissement", "epci_name": "nom_epci", "postal_codes": "codes_postaux"},
    rows=_rows,
    load_order=1,
    edition_column="year",
)
