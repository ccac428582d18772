"""Words of this room. Pure."""

from __future__ import annotations

from enum import StrEnum

from pacte.kernel.actor import Role


class OrganisationKind(StrEnum):
    REGION = "region"
    STATE = "state"
    PUBLIC_EMPLOYMENT_SERVICE = "public_employment_service"
    DEPARTMENT = "department"
    OBSERVATORY = "observatory"
    SOCIAL_PARTNERS = "social_partners"
    FUNDER = "funder"
    TRAINING_PROVIDER = "training_provider"
    EMPLOYER = "employer"
    NETWORK = "network"
    OTHER = "other"


KIND_LABELS = {
    OrganisationKind.REGION: "Région",
    OrganisationKind.STATE: "État",
    OrganisationKind.PUBLIC_EMPLOYMENT_SERVICE: "Service public de l’emploi",
    OrganisationKind.DEPARTMENT: "Conseil départemental",
    OrganisationKind.OBSERVATORY: "Carif-Oref, observatoire",
    OrganisationKind.SOCIAL_PARTNERS: "Partenaires sociaux",
    OrganisationKind.FUNDER: "Financeur",
    OrganisationKind.TRAINING_PROVIDER: "Organisme de formation",
    OrganisationKind.EMPLOYER: "Employeur",
    OrganisationKind.NETWORK: "Réseau, groupement",
    OrganisationKind.OTHER: "Autre",
}

ROLE_LABELS = {
    Role.ADMINISTRATOR: "Administration des comptes",
    Role.REGION_PILOT: "Pilote du pacte",
    Role.ACTION_LEAD: "Porteur d’action",
    Role.PARTNER: "Partenaire",
    Role.ANALYST: "Analyste, observatoire",
    Role.BUYER: "Acheteur de formation",
    Role.FINANCE_OFFICER: "Gestion financière",
    Role.STATE_READER: "Lecture pour l’État",
    Role.AUDITOR: "Contrôle, audit",
    Role.VISITOR: "Visite",
}

# Roles that change what the Region decides or pays: a password alone is not enough for them.
SECOND_FACTOR_ROLES = frozenset(
    {Role.ADMINISTRATOR, Role.REGION_PILOT, Role.BUYER, Role.FINANCE_OFFICER}
)
