"""The day on which somebody left custody: noted, corrected or taken back by the authority that follows them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date

from django.db import IntegrityError, transaction

from pacte.audit.services import AuditEvent, audit_event
from pacte.journeys.models import Journey, Learner, Release
from pacte.journeys.records import Purpose
from pacte.journeys.rules.custody import refuse_release_day
from pacte.journeys.rules.retention import fact_retention_end
from pacte.journeys.services.custody import log_authority_read, refuse_unless_authority
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, ValidationError, ensure_found

KIND = "release"


def record_release(*, actor: Actor, learner: Learner, body_id: int, left_on: date) -> Release:
    """The person left on that day, and not before it has come.

    Raises ``NotFound`` for other bodies, ``ValidationError`` (``left_on``, or ``release_known`` that day).
    """
    refuse_unless_authority(actor, learner, body_id)
    refuse_release_day(left_on, on=today())
    with _event(actor, "journeys.record_release", learner, body_id):
        return _add(actor, Release(organisation_id=learner.organisation_id, learner=learner, body_id=body_id), left_on)


def correct_release(*, actor: Actor, release: Release, left_on: date) -> Release:
    """The person left on another day. Raises as ``record_release``, and ``Conflict`` when it was changed since."""
    refuse_unless_authority(actor, release.learner, release.body_id)
    refuse_release_day(left_on, on=today())
    with _event(actor, "journeys.correct_release", release.learner, release.body_id):
        _end(release)
        return _add(actor, _correction(release), left_on)


def withdraw_release(*, actor: Actor, release: Release) -> None:
    """It was noted by mistake: the person did not leave. Raises ``NotFound`` or ``Conflict``."""
    refuse_unless_authority(actor, release.learner, release.body_id)
    with _event(actor, "journeys.withdraw_release", release.learner, release.body_id):
        _end(release)
        withdrawal = _correction(release)
        withdrawal.is_withdrawn, withdrawal.is_current = True, False
        _add(actor, withdrawal, release.left_on)


def read_releases(*, actor: Actor, learner: Learner, body_id: int) -> Sequence[Release]:
    """Those in force, oldest first. Each reading is logged. Raises ``NotFound`` for other bodies."""
    refuse_unless_authority(actor, learner, body_id)
    log_authority_read(
        actor=actor, learner=learner, body_id=body_id, kind=KIND, purpose=Purpose.ADAPTATION, channel="html"
    )
    return list(Release.objects.filter(learner=learner, body_id=body_id, is_current=True).order_by("left_on"))


def read_release(*, actor: Actor, learner: Learner, body_id: int, release_id: int) -> Release:
    """One that is in force. Raises ``NotFound``."""
    releases = read_releases(actor=actor, learner=learner, body_id=body_id)
    return ensure_found(next((each for each in releases if each.pk == release_id), None))


def _add(actor: Actor, release: Release, left_on: date) -> Release:
    release.left_on, release.recorded_at, release.person_name = left_on, now(), actor.name[:200]
    release.keep_until = fact_retention_end(left_on)
    release.journey = _journey_until(release.learner, left_on)
    try:
        with transaction.atomic():
            release.save()
    except IntegrityError as error:
        raise ValidationError(
            "release_known", "Cette sortie est déjà notée.", hint="Corrigez celle qui l’est."
        ) from error
    return release


def _correction(release: Release) -> Release:
    return Release(
        organisation_id=release.organisation_id, learner=release.learner, body_id=release.body_id, corrects=release
    )


def _end(release: Release) -> None:
    """The row is no longer in force. Raises ``Conflict`` when another took its place."""
    if not Release.objects.filter(pk=release.pk, is_current=True).update(is_current=False):
        raise Conflict("release_changed", "Cette sortie a été changée depuis.", hint="Relisez la page.")


def _journey_until(learner: Learner, day: date) -> Journey | None:
    """The last journey entered until that day, else the last one opened: what is known of the person comes from it."""
    journeys = Journey.objects.filter(learner=learner)
    entered = journeys.filter(entered_on__lte=day).order_by("-entered_on", "-pk").first()
    return entered or journeys.order_by("-opened_on", "-pk").first()


def _event(actor: Actor, name: str, learner: Learner, body_id: int) -> AbstractContextManager[AuditEvent]:
    return audit_event(
        actor=actor, name=name, subject_kind="learner", subject_id=learner.key,
        subject_label="Information protégée", organisation_id=body_id,
    )  # fmt: skip
