"""Who acts. Every query and service takes an ``Actor``, a snapshot of rights taken when the request begins."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from pacte.kernel.errors import NotFound, PermissionDenied


class Role(StrEnum):
    """Role of a membership. The rights of each role are in the ``permissions`` of each room."""

    ADMINISTRATOR = "administrator"
    REGION_PILOT = "region_pilot"
    ACTION_LEAD = "action_lead"
    PARTNER = "partner"
    PROVIDER = "provider"
    ADVISER = "adviser"
    ANALYST = "analyst"
    BUYER = "buyer"
    FINANCE_OFFICER = "finance_officer"
    STATE_READER = "state_reader"
    AUDITOR = "auditor"
    VISITOR = "visitor"


@dataclass(frozen=True, slots=True)
class ActiveMembership:
    """One membership in force: the person's role for ``organisation_id`` in the pact steered by ``host_id``."""

    role: Role
    organisation_id: int
    host_id: int
    service_id: int | None = None
    zone_kind: str = ""
    zone_code: str = ""

    @property
    def is_third_party_buyer(self) -> bool:
        """True for a buyer of another organisation than the Region, such as the employment service."""
        return self.role is Role.BUYER and self.organisation_id != self.host_id


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with their memberships in force, or the system (``is_system``), or nobody.

    ``learner_id``: a learner who came through a personal link, without an account. They only ever see their own record.
    ``guest_id``: a guest who came through a link proved by e-mail (docs/adr/0046). They only ever see their own rows.
    """

    person_id: int | None = None
    name: str = ""
    memberships: tuple[ActiveMembership, ...] = field(default=())
    is_system: bool = False
    learner_id: int | None = None
    guest_id: int | None = None

    @property
    def is_anonymous(self) -> bool:
        return self.person_id is None and not self.is_system and self.learner_id is None and self.guest_id is None

    @property
    def organisation_ids(self) -> frozenset[int]:
        return frozenset(membership.organisation_id for membership in self.memberships)

    @property
    def host_ids(self) -> frozenset[int]:
        return frozenset(membership.host_id for membership in self.memberships)

    def require_system(self, code: str = "", message: str = "", reason: str = "", hint: str = "") -> None:
        """Refuses people: ``PermissionDenied`` with this message when there is one, else ``NotFound``."""
        if not self.is_system:
            raise PermissionDenied(code, message, reason, hint) if code else NotFound

    def has_role(self, *roles: Role, host_id: int | None = None) -> bool:
        """True when one of the memberships has one of these roles (for that host, when one is given)."""
        return any(
            membership.role in roles and (host_id is None or membership.host_id == host_id)
            for membership in self.memberships
        )


NOBODY = Actor()


def system_actor(name: str) -> Actor:
    """The system as an actor, for jobs and for commands typed on the server. ``name`` is written to the audit log."""
    return Actor(name=name, is_system=True)
