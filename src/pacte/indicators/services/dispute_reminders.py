"""Reminders of disputes that are due or late. Run every morning; idempotent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from pacte.accounts.queries import actor_of, people_of_organisations
from pacte.indicators.models import Dispute, DisputeSide
from pacte.indicators.permissions import can_give_side, may
from pacte.indicators.rules.dispute import reminder_mark
from pacte.kernel.actor import Actor
from pacte.kernel.french import format_day
from pacte.notifications.services import notify


def send_dispute_reminders(*, actor: Actor, on: date, address_of: Callable[[int], str]) -> int:
    """Reminds each side without a figure, then the arbiter, or those who may appoint one.

    ``address_of`` returns the page of a dispute from its number: this room knows no URL. System actor only. Returns the
    number of notifications.
    """
    actor.require_system("remind", "Les rappels partent d’eux-mêmes.")
    notice_count = 0
    for dispute in Dispute.objects.filter(settled_on=None).order_by("pk"):
        mark = reminder_mark(dispute.due_on, on)
        for people, owed, what in _reminder_recipients(actor, dispute, on) if mark else ():
            notice_count += notify(
                actor=actor,
                host_id=dispute.organisation_id,
                person_ids=people,
                kind="dispute_due",
                subject=f"Désaccord sur un chiffre, {owed} : {dispute.subject}",
                text=f"{what} L’échéance est le {format_day(dispute.due_on)}.",
                address=address_of(dispute.number),
                key=f"dispute:{dispute.pk}:{dispute.due_on.isoformat()}:{owed}:{mark}",
            )
    return notice_count


def _reminder_recipients(actor: Actor, dispute: Dispute, on: date) -> Iterable[tuple[list[int], str, str]]:
    host_id, bodies = dispute.organisation_id, tuple(dispute.body_ids)
    answered_bodies = set(DisputeSide.objects.filter(dispute=dispute).values_list("body_id", flat=True))
    for body in bodies:
        if body not in answered_bodies:
            people = _people_allowed(actor, body, on, lambda who, body=body: can_give_side(who, host_id, body, bodies))
            yield people, "chiffre à donner", "Votre organisme n’a pas encore dit ce qu’il compte, ni comment."
    if dispute.arbiter_id is not None:
        yield [dispute.arbiter_id], "à trancher", "Vous êtes l’arbitre : dites quel chiffre est retenu, et pourquoi."
    else:
        people = _people_allowed(actor, host_id, on, lambda who: may(who, "indicators.settle", host_id))
        yield people, "arbitre à désigner", "Personne n’a encore été désigné pour trancher."


def _people_allowed(actor: Actor, body: int, on: date, is_allowed: Callable[[Actor], bool]) -> list[int]:
    people = people_of_organisations(actor=actor, organisation_ids=[body], on=on)
    return [each.pk for each in people if is_allowed(actor_of(each, on=on))]
