"""What became of a text: sent, failed, held or no longer wanted, and who is told. Must run as the machine."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from django.db import transaction

from pacte.accounts.models import Membership
from pacte.accounts.queries import valid_on
from pacte.journeys.models import LearnerText
from pacte.journeys.queries.obligations import referrers_to_notify
from pacte.journeys.records import UNSENT_LABELS, LearnerTextKind, LearnerTextState, StepSource, UnsentReason
from pacte.journeys.services.sending import mark_unsent, record_sending
from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import now, paris_date, today
from pacte.kernel.errors import Conflict
from pacte.notifications.services import notify

_BOARD = "/rendez-vous/invitations/"


def record_receipt(*, actor: Actor, text: LearnerText) -> None:
    """It left: so did its invitation, unless the journey went elsewhere meanwhile."""
    text.state, text.sent_at, text.error = LearnerTextState.SENT, now(), ""
    text.save(update_fields=["state", "sent_at", "error", "reference"])
    if text.kind == LearnerTextKind.INVITATION:
        with suppress(Conflict), transaction.atomic():
            record_sending(actor=actor, invitation_id=text.invitation_id, source=StepSource.MACHINE)


def record_failure(*, actor: Actor, text: LearnerText, reason: UnsentReason) -> None:
    """The invitation is to send another way, and its sender is told without a name."""
    text.state = LearnerTextState.FAILED
    text.save(update_fields=["state", "error", "cost_cents"])
    _send_back(actor, text, reason)


def withdraw_text(*, actor: Actor, text: LearnerText, reason: UnsentReason) -> None:
    """It is not to leave any more: refused by the person, without a number, or too late."""
    text.state, text.error = LearnerTextState.NOT_WANTED, UNSENT_LABELS[reason]
    text.save(update_fields=["state", "error"])
    if reason is not UnsentReason.OUTDATED or _is_missed(text):
        _send_back(actor, text, reason)


def _is_missed(text: LearnerText) -> bool:
    """Nobody misses the reminder of a slot that was freed, nor an invitation that was replaced or sent meanwhile."""
    invitation = text.invitation
    return text.kind == LearnerTextKind.INVITATION and invitation.sent_at is None and not invitation.outcome


def record_hold(*, actor: Actor, text: LearnerText) -> None:
    """The ceiling of the month is reached: nothing is lost, and those who pilot are told once a month."""
    text.state, text.error = LearnerTextState.HELD, UNSENT_LABELS[UnsentReason.TEXT_HELD]
    text.save(update_fields=["state", "error"])
    _send_back(actor, text, UnsentReason.TEXT_HELD)
    pilots = Membership.objects.filter(
        valid_on(today()), host_id=text.organisation_id, role=Role.REGION_PILOT, person__is_active=True
    )
    notify(
        actor=actor, host_id=text.organisation_id, person_ids=pilots.values_list("person_id", flat=True),
        kind="journeys.texts_ceiling", subject="Le plafond des SMS du mois est atteint",
        text="Les SMS suivants attendent d’être envoyés autrement. Le plafond est un réglage de l’installation.",
        key=f"journeys.texts_ceiling:{paris_date(now()):%Y-%m}",
    )  # fmt: skip


def _send_back(actor: Actor, text: LearnerText, reason: UnsentReason) -> None:
    day = paris_date(now())
    if text.kind == LearnerTextKind.INVITATION:
        mark_unsent(actor=actor, invitation_id=text.invitation_id, reason=reason)
        subject, what = "Un SMS n’est pas parti", "Une invitation par SMS est à envoyer autrement"
    else:
        subject, what = "Un rappel n’est pas parti", "Une personne qui a rendez-vous est à rappeler autrement"
    # Held texts are told once a month, the others once a day and a reason.
    period = f"{day:%Y-%m}" if reason is UnsentReason.TEXT_HELD else f"{day:%Y-%m-%d}"
    notify(
        actor=actor, host_id=text.organisation_id, person_ids=_senders(actor, text), kind="journeys.text_unsent",
        subject=subject, text=f"{what}. {UNSENT_LABELS[reason]}.", address=_BOARD,
        key=f"journeys.text_unsent:{text.kind}:{reason}:{period}",
    )  # fmt: skip


def _senders(actor: Actor, text: LearnerText) -> Iterable[int]:
    sender = text.invitation.sender
    if sender is not None and sender.is_active:
        return {sender.pk}
    return referrers_to_notify(actor=actor, journey=text.invitation.journey, on=today())
