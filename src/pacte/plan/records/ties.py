"""Who is tied to an action: its leads, the people who act for them, its partners. Rights of other rooms hang on it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor, Post, Role

# Whoever owns a thing works on it, whatever the role of the post that they hold in the pact, but for these.
_NEVER_OWNS = frozenset({Role.PROVIDER, Role.ADVISER, Role.VISITOR})


class Reach(StrEnum):
    """How far a role carries for one act: refused, the actions led, those taken part in, all those of the pact."""

    NONE = "-"
    LED = "l"
    TAKING_PART = "p"
    HOST = "h"


@dataclass(frozen=True, slots=True)
class ActionTies:
    """Identifiers only. A partner is an organisation of the directory that the plan names beside the leads."""

    host_id: int
    number: ActionCode
    lead_organisation_ids: frozenset[int] = frozenset()
    lead_service_ids: frozenset[int] = frozenset()
    lead_person_ids: frozenset[int] = frozenset()
    partner_organisation_ids: frozenset[int] = frozenset()

    def leads(self, actor: Actor, post: Post) -> bool:
        """True for who was named in person, and for a lead's post; one with a service acts for that service alone."""
        if post.role is not Role.ACTION_LEAD or post.host_id != self.host_id:
            return False
        if actor.person_id in self.lead_person_ids:
            return True
        return post.organisation_id in self.lead_organisation_ids and (
            post.service_id is None or post.service_id in self.lead_service_ids
        )

    def takes_part(self, post: Post) -> bool:
        """True for a post of an organisation that leads the action or is its partner."""
        return post.organisation_id in self.lead_organisation_ids | self.partner_organisation_ids

    def reached(self, actor: Actor, post: Post, reach: Reach) -> bool:
        """True when this post of the pact, whose role carries to what is led or taken part in, reaches the action."""
        return self.leads(actor, post) if reach is Reach.LED else self.takes_part(post)

    def owns(self, actor: Actor, owner_id: int | None) -> bool:
        """True for the person who owns a thing of this action, while they work in the pact."""
        if actor.person_id is None or actor.person_id != owner_id:
            return False
        return any(post.host_id == self.host_id and post.role not in _NEVER_OWNS for post in actor.posts)
