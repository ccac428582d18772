"""Nightly retention: notices thirty days before, then the learners to purge; for the machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import connection

from pacte.accounts.models import Membership
from pacte.accounts.queries import valid_on
from pacte.journeys.models import CustodyDate, Learner, LearnerLink, Referent, SensitiveFact
from pacte.journeys.rules.retention import KEPT_AFTER_LAST_SIGN, NOTICE_BEFORE, Due, Kept, announced_purge, due_on
from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import now
from pacte.kernel.errors import PermissionDenied
from pacte.kernel.french import format_day, pluralise
from pacte.notifications.services import notify

# An expired link is kept for a while, to explain to its user that it has expired.
_LINK_KEPT = timedelta(days=90)


def due_for_purge(*, actor: Actor, on: date) -> list[Learner]:
    """Learners whose retention ends that day or earlier, oldest first. Raises ``Refused``."""
    return [learner for learner, due in _due(actor, on) if due is Due.PURGE]


def tell_of_purges(*, actor: Actor, on: date, address: str = "") -> int:
    """Notifies the referents' bodies of purges in thirty days: one notice a body. Returns the number of learners."""
    found = [learner for learner, due in _due(actor, on) if due is Due.NOTICE]
    by_body: dict[tuple[int, int], list[Learner]] = {}
    bodies = dict(Referent.objects.filter(learner__in=found, valid_until=None).values_list("learner_id", "body_id"))
    for learner in found:
        by_body.setdefault((learner.organisation_id, bodies.get(learner.pk, learner.opened_by_id)), []).append(learner)
    for (host_id, body_id), learners in by_body.items():
        _tell(actor, host_id, body_id, learners, on, address)
    for learner in found:
        learner.purge_told_on = on
        learner.purge_on = announced_purge(_kept(learner))
    Learner.objects.bulk_update(found, ["purge_told_on", "purge_on"], batch_size=500)
    return len(found)


def drop_what_ended(*, actor: Actor, on: date) -> int:
    """Deletes expired protected facts and old links. Returns the number of rows deleted."""
    _refuse(actor)
    facts, _ = SensitiveFact.objects.filter(keep_until__lt=on).delete()
    dates, _ = CustodyDate.objects.filter(keep_until__lt=on).delete()
    links, _ = LearnerLink.objects.filter(expires_at__lt=now() - _LINK_KEPT).delete()
    with connection.cursor() as cursor:
        cursor.execute("select journeys_drop_old_reads(%s)", [on])
    return facts + dates + links


def _due(actor: Actor, on: date) -> Iterator[tuple[Learner, Due]]:
    """Only learners whose last sign of life is old enough are read."""
    _refuse(actor)
    horizon = on - KEPT_AFTER_LAST_SIGN + NOTICE_BEFORE
    rows = Learner.objects.filter(purged_at__isnull=True, last_seen_on__lte=horizon)
    for learner in rows.order_by("last_seen_on", "pk"):
        yield learner, due_on(_kept(learner), on)


def _kept(learner: Learner) -> Kept:
    return Kept(learner.last_seen_on, learner.purge_told_on, learner.held_until)


def _tell(actor: Actor, host_id: int, body_id: int, learners: list[Learner], on: date, address: str) -> None:
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


def _refuse(actor: Actor) -> None:
    if not actor.is_system:
        raise PermissionDenied("journeys_purge", "Seule la machine applique les durées de conservation.")
