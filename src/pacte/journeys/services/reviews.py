"""Plans a three-party review; each of the three says for themselves whether they were there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from pacte.audit.services import audit_event
from pacte.journeys.models import Journey, NotebookEntry, ThreePartyReview
from pacte.journeys.queries.notebook import is_referent, notebook_journey
from pacte.journeys.records.adviser_desk import NoteKind, Phase
from pacte.journeys.records.relations import ReviewConclusion, ReviewParty
from pacte.journeys.rules.relations import is_held_by_three
from pacte.journeys.rules.state_machine import IN_TRAINING
from pacte.journeys.services.notebook import record_sign_of_life
from pacte.journeys.services.obligations import settle_first_contacts
from pacte.kernel.actor import Actor
from pacte.kernel.clock import PARIS, now, today
from pacte.kernel.errors import Conflict, NotFound, ValidationError, ensure_found
from pacte.kernel.french import format_day
from pacte.notifications.services.system_access import as_system


@dataclass(frozen=True, slots=True)
class ReviewAnswer:
    """``held_on`` None: on the day that was planned, or already said. ``conclusion`` None: left as it is."""

    was_present: bool
    held_on: date | None = None
    conclusion: ReviewConclusion | None = None


def plan_review(*, actor: Actor, key: UUID | str, planned_on: date) -> ThreePartyReview:
    """For the referent and the provider, while the person is in training.

    Raises ``NotFound``, ``ValidationError`` (``planned_on``: before the entry) or ``Conflict`` (not in training).
    """
    journey = notebook_journey(actor=actor, key=key)
    if journey.state not in IN_TRAINING or journey.entered_on is None:
        raise Conflict(
            "review_outside_training", "Cette personne n’est pas en formation.",
            "Un bilan à trois se tient pendant la formation.", "Notez plutôt un contact au carnet.",
        )  # fmt: skip
    if planned_on < journey.entered_on:
        raise ValidationError(
            "planned_on", f"Elle est entrée le {format_day(journey.entered_on)}.", hint="Choisissez un jour qui suit."
        )
    body_id = _own_body(actor, journey)
    with audit_event(
        actor=actor, name="journeys.plan_review", subject_kind="journey", subject_id=journey.key,
        subject_label=f"Bilan à trois prévu le {format_day(planned_on)}", organisation_id=body_id,
    ):  # fmt: skip
        return ThreePartyReview.objects.create(
            organisation_id=journey.organisation_id, journey=journey, planned_by_id=body_id, planned_on=planned_on,
            person_name=actor.name[:200], planned_at=now(),
        )  # fmt: skip


def withdraw_review(*, actor: Actor, key: UUID | str, identifier: int) -> ThreePartyReview:
    """It does not take place. Raises ``NotFound``, or ``Conflict`` once the three said that it did."""
    journey = notebook_journey(actor=actor, key=key)
    review = _open_review(journey, identifier)
    with audit_event(
        actor=actor, name="journeys.withdraw_review", subject_kind="journey", subject_id=journey.key,
        subject_label=f"Bilan à trois du {format_day(review.planned_on)} annulé",
        organisation_id=_own_body(actor, journey),
    ):  # fmt: skip
        review.withdrawn_at = now()
        review.save(update_fields=["withdrawn_at"])
    return review


def answer_review(*, actor: Actor, key: UUID | str, identifier: int, answer: ReviewAnswer) -> ThreePartyReview:
    """The referent or the provider says for its own side whether the review took place with them.

    Raises ``NotFound``, ``ValidationError`` (``held_on``) or ``Conflict`` once the three said yes.
    """
    journey = notebook_journey(actor=actor, key=key)
    party = ReviewParty.REFERENT if _own_body(actor, journey) == journey.referrer_id else ReviewParty.PROVIDER
    return _answer(actor, _open_review(journey, identifier), party, answer)


def answer_own_review(*, actor: Actor, identifier: int, was_present: bool) -> ThreePartyReview:
    """The person says by their link whether they were there. Raises as ``answer_review``."""
    if actor.learner_id is None:
        raise NotFound
    with as_system(actor):
        journeys = Journey.objects.filter(learner_id=actor.learner_id, learner__purged_at=None)
        review = ThreePartyReview.objects.filter(pk=identifier, journey__in=journeys).select_related("journey").first()
        journey = ensure_found(review).journey
        return _answer(actor, _open_review(journey, identifier), ReviewParty.PERSON, ReviewAnswer(was_present))


def _own_body(actor: Actor, journey: Journey) -> int:
    """The body that acts: the referrer first, for an actor who belongs to both."""
    if journey.referrer_id in actor.organisation_ids and is_referent(actor, journey):
        return journey.referrer_id
    return ensure_found(journey.provider_body_id)


def _open_review(journey: Journey, identifier: int) -> ThreePartyReview:
    reviews = ThreePartyReview.objects.select_for_update(of=("self",)).select_related("journey__learner")
    review = ensure_found(reviews.filter(pk=identifier, journey=journey, withdrawn_at=None).first())
    if review.noted_at is not None:
        raise Conflict(
            "review_held",
            "Les trois ont dit que ce bilan a eu lieu.",
            "Il est noté au carnet.",
            "Prévoyez-en un autre.",
        )
    return review


def _answer(actor: Actor, review: ThreePartyReview, party: ReviewParty, answer: ReviewAnswer) -> ThreePartyReview:
    held_on = answer.held_on or review.held_on or review.planned_on
    if held_on > today():
        raise ValidationError(
            "held_on", f"Le {format_day(held_on)} est à venir.", "On dit ce qui a eu lieu.",
            "Revenez ce jour-là, ou corrigez la date.",
        )  # fmt: skip
    journey = review.journey
    if journey.entered_on is None or held_on < journey.entered_on:
        raise ValidationError("held_on", "Ce jour précède l’entrée en formation.", hint="Corrigez la date.")
    label = "dit avoir eu lieu" if answer.was_present else "dit manqué"
    with audit_event(
        actor=actor, name="journeys.answer_review", subject_kind="journey", subject_id=journey.key,
        subject_label=f"Bilan à trois du {format_day(held_on)}, {label}",
        organisation_id=None if actor.organisation_ids else journey.referrer_id,
    ):  # fmt: skip
        setattr(review, f"{party}_present", answer.was_present)
        setattr(review, f"{party}_at", now())
        if answer.was_present:
            review.held_on = held_on
        if answer.conclusion:
            review.conclusion = answer.conclusion
        if is_held_by_three(review.answers):
            review.noted_at = now()
        review.save()
        if review.noted_at:
            _note_contact(actor, review)
    return review


def _note_contact(actor: Actor, review: ThreePartyReview) -> None:
    """One contact in the notebook, at noon of the day when the three met, which reached the person."""
    journey = review.journey
    assert review.held_on
    with as_system(actor):
        NotebookEntry.objects.create(
            organisation_id=review.organisation_id,
            learner_id=journey.learner_id,
            journey_id=journey.pk,
            body_id=review.planned_by_id,
            phase=Phase.AFTER if journey.ended_on and review.held_on > journey.ended_on else Phase.DURING,
            kind=NoteKind.THREE_WAY,
            reached=True,
            text="",
            at=datetime.combine(review.held_on, time(12), PARIS),
            person_name=review.person_name,
        )
        settle_first_contacts(actor=actor, journey=journey, body_ids=[journey.referrer_id, journey.provider_body_id])
    record_sign_of_life(actor=actor, learner=journey.learner)
