"""Who may have experience or a foreign diploma to make known: a list for those who follow these people.

A protected fact is in it only for the purpose and with the consent under which it was written, and each reading of one
is logged. A person then decides whom to propose: the list proposes nobody by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from pacte.journeys.models import Journey, SensitiveFact, SensitiveRead
from pacte.journeys.permissions import bodies_with_journey_right, referrers_with_journey_right
from pacte.journeys.queries.adviser_desk import learner_names
from pacte.journeys.queries.adviser_scope import is_referent_in_scope
from pacte.journeys.queries.desk_rows import filter_by_scope, refuse_other_bodies
from pacte.journeys.records import Purpose, SensitiveKind
from pacte.journeys.records.adviser_desk import AdviserScope
from pacte.journeys.records.reasons import JobAtOpening
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import hide_unless


@dataclass(frozen=True, slots=True)
class CohortCandidate:
    """``contract_ends_on``: of a subsidised contract; else ``consent_on``: since when a refugee agreed to be listed."""

    learner_key: UUID
    journey_key: UUID
    name: str
    contract_ends_on: date | None = None
    consent_on: date | None = None


def cohort_candidates(
    *, actor: Actor, scope: AdviserScope, weeks: int, channel: str, on: date
) -> list[CohortCandidate]:
    """People of the scope whose subsidised contract ends within ``weeks``, the soonest first; then refugees.

    Raises ``NotFound`` for the scope of another body.
    """
    refuse_other_bodies(actor, scope)
    hide_unless(set(scope.body_ids) <= referrers_with_journey_right(actor, "journeys.orient"))
    ending = filter_by_scope(Journey.objects.filter(job=JobAtOpening.SUBSIDISED), scope).filter(
        job_until__range=(on, on + timedelta(weeks=weeks)), learner__purged_at=None
    )
    contracts = list(ending.select_related("learner").order_by("job_until", "pk"))
    facts = _agreed_facts(actor, scope, on)
    _log_readings(actor, scope, facts, channel)
    agreed = {fact.learner_id: fact.consent_on for fact in facts}
    refugees = [each for each in _latest_journeys(scope, list(agreed)) if each.learner.purged_at is None]
    names = learner_names([each.learner_id for each in (*contracts, *refugees)])
    return [
        *(_candidate(each, names.get(each.learner_id, ""), contract_ends_on=each.job_until) for each in contracts),
        *(_candidate(each, names.get(each.learner_id, ""), consent_on=agreed[each.learner_id]) for each in refugees),
    ]


def _candidate(
    journey: Journey, name: str, *, contract_ends_on: date | None = None, consent_on: date | None = None
) -> CohortCandidate:
    return CohortCandidate(journey.learner.key, journey.key, name, contract_ends_on, consent_on)


def _agreed_facts(actor: Actor, scope: AdviserScope, on: date) -> list[SensitiveFact]:
    """In force, written to open a right, with the consent of the person; none without the right to read them."""
    if not set(scope.body_ids) <= bodies_with_journey_right(actor, "journeys.read_sensitive"):
        return []
    rows = SensitiveFact.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=on),
        is_referent_in_scope(scope, prefix="learner__referents__"),
        kind=SensitiveKind.REFUGEE, purpose=Purpose.ELIGIBILITY, consent_on__lte=on, valid_from__lte=on,
    )  # fmt: skip
    return list(rows.select_related("learner").order_by("learner_id", "-valid_from").distinct("learner_id"))


def _latest_journeys(scope: AdviserScope, learner_ids: Sequence[int]) -> list[Journey]:
    rows = Journey.objects.filter(learner_id__in=learner_ids, referrer_id__in=scope.body_ids)
    return list(rows.select_related("learner").order_by("learner_id", "-opened_on", "-pk").distinct("learner_id"))


def _log_readings(actor: Actor, scope: AdviserScope, facts: Sequence[SensitiveFact], channel: str) -> None:
    SensitiveRead.objects.bulk_create(
        SensitiveRead(
            organisation_id=fact.organisation_id, at=now(), person_id=actor.person_id, person_name=actor.name[:200],
            body_id=scope.body_ids[0], learner_key=fact.learner.key, kinds=fact.kind, purpose=Purpose.ELIGIBILITY,
            channel=channel,
        )
        for fact in facts
    )  # fmt: skip
