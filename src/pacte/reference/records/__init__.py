"""Records of the reference room: territory, nomenclatures, certifications, loaded files. Pure."""

from pacte.reference.records.certification import (
    Certification,
    CertificationRow,
    Certifier,
    CompetenceBlock,
    Register,
    Route,
)
from pacte.reference.records.files import MOST_DEFECTS, FileDefect, FileReport, Tally
from pacte.reference.records.nomenclature import (
    Competence,
    LinkRow,
    Migration,
    MovedTerm,
    NomenclatureEdition,
    Occupation,
    OccupationFound,
    Relation,
    Release,
    Scheme,
    Term,
    TermRow,
)
from pacte.reference.records.territory import (
    ADMINISTRATIVE,
    KIND_LABELS,
    ChangeRow,
    ContourRow,
    MemberRow,
    Neighbour,
    Outline,
    Place,
    PopulationRow,
    Ring,
    TerritoryRow,
    ZoneKind,
    ZoneRow,
    Zoning,
)

Row = TerritoryRow | TermRow | LinkRow | CertificationRow
"""One row of a table, as a file gives it."""

KEY_LENGTHS: dict[type, int] = {
    ZoneRow: 3,
    MemberRow: 3,
    ChangeRow: 2,
    PopulationRow: 3,
    ContourRow: 3,
    TermRow: 3,
    LinkRow: 4,
    CertificationRow: 2,
}
"""How many of the first values of a row make its key."""

__all__ = [
    "ADMINISTRATIVE",
    "KEY_LENGTHS",
    "KIND_LABELS",
    "MOST_DEFECTS",
    "Certification",
    "CertificationRow",
    "Certifier",
    "ChangeRow",
    "Competence",
    "CompetenceBlock",
    "ContourRow",
    "FileDefect",
    "FileReport",
    "LinkRow",
    "MemberRow",
    "Migration",
    "MovedTerm",
    "Neighbour",
    "NomenclatureEdition",
    "Occupation",
    "OccupationFound",
    "Outline",
    "Place",
    "PopulationRow",
    "Register",
    "Relation",
    "Release",
    "Ring",
    "Route",
    "Row",
    "Scheme",
    "Tally",
    "Term",
    "TermRow",
    "TerritoryRow",
    "ZoneKind",
    "ZoneRow",
    "Zoning",
]
