"""Records of the reference room: territory, nomenclatures, certifications, loaded files. Pure."""

from pacte.reference.records.certification import (
    Certification,
    CertificationRow,
    Certifier,
    CompetenceBlock,
    Register,
    Route,
)
from pacte.reference.records.files import MAX_DEFECTS, FileReport, ReferenceChange, RefusedLine, WriteCounts
from pacte.reference.records.nomenclature import (
    LinkRow,
    MovedAppellation,
    NomenclatureEdition,
    NomenclatureRelease,
    Occupation,
    OccupationMatch,
    Relation,
    RomeMigration,
    Scheme,
    Term,
    TermRow,
)
from pacte.reference.records.territory import (
    ADMINISTRATIVE_KINDS,
    ZONE_KIND_LABELS,
    CodeChangeRow,
    ContourRow,
    Outline,
    Place,
    PopulationRow,
    Ring,
    TerritoryRow,
    ZoneKind,
    ZoneMembershipRow,
    ZoneRow,
    Zoning,
)

Row = TerritoryRow | TermRow | LinkRow | CertificationRow
"""A row read from a file."""

KEY_LENGTHS: dict[type, int] = {
    ZoneRow: 3,
    ZoneMembershipRow: 3,
    CodeChangeRow: 2,
    PopulationRow: 3,
    ContourRow: 3,
    TermRow: 3,
    LinkRow: 4,
    CertificationRow: 2,
}
"""Number of leading values that form the key of a row."""

__all__ = [
    "ADMINISTRATIVE_KINDS",
    "KEY_LENGTHS",
    "MAX_DEFECTS",
    "ZONE_KIND_LABELS",
    "Certification",
    "CertificationRow",
    "Certifier",
    "CodeChangeRow",
    "CompetenceBlock",
    "ContourRow",
    "FileReport",
    "LinkRow",
    "MovedAppellation",
    "NomenclatureEdition",
    "NomenclatureRelease",
    "Occupation",
    "OccupationMatch",
    "Outline",
    "Place",
    "PopulationRow",
    "ReferenceChange",
    "RefusedLine",
    "Register",
    "Relation",
    "Ring",
    "RomeMigration",
    "Route",
    "Row",
    "Scheme",
    "Term",
    "TermRow",
    "TerritoryRow",
    "WriteCounts",
    "ZoneKind",
    "ZoneMembershipRow",
    "ZoneRow",
    "Zoning",
]
