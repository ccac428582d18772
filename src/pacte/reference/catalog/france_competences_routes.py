"""France compétences, weekly CSV: access routes to the jury of each certification."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.kernel.french import fold_text
from pacte.reference.certification_lines import row_of, sheet_number
from pacte.reference.layouts import BadCell, Layout, Line
from pacte.reference.records import Route, Row
from pacte.reference.releases import Dating

_ROUTES = {
    "statut d'eleve": Route.INITIAL,
    "apprentissage": Route.APPRENTICESHIP,
    "formation continue": Route.CONTINUING,
    "professionnalisation": Route.PROFESSIONALISATION,
    "candidature": Route.ALONE,
    "experience": Route.EXPERIENCE,
}


def _rows(line: Line) -> Iterator[Row]:
    written = fold_text(line.name("route"))
    route = next((each for words, each in _ROUTES.items() if words in written), None)
    if route is None:
        raise BadCell(line.heading("route"), f"«\u202f{line.cells['route'][:60]}\u202f» n’est pas une voie connue.")
    yield row_of(line, sheet_number(line), routes=(route.value,))


LAYOUT = Layout(
    code="france_competences_routes",
    label="Voies d’accès aux certifications (CSV de France compétences)",
    columns={"sheet": "numero_fiche", "route": "si_jury"},
    rows=_rows,
    rank=2,
    dating=Dating.DAY,
)
