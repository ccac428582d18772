"""Communes of several editions in one table, with the edition on each line."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.reference.layouts import COMMUNE_CODE, DEPARTMENT_CODE, EPCI_CODE, ZONE_CODE, Layout, Line
from pacte.reference.records import Row, ZoneKind, ZoneRow


def _rows(line: Line) -> Iterator[Row]:
    epci = line.optional("epci", EPCI_CODE)
    yield ZoneRow(
        ZoneKind.COMMUNE,
        line.code("code", COMMUNE_CODE),
        line.edition,
        line.name("name"),
        department_code=line.code("department", DEPARTMENT_CODE),
        arrondissement_code=line.optional("arrondissement", ZONE_CODE),
        epci_code=epci,
        population=line.whole("population"),
        postal_codes=line.text("postal_codes"),
    )
    if epci:
        yield ZoneRow(ZoneKind.EPCI, epci, line.edition, line.text("epci_name"))


LAYOUT = Layout(
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
    rank=1,
    edition_column="year",
)
