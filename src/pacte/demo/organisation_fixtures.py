"""Organisations named by the plan of the demonstration: public facts, with dated names. The last ones are invented.

Sources: Direccte → Dreets on 1 April 2021 (decree 2020-1545); Pôle emploi → France Travail on 1 January 2024 (law
2023-1196). No SIRET is given: none is needed to try the product.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.accounts.records import OrganisationKind


@dataclass(frozen=True, slots=True)
class OrganisationNameFixture:
    text: str
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class OrganisationFixture:
    code: str
    kind: OrganisationKind
    names: tuple[OrganisationNameFixture, ...]
    services: tuple[tuple[str, str], ...] = ()
    is_host: bool = False
    is_synthetic: bool = False


ORGANISATIONS = (
    OrganisationFixture(
        "region",
        OrganisationKind.REGION,
        (OrganisationNameFixture("Région Centre-Val de Loire"), OrganisationNameFixture("Région")),
        (
            ("DFP", "Direction de la formation professionnelle"),
            ("DPOF", "DPOF"),
            ("DTMD", "DTMD"),
        ),
        is_host=True,
    ),
    OrganisationFixture(
        "etat",
        OrganisationKind.STATE,
        (OrganisationNameFixture("État"), OrganisationNameFixture("Etat")),
        (("DIRECCTE", "Direccte, puis Dreets"),),
    ),
    OrganisationFixture(
        "dreets",
        OrganisationKind.STATE,
        (
            OrganisationNameFixture("Direccte Centre-Val de Loire", valid_until=date(2021, 3, 31)),
            OrganisationNameFixture("Dreets Centre-Val de Loire", valid_from=date(2021, 4, 1)),
        ),
    ),
    OrganisationFixture(
        "france-travail",
        OrganisationKind.PUBLIC_EMPLOYMENT_SERVICE,
        (
            OrganisationNameFixture("Pôle emploi", valid_until=date(2023, 12, 31)),
            OrganisationNameFixture("France Travail", valid_from=date(2024, 1, 1)),
        ),
    ),
    OrganisationFixture("gip-alfa-centre", OrganisationKind.OBSERVATORY, (OrganisationNameFixture("GIP ALFA Centre"),)),
    OrganisationFixture(
        "partenaires-sociaux", OrganisationKind.SOCIAL_PARTNERS, (OrganisationNameFixture("Partenaires sociaux"),)
    ),
    OrganisationFixture("opco", OrganisationKind.FUNDER, (OrganisationNameFixture("OPCO"),)),
    OrganisationFixture("agefiph", OrganisationKind.FUNDER, (OrganisationNameFixture("AGEFIPH"),)),
    OrganisationFixture(
        "conseils-departementaux", OrganisationKind.DEPARTMENT, (OrganisationNameFixture("Conseils départementaux"),)
    ),
    OrganisationFixture("operateurs-spro", OrganisationKind.NETWORK, (OrganisationNameFixture("opérateurs SPRO"),)),
    OrganisationFixture(
        "metal-formation-berry",
        OrganisationKind.TRAINING_PROVIDER,
        (OrganisationNameFixture("Métal Formation Berry (fictif)"),),
        is_synthetic=True,
    ),
    OrganisationFixture(
        "mission-locale-de-vierzon",
        OrganisationKind.NETWORK,
        (OrganisationNameFixture("Mission locale de Vierzon (fictive)"),),
        is_synthetic=True,
    ),
    OrganisationFixture(
        "pole-emploi-du-cher",
        OrganisationKind.PUBLIC_EMPLOYMENT_SERVICE,
        (OrganisationNameFixture("Pôle emploi, Cher (fictif)"),),
        is_synthetic=True,
    ),
    OrganisationFixture(
        "cap-emploi-du-cher",
        OrganisationKind.DISABILITY_NETWORK,
        (OrganisationNameFixture("Cap emploi, Cher (fictif)"),),
        is_synthetic=True,
    ),
    OrganisationFixture(
        "conseil-departemental-du-cher",
        OrganisationKind.DEPARTMENT,
        (OrganisationNameFixture("Conseil départemental, Cher (fictif)"),),
        is_synthetic=True,
    ),
    OrganisationFixture(
        "service-penitentiaire-du-cher",
        OrganisationKind.PRISON_SERVICE,
        (OrganisationNameFixture("Service pénitentiaire d’insertion et de probation, Cher (fictif)"),),
        is_synthetic=True,
    ),
)
