"""The people of a campaign: planned, noted as joined, counted by their consent, undone, withdrawn by themselves."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from pacte.audit.services import audit_event
from pacte.journeys.models import CampaignContact, CountedContact, Journey, Referent
from pacte.journeys.queries.campaigns import own_campaign, own_contact
from pacte.journeys.records.campaigns import CampaignContactState
from pacte.journeys.rules.campaigns import refuse_planned_day, refuse_reached_day
from pacte.journeys.services.learners import refuse_unless_referent
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, ensure_found, hide_unless
from pacte.notifications.services.system_access import as_system

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from uuid import UUID

    from pacte.journeys.models import Learner
    from pacte.journeys.records.campaigns import CampaignChannel
    from pacte.kernel.actor import Actor

_NOT_THERE = "Ce contact n’est plus dans cet état."


def plan_contacts(
    *, actor: Actor, campaign_id: int, learner_keys: Collection[UUID], planned_on: date, channel: CampaignChannel
) -> list[CampaignContact]:
    """Those who are in it already are left as they are. Returns the new ones.

    Raises ``NotFound`` for somebody whom the body of the campaign does not follow or without a journey, ``Conflict`` on
    a closed campaign, ``ValidationError`` (``planned_on``).
    """
    campaign = own_campaign(actor=actor, campaign_id=campaign_id)
    refuse_planned_day(planned_on, starts_on=campaign.starts_on, ends_on=campaign.ends_on, closed_on=campaign.closed_on)
    latest = _latest_journeys(learner_keys, campaign.body_id)
    hide_unless(len(latest) == len(set(learner_keys)))
    known = set(campaign.contacts.filter(learner_id__in=latest).values_list("learner_id", flat=True))
    contacts = [
        CampaignContact(
            organisation_id=campaign.organisation_id, campaign=campaign, body_id=campaign.body_id,
            learner_id=learner_id, journey=journey, channel=channel, planned_on=planned_on,
        )
        for learner_id, journey in latest.items() if learner_id not in known
    ]  # fmt: skip
    for each in contacts:
        with _audited(actor, "journeys.plan_contact", "Contact prévu", each.journey.learner, campaign.body_id):
            each.save()
    return contacts


def record_contact(*, actor: Actor, contact_id: int, reached_on: date, is_agreed: bool) -> CampaignContact:
    """The person was joined on that day; ``is_agreed``: they agree to be counted, today.

    Raises ``NotFound``, ``Conflict`` when it was noted before, ``ValidationError`` (``reached_on``).
    """
    contact = _contact_in(actor, contact_id, CampaignContactState.PLANNED)
    refuse_reached_day(reached_on, starts_on=contact.campaign.starts_on, on=today())
    with _audited(actor, "journeys.record_contact", "Contact noté", contact.learner, contact.body_id):
        contact.reached_on, contact.consent_on = reached_on, today() if is_agreed else None
        contact.save(update_fields=["reached_on", "consent_on"])
        if is_agreed:
            _add_row(contact)
    return contact


def undo_contact(*, actor: Actor, contact_id: int) -> CampaignContact:
    """The contact was noted by mistake: it is planned again. Raises ``NotFound`` or ``Conflict``."""
    contact = _contact_in(actor, contact_id, CampaignContactState.COUNTED, CampaignContactState.NOT_COUNTED)
    with _audited(actor, "journeys.undo_contact", "Contact défait", contact.learner, contact.body_id):
        _withdraw_row(contact)
        contact.reached_on, contact.consent_on = None, None
        contact.save(update_fields=["reached_on", "consent_on"])
    return contact


def remove_contact(*, actor: Actor, contact_id: int) -> None:
    """Somebody who was not joined leaves the campaign. Raises ``NotFound`` or ``Conflict``."""
    contact = _contact_in(actor, contact_id, CampaignContactState.PLANNED)
    with _audited(actor, "journeys.remove_contact", "Contact retiré", contact.learner, contact.body_id):
        contact.delete()


def withdraw_contact_consent(*, actor: Actor, contact_id: int) -> CampaignContact:
    """By the person, through their link, or by the body that follows them and runs the campaign, when they ask.

    The contact no longer counts from today. Raises ``NotFound``, ``Conflict`` without a consent.
    """
    if actor.learner_id is None:
        contact = _contact_in(actor, contact_id, CampaignContactState.COUNTED)
        return _withdraw(actor, contact)
    with as_system(actor):
        rows = CampaignContact.objects.select_related("campaign", "learner").select_for_update(of=("self",))
        contact = ensure_found(rows.filter(pk=contact_id, learner_id=actor.learner_id).first())
        _refuse_unless_in(contact, CampaignContactState.COUNTED)
        return _withdraw(actor, contact)


def _withdraw(actor: Actor, contact: CampaignContact) -> CampaignContact:
    with _audited(actor, "journeys.withdraw_contact_consent", "Accord retiré", contact.learner, contact.body_id):
        _withdraw_row(contact)
        contact.withdrawn_on = today()
        contact.save(update_fields=["withdrawn_on"])
    return contact


def _contact_in(actor: Actor, contact_id: int, *states: CampaignContactState) -> CampaignContact:
    contact = own_contact(actor=actor, contact_id=contact_id, is_locked=True)
    refuse_unless_referent(actor, contact.learner, contact.body_id, "journeys.orient")
    _refuse_unless_in(contact, *states)
    return contact


def _refuse_unless_in(contact: CampaignContact, *states: CampaignContactState) -> None:
    if contact.state not in states:
        raise Conflict("contact_state", _NOT_THERE, "Quelqu’un l’a changé depuis.", "Relisez la page.")


def _add_row(contact: CampaignContact, *, corrects: CountedContact | None = None) -> None:
    campaign = contact.campaign
    CountedContact.objects.create(
        organisation_id=contact.organisation_id, contact=contact, learner_id=contact.learner_id,
        journey_id=contact.journey_id, plan_id=campaign.plan_id, plan_action_id=campaign.plan_action_id,
        happened_on=contact.reached_on, recorded_at=now(), corrects=corrects, is_withdrawn=corrects is not None,
    )  # fmt: skip


def _withdraw_row(contact: CampaignContact) -> None:
    """The last row of the contact is the one that counts, unless it was withdrawn."""
    last = contact.counted.order_by("-pk").first()
    if last is not None and not last.is_withdrawn:
        _add_row(contact, corrects=last)


def _latest_journeys(learner_keys: Collection[UUID], body_id: int) -> dict[int, Journey]:
    """By learner, among those whom the body follows."""
    followed = Referent.objects.filter(body_id=body_id, valid_until=None, learner__key__in=learner_keys)
    journeys = Journey.objects.filter(learner_id__in=followed.values("learner_id"), learner__purged_at=None)
    return {each.learner_id: each for each in journeys.select_related("learner").order_by("opened_on", "pk")}


def _audited(actor: Actor, name: str, label: str, learner: Learner, body_id: int) -> AbstractContextManager[object]:
    return audit_event(
        actor=actor, name=name, subject_kind="learner", subject_id=learner.key, subject_label=label,
        organisation_id=body_id,
    )  # fmt: skip
