"""Who follows a person during a training: the mode that the Region decided, and whom the provider named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from pacte.accounts.models import Membership, Person
from pacte.accounts.queries import organisation_names, valid_on
from pacte.journeys.models import Journey, Referent, RelationSetting, TrainingReferent
from pacte.journeys.permissions import hosts_with_journey_right, providers_with_journey_right
from pacte.journeys.records.relations import FollowUpLead, RelationDecision, RelationMode
from pacte.journeys.rules.masking import shown_network
from pacte.journeys.rules.relations import decision_in_force, lead_of, may_name_referent, mode_in_force
from pacte.journeys.rules.state_machine import IN_TRAINING
from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import today
from pacte.kernel.errors import hide_unless
from pacte.notifications.services.system_access import as_system


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Who follows one journey. ``decision`` None: the Region decided nothing, the referent follows alone.

    ``referent``: the person, else the body; ``training_referent`` is empty while the provider has named nobody.
    """

    decision: RelationDecision | None
    lead: FollowUpLead
    referent: str
    provider: str
    training_referent: str
    training_referent_since: date | None
    is_in_training: bool

    @property
    def mode(self) -> RelationMode:
        return self.decision.mode if self.decision else RelationMode.SINGLE

    @property
    def is_name_due(self) -> bool:
        """True when the provider must say who follows its trainee."""
        return self.is_in_training and may_name_referent(self.mode) and not self.training_referent


@dataclass(frozen=True, slots=True)
class NameDue:
    """A trainee for whom the provider has named nobody."""

    key: UUID
    name: str
    title: str
    entered_on: date


def relation_decisions(*, actor: Actor, host_id: int) -> list[RelationDecision]:
    """All decisions of a Region, oldest first: what it decides is said to everybody of its pact."""
    rows = RelationSetting.objects.filter(organisation_id=host_id).order_by("valid_from", "pk")
    return [RelationDecision(RelationMode(row.mode), row.valid_from, row.pk) for row in rows]


def may_read_relations(*, actor: Actor) -> bool:
    """True for the staff of a Region, who read what it decided and what was held."""
    return bool(hosts_with_journey_right(actor, "journeys.read_relations"))


def relation_settings(*, actor: Actor, host_id: int) -> list[RelationSetting]:
    """The decisions with who made them and why, latest first, for the staff of the Region."""
    hide_unless(host_id in hosts_with_journey_right(actor, "journeys.read_relations"))
    return list(RelationSetting.objects.filter(organisation_id=host_id).order_by("-valid_from", "-pk"))


def journey_decision(*, actor: Actor, journey: Journey) -> RelationDecision | None:
    """The decision that governs a training: that of the day of its entry, so that none changes on its way."""
    return decision_in_force(
        relation_decisions(actor=actor, host_id=journey.organisation_id), journey.entered_on or today()
    )


def follow_up(*, actor: Actor, journey: Journey, on: date) -> FollowUp:
    """Who follows a journey obtained through a checked query; the name of the network is masked for others."""
    is_own = actor.learner_id == journey.learner_id or journey.referrer_id in actor.organisation_ids
    with as_system(actor):
        decision = journey_decision(actor=actor, journey=journey)
        named = _named(journey).select_related("person").first()
        referent = _referent(journey, on, is_own=is_own)
        provider = organisation_names(on=on).get(journey.provider_body_id or 0, "")
    is_in_training = journey.state in IN_TRAINING
    is_named = named is not None and is_in_training
    mode = decision.mode if decision else RelationMode.SINGLE
    return FollowUp(
        decision=decision,
        lead=lead_of(mode, is_in_training=is_in_training, is_named=is_named),
        referent=referent,
        provider=provider or (journey.session.provider.name if journey.session else ""),
        training_referent=str(named.person) if named and is_in_training else "",
        training_referent_since=named.valid_from if named and is_in_training else None,
        is_in_training=is_in_training,
    )


def training_referent_candidates(*, actor: Actor, journey: Journey, on: date) -> Sequence[Person]:
    """People of the provider whom it may name, by name; none for an actor of another body."""
    if journey.provider_body_id not in providers_with_journey_right(actor, "journeys.train"):
        return ()
    posts = Membership.objects.filter(
        valid_on(on), host_id=journey.organisation_id, organisation_id=journey.provider_body_id, role=Role.PROVIDER,
        person__is_active=True,
    ).select_related("person")  # fmt: skip
    with as_system(actor):
        people = {post.person_id: post.person for post in posts}
    return sorted(people.values(), key=str)


def names_due(*, actor: Actor) -> list[NameDue]:
    """Trainees of the actor's organisation for whom a name is due, the oldest entry first."""
    bodies = providers_with_journey_right(actor, "journeys.train")
    hosts = {post.host_id for post in actor.memberships if post.organisation_id in bodies}
    decisions = {host: relation_decisions(actor=actor, host_id=host) for host in hosts}
    if not any(decisions.values()):
        return []
    named = TrainingReferent.objects.filter(body_id__in=bodies, valid_until=None).values("journey_id")
    rows = Journey.objects.filter(provider_body_id__in=bodies, state__in=IN_TRAINING, entered_on__isnull=False)
    rows = rows.exclude(pk__in=named).select_related("learner__contact", "session__training_action__training")
    return [_name_due(row) for row in _awaiting(rows.order_by("entered_on", "pk"), decisions)]


def _awaiting(rows: Iterable[Journey], decisions: dict[int, list[RelationDecision]]) -> Iterable[Journey]:
    for row in rows:
        mode = mode_in_force(decisions.get(row.organisation_id, ()), row.entered_on or today())
        if may_name_referent(mode):
            yield row


def _name_due(row: Journey) -> NameDue:
    contact = getattr(row.learner, "contact", None)
    name = f"{contact.last_name} {contact.first_name}" if contact else ""
    return NameDue(row.key, name, row.session.training.title if row.session else "", row.entered_on or today())


def _named(journey: Journey) -> QuerySet[TrainingReferent]:
    return TrainingReferent.objects.filter(journey=journey, body_id=journey.provider_body_id, valid_until=None)


def _referent(journey: Journey, on: date, *, is_own: bool) -> str:
    """Another organisation reads the network only, masked when its name would disclose a protected fact."""
    present = Referent.objects.filter(learner_id=journey.learner_id, valid_until=None).select_related("person").first()
    if present is None:
        return ""
    network = organisation_names(on=on).get(present.body_id, "")
    if not is_own:
        return shown_network(network)
    return f"{present.person}, {network}" if present.person else network
