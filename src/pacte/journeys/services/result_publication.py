"""Rebuilds the public results of trainings from the tallies, by the machine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Max, Min, Q, Sum

from pacte.journeys.models import PublicResult, SessionTally
from pacte.journeys.queries.count_units import SIX_MONTHS
from pacte.journeys.records.counts import ENDS
from pacte.journeys.records.results import ResultSums
from pacte.journeys.rules.results import (
    add_result_sums,
    certification_codes,
    hidden_names,
    result_names_disclosed,
    training_key,
)
from pacte.journeys.rules.suppression_tables import SuppressionDecision
from pacte.kernel.actor import Actor
from pacte.offer.models import Training
from pacte.offer.records import SessionState

_COMPLETED = ("to_term", "goal_reached")


def publish_results(*, actor: Actor, host_id: int, on: date, at: datetime, decision: SuppressionDecision) -> int:
    """Replaces the published results of a Region, in the transaction of the count. Returns how many.

    Counted: sessions that are over and took place, except those for people under the hand of justice. What the tables
    of that ``decision`` would disclose with them is hidden. Raises ``PermissionDenied``.
    """
    actor.require_system("journeys_results", "Seule la machine publie des résultats.")
    PublicResult.objects.filter(organisation_id=host_id).delete()
    trainings = _result_sums(host_id, on)
    groups = _certifications(trainings)
    hidden_by_key = hidden_names(trainings, groups, also=lambda key: result_names_disclosed(decision, key))
    whole = trainings | {
        code: add_result_sums([trainings[key] for key in sorted(keys)]) for code, keys in groups.items()
    }
    fresh = [_row(host_id, key, sums, hidden_by_key[key], at) for key, sums in whole.items()]
    PublicResult.objects.bulk_create(fresh)
    return len(fresh)


def _result_sums(host_id: int, on: date) -> dict[str, ResultSums]:
    """By training."""
    late = Q(session__ends_on__lt=on - SIX_MONTHS)
    over = SessionTally.objects.filter(
        organisation_id=host_id, session__ends_on__lt=on, entered__gt=0, is_protected=False
    )
    training = F("session__training_action__training_id")
    rows = (
        over.exclude(session__state=SessionState.CANCELLED)
        .values(training=training)
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
    return {
        training_key(row["training"]): _result_sums_of_row(row) for row in rows.order_by("training") if row["first_on"]
    }


def _result_sums_of_row(row: Mapping[str, Any]) -> ResultSums:
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
    return ResultSums(row["sessions"], row["first_on"], row["last_on"], values)


def _certifications(trainings: Mapping[str, ResultSums]) -> dict[str, list[str]]:
    """Training keys by certification to which they lead."""
    trainings_by_code: dict[str, list[str]] = defaultdict(list)
    identifiers = [int(key.partition(":")[2]) for key in trainings]
    for pk, certified in Training.objects.filter(pk__in=identifiers).values_list("pk", "certifications"):
        for code in certification_codes(certified):
            trainings_by_code[code].append(training_key(pk))
    return trainings_by_code


def _row(host_id: int, key: str, sums: ResultSums, lost: set[str], at: datetime) -> PublicResult:
    shown = {name: count for name, count in sums.values.items() if name not in lost}
    return PublicResult(
        organisation_id=host_id, key=key, trainings=sums.trainings, sessions=sums.sessions, first_on=sums.first_on,
        last_on=sums.last_on, values=shown, hidden=sorted(lost), counted_at=at,
    )  # fmt: skip
