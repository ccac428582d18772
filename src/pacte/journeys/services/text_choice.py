"""« Plus de SMS »: said by the person on their page, or noted by the one who accompanies them. It can be undone."""

from __future__ import annotations

from pacte.audit.services import audit_event
from pacte.journeys.models import Learner, LearnerContact, Referent
from pacte.journeys.permissions import JourneyScope, may
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.notifications.services.system_access import as_system


def choose_texts(*, actor: Actor, learner: Learner, wanted: bool) -> None:
    """For the person themselves, or for the present referent's body. Raises ``NotFound``."""
    present = Referent.objects.filter(learner=learner, valid_until=None).values_list("body_id", flat=True).first()
    is_referent = may(actor, "journeys.orient", JourneyScope(learner.organisation_id, present))
    if actor.learner_id != learner.pk and not is_referent:
        raise NotFound
    with as_system(actor), audit_event(
        actor=actor, name="journeys.choose_texts", subject_kind="learner", subject_id=learner.key,
        subject_label="SMS voulus" if wanted else "Plus de SMS",
        organisation_id=None if actor.organisation_ids else present,
    ):  # fmt: skip
        contacts = LearnerContact.objects.filter(learner=learner)
        if wanted:
            contacts.update(no_texts_on=None)
        else:
            contacts.filter(no_texts_on=None).update(no_texts_on=today())
