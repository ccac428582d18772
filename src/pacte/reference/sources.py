"""Where reference files come from: producer, licence, and how often the producer publishes. Pure."""

from __future__ import annotations

from dataclasses import dataclass

_OPEN_LICENCE = "Licence Ouverte (Etalab)"


@dataclass(frozen=True, slots=True)
class ReferenceSource:
    """A producer's files. ``layouts``: how the codes of its layouts begin. ``licence``: "" when it is not known.

    ``published_every_months``: rhythm of its editions, 0 when nobody waits for the next one;
    ``published_after_months``: months from the day that an edition describes to the day on which it should be here.
    """

    code: str
    label: str
    producer: str
    layouts: tuple[str, ...]
    licence: str = _OPEN_LICENCE
    published_every_months: int = 0
    published_after_months: int = 0


REFERENCE_SOURCES = (
    # France compétences publishes each day; a quarter is how long an offer may go without the new certifications.
    ReferenceSource(
        "rncp", "Certifications (RNCP et répertoire spécifique)", "France compétences",
        ("certification_flux", "france_competences_", "rncp_"), published_every_months=1, published_after_months=2,
    ),
    # France Travail publishes several versions a year; one a year is enough for orientation and its codes are stable.
    ReferenceSource(
        "rome", "Métiers (ROME)", "France Travail", ("rome",), published_every_months=12, published_after_months=3
    ),
    # The official geographic code describes 1 January; Insee publishes it between February and March.
    ReferenceSource(
        "territory", "Communes et départements (code officiel géographique)", "Insee",
        (
            "arrondissements", "census_population", "code_passage", "communes_", "departments", "insee_",
            "membership_table", "regions",
        ),
        published_every_months=12, published_after_months=3,
    ),
    ReferenceSource("zonings", "Zones d’emploi et bassins de vie", "Insee", ("employment_zone", "living_areas")),
    ReferenceSource("activities", "Activités (NAF) et spécialités (NSF)", "Insee", ("naf", "nsf_")),
    ReferenceSource("families", "Familles professionnelles (FAP)", "Dares", ("fap_",)),
    ReferenceSource("certif_info", "Certif Info", "Réseau des Carif-Oref", ("certif_info",)),
    # Formacode® is a registered mark: its thesaurus is not under an open licence.
    ReferenceSource("formacode", "Formacode", "Centre Inffo", ("formacode_",), licence=""),
)  # fmt: skip


def source_of_layout(code: str) -> ReferenceSource | None:
    """The source of a file by the code of its layout; None when it is not declared here."""
    return next((each for each in REFERENCE_SOURCES if code.startswith(each.layouts)), None)
