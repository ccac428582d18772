"""Invented sessions that take place in a prison, and the women who left them, for the releases of the demonstration."""

from __future__ import annotations

from datetime import date

from pacte.journeys.models import Journey, Release
from pacte.kernel.actor import Actor
from pacte.offer.models import ClosedSite, Session

_PRISON = "fictif-prison-"


def has_releases(*, actor: Actor) -> bool:
    """Raises ``NotFound`` for people."""
    actor.require_system()
    return ClosedSite.objects.exists() or Release.objects.exists()


def prison_sessions(*, actor: Actor) -> dict[str, list[int]]:
    """Number of the first session of each prison, with the keys of all of them. Raises ``NotFound`` for people."""
    actor.require_system()
    rows = Session.objects.filter(site__key__startswith=_PRISON).order_by("site__key", "starts_on", "pk")
    first: dict[str, str] = {}
    sessions: dict[str, list[int]] = {}
    for number, site, identifier in rows.values_list("number", "site__key", "pk"):
        sessions.setdefault(first.setdefault(site, number), []).append(identifier)
    return sessions


def women_who_left(*, actor: Actor, session_ids: list[int], before: date) -> list[Journey]:
    """Ended journeys of women in these sessions, in order. Raises ``NotFound`` for people."""
    actor.require_system()
    rows = Journey.objects.filter(
        session_id__in=session_ids, entered_on__isnull=False, ended_on__lt=before, learner__sex="f",
        learner__purged_at=None,
    )  # fmt: skip
    return list(rows.select_related("learner").order_by("ended_on", "pk"))
