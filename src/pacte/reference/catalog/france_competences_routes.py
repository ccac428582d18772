"""France compétences, weekly CSV: access routes to the jury of each certification."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.kernel.french import fold_text
from pacte.reference.certification_tables import certification_number, certification_row
from pacte.reference.layouts import FileLayout, InvalidCell, OfficialLine
from pacte.reference.records import Route, Row
from pacte.reference.releases import EditionKind

_ROUTES = {
    "statut d'eleve": Route.INITIAL,
    "apprentissage": Route.APPRENTICESHIP,
    "formation continue": Route.CONTINUING,
    "professionnalisation": Route.PROFESSIONALISATION,
    "candidature": Route.ALONE,
    "experience": Route.EXPERIENCE,
}


def _rows(line: OfficialLine) -> Iterator[Row]:
    route_label = fold_text(line.required_text("route"))
    route = next((each for fragment, each in _ROUTES.items() if fragment in route_label), None)
    if route is None:
        raise InvalidCell(line.heading("route"), f"«\u202f{line.cells['route'][:60]}\u202f» n’est pas une voie connue.")
    yield certification_row(line, certification_number(line), routes=(route.value,))


LAYOUT = FileLayout(
    code="france_competences_routes",
    label="Voies d’accès aux certifications (CSV de France compétences)",
    columns={"sheet": "numero_fiche", "route": "si_jury"},
    rows=_rows,
    load_order=2,
    edition_kind=EditionKind.DAY,
)
