"""Candidates for a handover: colleagues by name, and other bodies that accompany people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.accounts.models import Membership, Organisation, Person
from pacte.accounts.queries import organisation_names, valid_on
from pacte.journeys.models import PlannedHandover, Referent
from pacte.journeys.queries.adviser_learners import LearnerRecord
from pacte.journeys.queries.adviser_scope import adviser_bodies
from pacte.kernel.actor import Actor, Role
from pacte.kernel.errors import ensure_found
from pacte.kernel.french import fold_text


@dataclass(frozen=True, slots=True)
class HandoverCandidate:
    """``person_id`` None: the body assigns the person itself."""

    body_id: int
    person_id: int | None
    label: str

    @property
    def key(self) -> str:
        return f"{self.body_id}-{self.person_id or ''}"


def handover_candidates(*, actor: Actor, record: LearnerRecord, on: date) -> list[HandoverCandidate]:
    """Colleagues first, then the other bodies of the pact that have an adviser; the present referent is excluded."""
    adviser_bodies(actor)
    posts = list(
        Membership.objects.filter(
            valid_on(on), host_id=record.learner.organisation_id, role=Role.ADVISER, person__is_active=True
        ).select_related("person")
    )
    names = organisation_names(on=on)
    colleagues = {
        post.person_id: HandoverCandidate(post.organisation_id, post.person_id, str(post.person))
        for post in posts
        if post.organisation_id == record.body_id and post.person_id != record.person_id
    }
    others = {
        post.organisation_id: HandoverCandidate(post.organisation_id, None, names.get(post.organisation_id, ""))
        for post in posts
        if post.organisation_id != record.body_id
    }
    return [
        *sorted(colleagues.values(), key=lambda each: fold_text(each.label)),
        *sorted(others.values(), key=lambda each: fold_text(each.label)),
    ]


def colleague_candidates(*, actor: Actor, on: date) -> list[HandoverCandidate]:
    """The other advisers of the actor's network, by name."""
    posts = Membership.objects.filter(
        valid_on(on), organisation_id=adviser_bodies(actor)[0], role=Role.ADVISER, person__is_active=True
    ).exclude(person_id=actor.person_id)
    candidates = {
        post.person_id: HandoverCandidate(post.organisation_id, post.person_id, str(post.person))
        for post in posts.select_related("person")
    }
    return sorted(candidates.values(), key=lambda each: fold_text(each.label))


def advisers_of_body(*, body_id: int, host_id: int, on: date) -> set[int]:
    """Active advisers of a body, to notify them."""
    posts = Membership.objects.filter(
        valid_on(on), host_id=host_id, organisation_id=body_id, role=Role.ADVISER, person__is_active=True
    )
    return set(posts.values_list("person_id", flat=True))


def body_by_id(identifier: int) -> Organisation:
    """Raises ``NotFound``."""
    return ensure_found(Organisation.objects.filter(pk=identifier).first())


def person_of_candidate(candidate: HandoverCandidate) -> Person | None:
    """The colleague named, None when the body assigns the person itself."""
    return Person.objects.filter(pk=candidate.person_id).first() if candidate.person_id else None


def planned_handover(*, actor: Actor, record: LearnerRecord) -> PlannedHandover | None:
    """The planned handover of a learner whose record the actor may read."""
    adviser_bodies(actor)
    return PlannedHandover.objects.select_related("person").filter(learner=record.learner).first()


def handovers_to_apply(*, actor: Actor, on: date) -> list[tuple[PlannedHandover, bool]]:
    """Handovers whose day has come, and whether the giver is still the referent. For the machine: raises
    ``NotFound``.
    """
    actor.require_system()
    rows = list(PlannedHandover.objects.select_related("learner", "person").filter(on__lte=on).order_by("on", "pk"))
    present = dict(
        Referent.objects.filter(learner__in=[row.learner_id for row in rows], valid_until=None).values_list(
            "learner_id", "body_id"
        )
    )
    return [(row, present.get(row.learner_id) == row.giver_id) for row in rows]
