"""Writes in the shared notebook: a note, or a contact made or attempted; and who has read it."""

from __future__ import annotations

from uuid import UUID

from pacte.audit.services import audit_event
from pacte.journeys.models import Journey, Learner, NotebookEntry, NotebookReading
from pacte.journeys.queries.notebook import Notebook, is_referent, notebook_journey
from pacte.journeys.records import JourneyState
from pacte.journeys.records.adviser_desk import NOTE_LABELS, NoteKind, Phase
from pacte.journeys.rules.desk import phase_of
from pacte.journeys.rules.retention import purge_on
from pacte.journeys.services.obligations import settle_first_contacts
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import ValidationError
from pacte.notifications.services.system_access import as_system

LONGEST = 1000


def write_notebook_entry(
    *, actor: Actor, key: UUID | str, kind: NoteKind = NoteKind.WORD, text: str = "", reached: bool | None = None
) -> NotebookEntry:
    """Adds an entry to the journey, for the referrer and the provider. Reaching the learner is a sign of life.

    Raises ``NotFound``, or ``ValidationError`` (empty note, too long, no outcome of a contact).
    """
    journey = notebook_journey(actor=actor, key=key)
    text = text.strip()
    _refuse(kind, text, reached)
    with audit_event(
        actor=actor, name="journeys.write_note", subject_kind="journey", subject_id=journey.key,
        subject_label=f"Carnet partagé : {NOTE_LABELS[kind].lower()}",
    ):  # fmt: skip
        line = NotebookEntry.objects.create(
            organisation_id=journey.organisation_id,
            learner_id=journey.learner_id,
            journey_id=journey.pk,
            body_id=_body(actor, journey),
            phase=phase_of(JourneyState(journey.state)),
            kind=kind,
            reached=None if kind is NoteKind.WORD else reached,
            text=text,
            at=now(),
            person_name=actor.name[:200],
        )
        if line.reached:
            _update_last_seen(journey.learner)
            if line.phase != Phase.BEFORE:
                settle_first_contacts(actor=actor, journey=journey, body_ids=[line.body_id])
    return line


def mark_notebook_read(*, actor: Actor, notebook: Notebook) -> None:
    """Says that the actor has read this notebook, obtained through a checked query; idempotent, one row a reader.

    The referrer reads the entries of all the learner's journeys at once, the provider those of its own.
    """
    journey = notebook.journey
    if actor.person_id is None:
        return
    NotebookReading.objects.update_or_create(
        learner_id=journey.learner_id,
        journey_id=None if notebook.is_referrer else journey.pk,
        person_id=actor.person_id,
        defaults={"read_at": now(), "organisation_id": journey.organisation_id},
    )


def record_sign_of_life(*, actor: Actor, learner: Learner) -> None:
    """The learner answered or came, without a step of a journey: silence counts from today."""
    with as_system(actor):
        _update_last_seen(learner)


def _refuse(kind: NoteKind, text: str, reached: bool | None) -> None:
    if kind is NoteKind.WORD and not text:
        raise ValidationError("text", "Il n’y a rien d’écrit.", hint="Écrivez un mot, ou revenez au carnet.")
    if len(text) > LONGEST:
        raise ValidationError("text", f"Ce mot dépasse {LONGEST} signes.", hint="Écrivez-le en deux fois.")
    if kind is not NoteKind.WORD and reached is None:
        raise ValidationError("reached", "On ne sait pas si la personne a été jointe.", hint="Dites-le.")


def _body(actor: Actor, journey: Journey) -> int | None:
    """The body that writes: the referrer first, for an actor who belongs to both."""
    if journey.referrer_id in actor.organisation_ids and is_referent(actor, journey):
        return journey.referrer_id
    return journey.provider_body_id


def _update_last_seen(learner: Learner) -> None:
    on = today()
    if learner.last_seen_on < on:
        learner.last_seen_on, learner.purge_on = on, purge_on(on)
        learner.save(update_fields=["last_seen_on", "purge_on"])
