"""Enums, labels and read models of accounts. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pacte.kernel.actor import Actor, Role
from pacte.reference.records import ZONE_KIND_LABELS as ZONE_LABELS
from pacte.reference.records import ZoneKind


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
    DISABILITY_NETWORK = "disability_network"
    PRISON_SERVICE = "prison_service"
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
    OrganisationKind.DISABILITY_NETWORK: "Réseau du handicap",
    OrganisationKind.PRISON_SERVICE: "Service pénitentiaire",
    OrganisationKind.OTHER: "Autre",
}

ROLE_LABELS = {
    Role.ADMINISTRATOR: "Administration des comptes",
    Role.REGION_PILOT: "Pilote du pacte",
    Role.ACTION_LEAD: "Porteur d’action",
    Role.PARTNER: "Partenaire",
    Role.PROVIDER: "Organisme de formation",
    Role.ADVISER: "Conseil, orientation",
    Role.ANALYST: "Analyste, observatoire",
    Role.BUYER: "Acheteur de formation",
    Role.FINANCE_OFFICER: "Gestion financière",
    Role.STATE_READER: "Lecture pour l’État",
    Role.AUDITOR: "Contrôle, audit",
    Role.VISITOR: "Visite",
}

ROLE_HELP = {
    Role.ADMINISTRATOR: "Tient l’annuaire, ouvre et ferme les accès. Importe un plan, sans en modifier les actions.",
    Role.REGION_PILOT: "Modifie le plan, prépare ses versions, voit tout.",
    Role.ACTION_LEAD: "Met à jour les actions que son organisme porte.",
    Role.PARTNER: "Suit le pacte pour un organisme partenaire.",
    Role.PROVIDER: "Tient l’offre et les sessions de son organisme de formation.",
    Role.ADVISER: "Oriente des personnes vers les formations, pour son réseau.",
    Role.ANALYST: "Lit tout le plan et télécharge ses données.",
    Role.BUYER: "Achète la formation pour la Région.",
    Role.FINANCE_OFFICER: "Suit les crédits pour la Région.",
    Role.STATE_READER: "Lit le plan pour l’État, sans le modifier.",
    Role.AUDITOR: "Lit tout, y compris le journal, sans rien modifier.",
    Role.VISITOR: "Lit ce qui est public.",
}

# Roles that change what the Region decides or pays: they require a second factor.
SECOND_FACTOR_ROLES = frozenset({Role.ADMINISTRATOR, Role.REGION_PILOT, Role.BUYER, Role.FINANCE_OFFICER})


class LinkPurpose(StrEnum):
    """What a link sent by e-mail is for: a login, or the choice of a first password."""

    LOGIN = "login"
    INVITATION = "invitation"


class GuestScope(StrEnum):
    """What a guest may do by one link. A page opens for its own scope only."""

    APPLY = "apply"
    CO_APPLY = "co_apply"
    CONFIRM = "confirm"
    SIGN = "sign"
    FOLLOW = "follow"


@dataclass(frozen=True, slots=True)
class IssuedGuestLink:
    """A link just made. The secret exists nowhere else: it goes in one letter."""

    secret: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OpenedGuestLink:
    """``actor`` is the guest. ``subject_id``: the one thing that the link opens, None for all those of its scope."""

    actor: Actor
    guest_id: int
    scope: GuestScope
    subject_id: int | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class DatedOrganisationName:
    """A dated name of an organisation; None means no bound on that side."""

    name: str
    valid_from: date | None
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class OrganisationServiceRow:
    service_id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class OrganisationDetail:
    """Full directory record of one organisation, with the name valid on a given day."""

    organisation_id: int
    code: str
    name: str
    kind: str
    siret: str
    phone: str
    is_host: bool
    names: tuple[DatedOrganisationName, ...]
    services: tuple[OrganisationServiceRow, ...]

    @property
    def kind_label(self) -> str:
        return KIND_LABELS.get(OrganisationKind(self.kind), self.kind)


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """A membership as shown on a page."""

    membership_id: int
    role: Role
    host_id: int
    organisation_id: int
    organisation: str
    service: str
    zone_kind: str
    zone_code: str
    valid_from: date
    valid_until: date | None

    @property
    def role_label(self) -> str:
        return ROLE_LABELS[self.role]

    @property
    def zone_label(self) -> str:
        """« département 18 »; empty for the whole territory of the pact."""
        return f"{ZONE_LABELS[ZoneKind(self.zone_kind)][0]} {self.zone_code}" if self.zone_kind else ""

    def is_in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or self.valid_until >= on)


@dataclass(frozen=True, slots=True)
class PersonDetail:
    """A person and the memberships that the reader may see, current first."""

    person_id: int
    name: str
    email: str
    is_active: bool
    last_login: datetime | None
    has_second_factor: bool
    memberships: tuple[MembershipRow, ...]


@dataclass(frozen=True, slots=True)
class MembershipPeriod:
    """Dates of a membership, past, current or future."""

    person_id: int
    organisation_id: int
    valid_from: date
    valid_until: date | None

    def is_in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or self.valid_until >= on)


@dataclass(frozen=True, slots=True)
class SubstitutionRow:
    """``substitute`` replaces ``person`` between two dates, both included."""

    substitution_id: int
    person_id: int
    person: str
    substitute_id: int
    substitute: str
    valid_from: date
    valid_until: date
    reason: str


@dataclass(frozen=True, slots=True)
class TotpEnrolment:
    """Set-up data of a TOTP app: the secret to type, or the otpauth URL for the QR code."""

    device_id: int
    secret: str
    otpauth_url: str

    @property
    def grouped_secret(self) -> str:
        """The secret in groups of four characters, easier to copy."""
        return " ".join(self.secret[start : start + 4] for start in range(0, len(self.secret), 4))


@dataclass(frozen=True, slots=True)
class AccountState:
    """Credentials of an account: ``password`` is its hash, ``totp_keys`` the secrets of its confirmed TOTP devices."""

    person_id: int
    email: str
    is_active: bool
    password: str
    totp_keys: tuple[str, ...] = ()


def display_name(first_name: str | None, last_name: str | None, email: str | None) -> str:
    """Display name of a person: the e-mail when there is no name, "" when all three are None."""
    return f"{first_name or ''} {last_name or ''}".strip() or email or ""
