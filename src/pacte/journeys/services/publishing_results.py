"""Makes what the public reads of the results of trainings, from the tallies: whole, by the machine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Max, Min, Q, Sum

from pacte.journeys.models import PublicResult, SessionTally
from pacte.journeys.records.counts import ENDS
from pacte.journeys.records.results import MONTHS, Sums
from pacte.journeys.rules.results import added, certification_codes, hidden_names, training_key
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Refused
from pacte.offer.models import Training
from pacte.offer.records import SessionState

_SIX_MONTHS = timedelta(days=round(MONTHS * 30.4))
_COMPLETED = ("to_term", "goal_reached")


def publish_results(*, actor: Actor, on: date, at: datetime) -> int:
    """Replaces every published result, inside the transaction of the count. Gives how many. Raises ``Refused``.

    Counted: sessions that are over and were held, save those for people under the hand of justice.
    """
    if not actor.is_system:
        raise Refused("journeys_results", "Seule la machine publie des résultats.")
    PublicResult.objects.all().delete()
    fresh: list[PublicResult] = []
    for host_id, trainings in _sums(on).items():
        groups = _certifications(trainings)
        lost = hidden_names(trainings, groups)
        whole = trainings | {code: added([trainings[key] for key in sorted(keys)]) for code, keys in groups.items()}
        fresh += [_row(host_id, key, sums, lost[key], at) for key, sums in whole.items()]
    PublicResult.objects.bulk_create(fresh)
    return len(fresh)


def _sums(on: date) -> dict[int, dict[str, Sums]]:
    """By Region and training."""
    late = Q(session__ends_on__lt=on - _SIX_MONTHS)
    over = SessionTally.objects.filter(session__ends_on__lt=on, entered__gt=0, is_protected=False)
    training = F("session__training_action__training_id")
    rows = (
        over.exclude(session__state=SessionState.CANCELLED)
        .values("organisation_id", training=training)
        .annotate(
            sessions=Count("pk"),
            first_on=Min("session__starts_on"),
            last_on=Max("session__starts_on"),
            due_6=Sum("entered", filter=late, default=0),
            n_answered=Sum("answered", filter=late, default=0),
            n_in_job=Sum("in_job", filter=late, default=0),
            **{f"n_{name}": Sum(name) for name in ("entered", "certifiable", "certified", "certified_in_part", *ENDS)},
        )
    )
    found: dict[int, dict[str, Sums]] = defaultdict(dict)
    for row in rows.order_by("organisation_id", "training"):
        if row["first_on"]:
            found[row["organisation_id"]][training_key(row["training"])] = _of(row)
    return found


def _of(row: Mapping[str, Any]) -> Sums:
    values = {
        "entered": row["n_entered"],
        "ended": sum(row[f"n_{kind}"] for kind in ENDS),
        "completed": sum(row[f"n_{kind}"] for kind in _COMPLETED),
        "certifiable": row["n_certifiable"],
        "certified": row["n_certified"],
        "in_part": row["n_certified_in_part"],
        "due_6": row["due_6"],
        "answered": row["n_answered"],
        "in_job": row["n_in_job"],
    }
    return Sums(row["sessions"], row["first_on"], row["last_on"], values)


def _certifications(trainings: Mapping[str, Sums]) -> dict[str, list[str]]:
    """Trainings counted, by certification to which they lead."""
    found: dict[str, list[str]] = defaultdict(list)
    identifiers = [int(key.partition(":")[2]) for key in trainings]
    for pk, certified in Training.objects.filter(pk__in=identifiers).values_list("pk", "certifications"):
        for code in certification_codes(certified):
            found[code].append(training_key(pk))
    return found


def _row(host_id: int, key: str, sums: Sums, lost: set[str], at: datetime) -> PublicResult:
    shown = {name: count for name, count in sums.values.items() if name not in lost}
    return PublicResult(
        organisation_id=host_id, key=key, trainings=sums.trainings, sessions=sums.sessions, first_on=sums.first_on,
        last_on=sums.last_on, values=shown, hidden=sorted(lost), counted_at=at,
    )  # fmt: skip
