"""Stakeholders of an action: leads, people acting for them, partners. Permissions of other apps use them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import ActiveMembership, Actor, Role

# The owner of an object may work on it whatever the role of their post in the pact, except for these roles.
_NON_OWNER_ROLES = frozenset({Role.PROVIDER, Role.ADVISER, Role.VISITOR})


class ActionAccessLevel(StrEnum):
    """Extent of a role's permission for one act: none, actions led, actions taken part in, or the whole pact."""

    NONE = "-"
    LED = "l"
    TAKING_PART = "p"
    HOST = "h"


@dataclass(frozen=True, slots=True)
class ActionStakeholders:
    """Identifiers of the stakeholders of an action.

    A partner is a known organisation that the plan names in addition to the leads.
    """

    host_id: int
    number: ActionCode
    lead_organisation_ids: frozenset[int] = frozenset()
    lead_service_ids: frozenset[int] = frozenset()
    lead_person_ids: frozenset[int] = frozenset()
    partner_organisation_ids: frozenset[int] = frozenset()

    def leads(self, actor: Actor, post: ActiveMembership) -> bool:
        """Return whether the post leads the action: named in person, or through a lead organisation.

        A post with a service acts for that service only.
        """
        if post.role is not Role.ACTION_LEAD or post.host_id != self.host_id:
            return False
        if actor.person_id in self.lead_person_ids:
            return True
        return post.organisation_id in self.lead_organisation_ids and (
            post.service_id is None or post.service_id in self.lead_service_ids
        )

    def takes_part(self, post: ActiveMembership) -> bool:
        """Return whether the post's organisation leads the action or is its partner."""
        return post.organisation_id in self.lead_organisation_ids | self.partner_organisation_ids

    def is_reached_by(self, actor: Actor, post: ActiveMembership, level: ActionAccessLevel) -> bool:
        """Return whether the post reaches the action, for the level ``LED`` or ``TAKING_PART``."""
        return self.leads(actor, post) if level is ActionAccessLevel.LED else self.takes_part(post)

    def owns(self, actor: Actor, owner_id: int | None) -> bool:
        """Return whether the actor owns an object of this action and works in the pact."""
        if actor.person_id is None or actor.person_id != owner_id:
            return False
        return any(post.host_id == self.host_id and post.role not in _NON_OWNER_ROLES for post in actor.memberships)
