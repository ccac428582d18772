"""Many releases at once, for one prison service. For the machine only: a demonstration, or another tool's records."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from pacte.journeys.models import Journey, Release
from pacte.journeys.rules.retention import fact_retention_end
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now


def record_releases_in_bulk(*, actor: Actor, body_id: int, releases: Iterable[tuple[Journey, date]]) -> int:
    """Each journey is the one that was followed until that day. Returns how many. Raises ``PermissionDenied``."""
    actor.require_system("bulk_releases", "Seule la machine reprend des sorties en nombre.")
    rows = [
        Release(
            organisation_id=journey.organisation_id, learner_id=journey.learner_id, journey=journey, body_id=body_id,
            left_on=left_on, recorded_at=now(), person_name=actor.name[:200], keep_until=fact_retention_end(left_on),
        )
        for journey, left_on in releases
    ]  # fmt: skip
    return len(Release.objects.bulk_create(rows))
