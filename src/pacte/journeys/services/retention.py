"""Nightly retention: notices thirty days before, then the learners to purge; for the machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import connection

from pacte.accounts.models import Membership
from pacte.accounts.queries import valid_on
from pacte.journeys.models import CustodyDate, Learner, LearnerLink, Referent, Release, SensitiveFact
from pacte.journeys.rules.retention import (
    NOTICE_BEFORE,
    RETENTION_AFTER_LAST_CONTACT,
    RetentionAction,
    RetentionDates,
    announced_purge,
    retention_action_on,
)
from pacte.journeys.services.place_requests import delete_old_place_requests
from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import now
from pacte.kernel.french import format_day, pluralise
from pacte.notifications.services import notify

# An expired link is kept for a while, to explain to its user that it has expired.
_LINK_RETENTION = timedelta(days=90)


def learners_to_purge(*, actor: Actor, on: date) -> list[Learner]:
    """Learners whose retention ends that day or earlier, oldest first. Raises ``PermissionDenied``."""
    return [learner for learner, action in _retention_actions(actor, on) if action is RetentionAction.PURGE]


def notify_purges(*, actor: Actor, on: date, address: str = "") -> int:
    """Notifies the referents' bodies of purges in thirty days: one notice a body. Returns the number of learners."""
    learners_to_notify = [
        learner for learner, action in _retention_actions(actor, on) if action is RetentionAction.NOTICE
    ]
    by_body: dict[tuple[int, int], list[Learner]] = {}
    bodies = dict(
        Referent.objects.filter(learner__in=learners_to_notify, valid_until=None).values_list("learner_id", "body_id")
    )
    for learner in learners_to_notify:
        by_body.setdefault((learner.organisation_id, bodies.get(learner.pk, learner.opened_by_id)), []).append(learner)
    for (host_id, body_id), learners in by_body.items():
        _notify_body(actor, host_id, body_id, learners, on, address)
    for learner in learners_to_notify:
        learner.purge_told_on = on
        learner.purge_on = announced_purge(_retention_dates(learner))
    Learner.objects.bulk_update(learners_to_notify, ["purge_told_on", "purge_on"], batch_size=500)
    return len(learners_to_notify)


def delete_expired_rows(*, actor: Actor, on: date) -> int:
    """Deletes expired protected facts, old links and requests for a place. Returns the number of rows deleted."""
    _refuse_unless_machine(actor)
    facts, _ = SensitiveFact.objects.filter(keep_until__lt=on).delete()
    dates, _ = CustodyDate.objects.filter(keep_until__lt=on).delete()
    releases, _ = Release.objects.filter(keep_until__lt=on).delete()
    links, _ = LearnerLink.objects.filter(expires_at__lt=now() - _LINK_RETENTION).delete()
    with connection.cursor() as cursor:
        cursor.execute("select journeys_drop_old_reads(%s)", [on])
    return facts + dates + releases + links + delete_old_place_requests(actor=actor, on=on)


def _retention_actions(actor: Actor, on: date) -> Iterator[tuple[Learner, RetentionAction]]:
    """Only learners whose last sign of life is old enough are read."""
    _refuse_unless_machine(actor)
    horizon = on - RETENTION_AFTER_LAST_CONTACT + NOTICE_BEFORE
    rows = Learner.objects.filter(purged_at__isnull=True, last_seen_on__lte=horizon)
    for learner in rows.order_by("last_seen_on", "pk"):
        yield learner, retention_action_on(_retention_dates(learner), on)


def _retention_dates(learner: Learner) -> RetentionDates:
    return RetentionDates(learner.last_seen_on, learner.purge_told_on, learner.held_until)


def _notify_body(actor: Actor, host_id: int, body_id: int, learners: list[Learner], on: date, address: str) -> None:
    posts = Membership.objects.filter(
        valid_on(on), host_id=host_id, organisation_id=body_id, role=Role.ADVISER, person__is_active=True
    )
    last = on + NOTICE_BEFORE
    count = pluralise(len(learners), "dossier sera effacé", "dossiers seront effacés")
    notify(
        actor=actor,
        host_id=host_id,
        person_ids=list(posts.values_list("person_id", flat=True)),
        kind="journeys.purge",
        subject=f"{count} le {format_day(last)}",
        text=(
            f"Sans nouvelle depuis deux ans : nom, moyens de contact, informations protégées et notes disparaîtront le "
            f"{format_day(last)}. Un signe de la personne, enregistré d’ici là, garde son dossier."
        ),
        address=address,
        key=f"purge:{body_id}:{on}",
    )


def _refuse_unless_machine(actor: Actor) -> None:
    actor.require_system("journeys_purge", "Seule la machine applique les durées de conservation.")
