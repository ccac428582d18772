"""Survey answers at 3, 6 and 12 months, and jobs among them, as counted at night."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Sum

from pacte.journeys.models import PublishedCount, SituationTally
from pacte.journeys.queries.funnel import CountAccess
from pacte.journeys.records import HORIZONS
from pacte.journeys.records.counts import ANSWERS
from pacte.journeys.rules.published_counts import PublishedRow, sum_years
from pacte.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class SituationAnswers:
    """``due``: everybody whose horizon has passed. None: hidden from readers of counts only."""

    months: int
    due: int | None
    answered: int | None
    in_job: int | None

    @property
    def rate(self) -> float | None:
        """Answers over those due; None when nobody is due, or when it is hidden."""
        return self.answered / self.due if self.due and self.answered is not None else None


def situation_answers(*, actor: Actor, host_id: int, year: int | None = None) -> list[SituationAnswers]:
    """One row a horizon, for trainings that ended that year (None: all years); empty without counts.

    The Region sees all, a provider its own. One query. Raises ``NotFound`` for an actor who reads no count.
    """
    access = CountAccess(actor, host_id)
    if not (access.sees_all or access.is_masked or access.as_provider):
        return []
    if access.is_masked:
        return _published(host_id, year)
    tallies = SituationTally.objects.filter(organisation_id=host_id, months__in=HORIZONS)
    if not access.sees_all:
        tallies = tallies.filter(provider_body_id__in=access.as_provider)
    if year is not None:
        tallies = tallies.filter(year=year)
    rows = tallies.order_by("months").values("months").annotate(
        n_due=Sum("due"), n_answered=Sum("answered"), n_in_job=Sum("in_job")
    )  # fmt: skip
    return [SituationAnswers(row["months"], row["n_due"], row["n_answered"], row["n_in_job"]) for row in rows]


def _published(host_id: int, year: int | None) -> list[SituationAnswers]:
    """As the last publication shows them; for all years: the sum of the years shown."""
    rows = PublishedCount.objects.filter(organisation_id=host_id, cut=ANSWERS)
    rows = rows if year is None else rows.filter(year=year)
    by_months: dict[int, list[PublishedRow]] = defaultdict(list)
    for row in rows.order_by("pk"):
        by_months[int(row.key)].append(PublishedRow(ANSWERS, row.year, row.key, row.values, frozenset(row.hidden)))
    sums = [(months, sum_years(lines)) for months, lines in sorted(by_months.items())]
    return [
        SituationAnswers(months, each.values.get("due"), each.values.get("answered"), each.values.get("in_job"))
        for months, each in sums
    ]
