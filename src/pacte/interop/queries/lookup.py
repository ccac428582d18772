"""Find the person and session of an act: by the number of a tool, by InterCarif numbers."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from pacte.interop.models import DossierReference, PersonReference
from pacte.interop.records import SessionGiven
from pacte.journeys.models import Journey, Learner, LearnerContact, Referent, Step
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.offer.models import Session


def sessions_given(*, actor: Actor, host_id: int, given: SessionGiven) -> list[Session]:
    """Matching sessions: one when the numbers are sufficient, none when they are unknown."""
    _refuse(actor)
    if not given.words:
        return []
    found = Session.objects.filter(training_action__training__host_id=host_id, closed_on=None)
    if given.session:
        found = found.filter(number=given.session)
    if given.action:
        found = found.filter(training_action__number=given.action)
    if given.training:
        found = found.filter(training_action__training__number=given.training)
    rows = list(found.order_by("pk")[:50])
    dated = [each for each in rows if given.starts_on and each.starts_on == given.starts_on]
    return dated if len(rows) > 1 and dated else rows


def learner_given(
    *, actor: Actor, host_id: int, source: str, reference: str, body_id: int | None, family: str = ""
) -> Learner | None:
    """Find by the number in that tool, else by the same number noted by hand in a record of the body, under the same
    name.
    """
    _refuse(actor)
    known = PersonReference.objects.select_related("learner").filter(
        organisation_id=host_id, source=source, reference=reference
    )
    if found := known.first():
        return found.learner
    noted = LearnerContact.objects.select_related("learner").filter(
        organisation_id=host_id, partner_number=reference, learner__referents__body_id=body_id,
        learner__referents__valid_until=None,
    )  # fmt: skip
    if family:
        noted = noted.filter(last_name__iexact=family)
    several = list(noted[:2])
    return several[0].learner if len(several) == 1 else None


def people_known(*, actor: Actor, host_id: int, source: str, references: Collection[str]) -> set[str]:
    """Numbers among these that identify a known person, by that tool or by hand in any network."""
    _refuse(actor)
    by_tool = PersonReference.objects.filter(organisation_id=host_id, source=source, reference__in=references)
    by_hand = LearnerContact.objects.filter(organisation_id=host_id, partner_number__in=references)
    return {
        *by_tool.values_list("reference", flat=True),
        *by_hand.values_list("partner_number", flat=True),
    }


def referent_body(*, actor: Actor, learner: Learner) -> int | None:
    _refuse(actor)
    return Referent.objects.filter(learner=learner, valid_until=None).values_list("body_id", flat=True).first()


def dossier_given(*, actor: Actor, host_id: int, source: str, reference: str) -> Journey | None:
    _refuse(actor)
    known = DossierReference.objects.select_related("journey__learner").filter(
        organisation_id=host_id, source=source, reference=reference
    )
    found = known.first() if reference else None
    return found.journey if found else None


def journeys_for(*, actor: Actor, learner: Learner, session_id: int | None) -> list[Journey]:
    """Journeys of the learner that an act on that session may concern, the most likely first."""
    _refuse(actor)
    found = list(learner.journeys.exclude(state="closed").order_by("-opened_on", "-pk"))
    on_it = [each for each in found if session_id is not None and each.session_id == session_id]
    free = [each for each in found if each.session_id is None and each.state in ("new", "open")]
    return on_it or free


def steps_said(*, actor: Actor, keys: Collection[str]) -> set[str]:
    """Message keys among these whose step is recorded and not corrected since."""
    _refuse(actor)
    found = dict(Step.objects.filter(message_key__in=keys).values_list("pk", "message_key"))
    corrected = set(Step.objects.filter(corrects_id__in=found).values_list("corrects_id", flat=True))
    return {str(key) for identifier, key in found.items() if identifier not in corrected}


def steps_of_slot(*, actor: Actor, journey: Journey, slot: str) -> list[Step]:
    """Steps that one act wrote in a journey, not corrected since, in order."""
    _refuse(actor)
    rows = list(journey.steps.filter(Q(message_key__startswith=f"{slot}:")).order_by("pk"))
    corrected = set(Step.objects.filter(corrects_id__in=[row.pk for row in rows]).values_list("corrects_id", flat=True))
    return [row for row in rows if row.pk not in corrected and not row.is_withdrawn]


def _refuse(actor: Actor) -> None:
    if not actor.is_system:
        raise NotFound
