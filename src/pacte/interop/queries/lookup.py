"""Find the person and session of an act: by the number of a tool, by InterCarif numbers."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from pacte.interop.models import DossierReference, PersonReference
from pacte.interop.records import SessionInput
from pacte.journeys.models import Journey, Learner, LearnerContact, Referent, Step
from pacte.kernel.actor import Actor
from pacte.offer.models import Session


def sessions_matching(*, actor: Actor, host_id: int, numbers: SessionInput) -> list[Session]:
    """Matching sessions: one when the numbers are sufficient, none when they are unknown."""
    actor.require_system()
    if not numbers.numbers_text:
        return []
    sessions = Session.objects.filter(training_action__training__host_id=host_id, closed_on=None)
    if numbers.session:
        sessions = sessions.filter(number=numbers.session)
    if numbers.action:
        sessions = sessions.filter(training_action__number=numbers.action)
    if numbers.training:
        sessions = sessions.filter(training_action__training__number=numbers.training)
    rows = list(sessions.order_by("pk")[:50])
    dated = [each for each in rows if numbers.starts_on and each.starts_on == numbers.starts_on]
    return dated if len(rows) > 1 and dated else rows


def learner_by_reference(
    *, actor: Actor, host_id: int, source: str, reference: str, body_id: int | None, last_name: str = ""
) -> Learner | None:
    """Find by the number in that tool, else by the same number noted by hand in a record of the body, under the same
    name.
    """
    actor.require_system()
    references = PersonReference.objects.select_related("learner").filter(
        organisation_id=host_id, source=source, reference=reference
    )
    if known_reference := references.first():
        return known_reference.learner
    contacts = LearnerContact.objects.select_related("learner").filter(
        organisation_id=host_id, partner_number=reference, learner__referents__body_id=body_id,
        learner__referents__valid_until=None,
    )  # fmt: skip
    if last_name:
        contacts = contacts.filter(last_name__iexact=last_name)
    matches = list(contacts[:2])
    return matches[0].learner if len(matches) == 1 else None


def known_person_references(*, actor: Actor, host_id: int, source: str, references: Collection[str]) -> set[str]:
    """Numbers among these that identify a known person, by that tool or by hand in any network."""
    actor.require_system()
    by_tool = PersonReference.objects.filter(organisation_id=host_id, source=source, reference__in=references)
    by_hand = LearnerContact.objects.filter(organisation_id=host_id, partner_number__in=references)
    return {
        *by_tool.values_list("reference", flat=True),
        *by_hand.values_list("partner_number", flat=True),
    }


def referent_body_id(*, actor: Actor, learner: Learner) -> int | None:
    actor.require_system()
    return Referent.objects.filter(learner=learner, valid_until=None).values_list("body_id", flat=True).first()


def journey_by_dossier_reference(*, actor: Actor, host_id: int, source: str, reference: str) -> Journey | None:
    actor.require_system()
    references = DossierReference.objects.select_related("journey__learner").filter(
        organisation_id=host_id, source=source, reference=reference
    )
    dossier = references.first() if reference else None
    return dossier.journey if dossier else None


def candidate_journeys(*, actor: Actor, learner: Learner, session_id: int | None) -> list[Journey]:
    """Journeys of the learner that an act on that session may concern, the most likely first."""
    actor.require_system()
    open_journeys = list(learner.journeys.exclude(state="closed").order_by("-opened_on", "-pk"))
    on_session = [each for each in open_journeys if session_id is not None and each.session_id == session_id]
    without_session = [each for each in open_journeys if each.session_id is None and each.state in ("new", "open")]
    return on_session or without_session


def recorded_message_keys(*, actor: Actor, keys: Collection[str]) -> set[str]:
    """Message keys among these whose step is recorded and not corrected since."""
    actor.require_system()
    key_by_step_id = dict(Step.objects.filter(message_key__in=keys).values_list("pk", "message_key"))
    corrected = set(Step.objects.filter(corrects_id__in=key_by_step_id).values_list("corrects_id", flat=True))
    return {str(key) for identifier, key in key_by_step_id.items() if identifier not in corrected}


def steps_of_act(*, actor: Actor, journey: Journey, act_key: str) -> list[Step]:
    """Steps that one act wrote in a journey, not corrected since, in order."""
    actor.require_system()
    rows = list(journey.steps.filter(Q(message_key__startswith=f"{act_key}:")).order_by("pk"))
    corrected = set(Step.objects.filter(corrects_id__in=[row.pk for row in rows]).values_list("corrects_id", flat=True))
    return [row for row in rows if row.pk not in corrected and not row.is_withdrawn]
