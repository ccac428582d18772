"""Organisations named by the plan of the demonstration: public facts, with dated names. The last ones are invented.

Sources: Direccte → Dreets on 1 April 2021 (decree 2020-1545); Pôle emploi → France Travail on 1 January 2024 (law
2023-1196). No SIRET is given: none is needed to try the product.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.accounts.records import OrganisationKind


@dataclass(frozen=True, slots=True)
class Name:
    text: str
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Body:
    code: str
    kind: OrganisationKind
    names: tuple[Name, ...]
    services: tuple[tuple[str, str], ...] = ()
    is_host: bool = False
    is_synthetic: bool = False


BODIES = (
    Body(
        "region",
        OrganisationKind.REGION,
        (Name("Région Centre-Val de Loire"), Name("Région")),
        (
            ("DFP", "Direction de la formation professionnelle"),
            ("DPOF", "DPOF"),
            ("DTMD", "DTMD"),
        ),
        is_host=True,
    ),
    Body(
        "etat",
        OrganisationKind.STATE,
        (Name("État"), Name("Etat")),
        (("DIRECCTE", "Direccte, puis Dreets"),),
    ),
    Body(
        "dreets",
        OrganisationKind.STATE,
        (
            Name("Direccte Centre-Val de Loire", valid_until=date(2021, 3, 31)),
            Name("Dreets Centre-Val de Loire", valid_from=date(2021, 4, 1)),
        ),
    ),
    Body(
        "france-travail",
        OrganisationKind.PUBLIC_EMPLOYMENT_SERVICE,
        (
            Name("Pôle emploi", valid_until=date(2023, 12, 31)),
            Name("France Travail", valid_from=date(2024, 1, 1)),
        ),
    ),
    Body("gip-alfa-centre", OrganisationKind.OBSERVATORY, (Name("GIP ALFA Centre"),)),
    Body("partenaires-sociaux", OrganisationKind.SOCIAL_PARTNERS, (Name("Partenaires sociaux"),)),
    Body("opco", OrganisationKind.FUNDER, (Name("OPCO"),)),
    Body("agefiph", OrganisationKind.FUNDER, (Name("AGEFIPH"),)),
    Body("conseils-departementaux", OrganisationKind.DEPARTMENT, (Name("Conseils départementaux"),)),
    Body("operateurs-spro", OrganisationKind.NETWORK, (Name("opérateurs SPRO"),)),
    Body(
        "metal-formation-berry",
        OrganisationKind.TRAINING_PROVIDER,
        (Name("Métal Formation Berry (fictif)"),),
        is_synthetic=True,
    ),
    Body(
        "mission-locale-de-vierzon",
        OrganisationKind.NETWORK,
        (Name("Mission locale de Vierzon (fictive)"),),
        is_synthetic=True,
    ),
    Body(
        "pole-emploi-du-cher",
        OrganisationKind.PUBLIC_EMPLOYMENT_SERVICE,
        (Name("Pôle emploi, Cher (fictif)"),),
        is_synthetic=True,
    ),
    Body(
        "cap-emploi-du-cher",
        OrganisationKind.DISABILITY_NETWORK,
        (Name("Cap emploi, Cher (fictif)"),),
        is_synthetic=True,
    ),
    Body(
        "conseil-departemental-du-cher",
        OrganisationKind.DEPARTMENT,
        (Name("Conseil départemental, Cher (fictif)"),),
        is_synthetic=True,
    ),
    Body(
        "service-penitentiaire-du-cher",
        OrganisationKind.PRISON_SERVICE,
        (Name("Service pénitentiaire d’insertion et de probation, Cher (fictif)"),),
        is_synthetic=True,
    ),
)
