"""Versions of what trainings teach. Public, as the trainings are."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime
from itertools import pairwise

from django.db import connection
from django.db.models import Count

from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.offer.models import Training, TrainingVersion
from pacte.offer.queries.taught_sql import TAUGHT_NOW
from pacte.offer.records.versions import TaughtContent, TaughtDifference, TaughtVersion
from pacte.offer.rules.versions import compare_taught, taught_content


def training_versions(*, actor: Actor, training: Training) -> list[TaughtVersion]:
    """All versions, the latest first: what is taught today, then the former ones. One query, or two."""
    former = list(TrainingVersion.objects.filter(training=training).order_by("rank"))
    contents = [taught_content(each.taught) for each in former]
    contents.append(taught_now(actor=actor, training=training))
    changes = [None, *(compare_taught(before, after) for before, after in pairwise(contents))]
    ends = [each.closed_at for each in former]
    versions = zip([training.recorded_at, *ends], [*ends, None], contents, changes, strict=True)
    return [TaughtVersion(rank, *version) for rank, version in enumerate(versions, start=1)][::-1]


def taught_now(*, actor: Actor, training: Training) -> TaughtContent:
    """What the training teaches today. One query."""
    with connection.cursor() as cursor:
        cursor.execute(TAUGHT_NOW, {"ids": [training.pk]})
        (_, taught) = cursor.fetchone()
    return taught_content(json.loads(taught) if isinstance(taught, str) else taught)


def version_difference(*, actor: Actor, training: Training, before: int, after: int) -> TaughtDifference:
    """What changed between two versions, by their numbers. Raises ``NotFound``."""
    contents = {each.rank: each.taught for each in training_versions(actor=actor, training=training)}
    if before not in contents or after not in contents:
        raise NotFound
    return compare_taught(contents[before], contents[after])


def training_versions_since(
    *, actor: Actor, since: datetime, host_id: int | None = None, training_ids: Collection[int] | None = None
) -> dict[int, int]:
    """How many versions began since then, by training id, for those that began one. One query.

    A first version, when the training entered the catalogue, is not counted.
    """
    rows = TrainingVersion.objects.filter(closed_at__gte=since)
    if host_id is not None:
        rows = rows.filter(training__host_id=host_id)
    if training_ids is not None:
        rows = rows.filter(training_id__in=training_ids)
    return dict(rows.order_by().values_list("training_id").annotate(versions=Count("pk")))
