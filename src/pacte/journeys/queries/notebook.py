"""The notebook shared by the referrer and the provider, with the number of contacts before, during and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count

from pacte.accounts.queries import organisation_names
from pacte.journeys.models import Journey, LearnerContact, NotebookEntry, Referent
from pacte.journeys.permissions import JourneyScope, may
from pacte.journeys.queries.adviser_learners import notebook_item
from pacte.journeys.queries.journeys import journey_scope
from pacte.journeys.records.adviser_desk import NotebookItem, NoteKind, Phase
from pacte.journeys.rules.masking import shown_network
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound, ensure_found

_MOST = 200


@dataclass(frozen=True, slots=True)
class Notebook:
    """Entries, latest first. ``contacts``: those that took place, by phase."""

    journey: Journey
    name: str
    title: str
    referrer: str
    provider: str
    is_referrer: bool
    lines: tuple[NotebookItem, ...]
    contacts: dict[Phase, int]


def read_notebook(*, actor: Actor, key: UUID | str, on: date) -> Notebook:
    """The notebook of one journey, for the body that orients it and for the provider that trains it.

    The referrer also reads the entries of the learner's other journeys. Raises ``NotFound``.
    """
    journey = notebook_journey(actor=actor, key=key)
    is_referrer = journey.referrer_id in actor.organisation_ids and is_referent(actor, journey)
    entries = NotebookEntry.objects.filter(learner_id=journey.learner_id)
    if not is_referrer:
        entries = entries.filter(journey_id=journey.pk)
    names = organisation_names(on=on)
    # The name of the network may disclose a protected fact: only that network sees it.
    body_labels = names | {journey.referrer_id: _network_label(names.get(journey.referrer_id, ""), is_referrer)}
    counted = entries.filter(reached=True).exclude(kind=NoteKind.WORD).values_list("phase").annotate(Count("pk"))
    contacts = dict(counted.order_by())
    contact = LearnerContact.objects.filter(learner_id=journey.learner_id).first()
    return Notebook(
        journey=journey,
        name=f"{contact.first_name} {contact.last_name}" if contact else "Nom effacé",
        title=journey.session.training.title if journey.session else "",
        referrer=body_labels.get(journey.referrer_id, ""),
        provider=names.get(journey.provider_body_id or 0, ""),
        is_referrer=is_referrer,
        lines=tuple(notebook_item(row, body_labels) for row in entries.order_by("-at", "-pk")[:_MOST]),
        contacts={phase: contacts.get(phase, 0) for phase in Phase},
    )


def _network_label(name: str, is_referrer: bool) -> str:
    return name if is_referrer else shown_network(name)


def notebook_journey(*, actor: Actor, key: UUID | str) -> Journey:
    """The journey of a notebook that the actor may read and write. Raises ``NotFound``."""
    journeys = Journey.objects.select_related("learner", "session__training_action__training")
    journey = ensure_found(journeys.filter(key=key).first())
    by_referrer = JourneyScope(journey.organisation_id, referrer_id=journey.referrer_id)
    if may(actor, "journeys.write_notebook", by_referrer) and is_referent(actor, journey):
        return journey
    by_provider = JourneyScope(journey.organisation_id, provider_id=journey_scope(journey).provider_id)
    if may(actor, "journeys.write_notebook", by_provider):
        return journey
    raise NotFound


def is_referent(actor: Actor, journey: Journey) -> bool:
    """True when the body that orients the journey is still the person's referent."""
    return (
        actor.is_system
        or Referent.objects.filter(
            learner_id=journey.learner_id, body_id__in=actor.organisation_ids, valid_until=None
        ).exists()
    )
