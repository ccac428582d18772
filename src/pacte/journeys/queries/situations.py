"""Survey answers at 3, 6 and 12 months, and jobs among them, as counted at night."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Sum

from pacte.journeys.models import ShownCount, SituationTally
from pacte.journeys.queries.funnel import Reader
from pacte.journeys.records import HORIZONS
from pacte.journeys.records.counts import ANSWERS
from pacte.journeys.rules.shown import ShownLine, sum_of_years
from pacte.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Answers:
    """``due``: everybody whose horizon has passed. None: hidden from readers of counts only."""

    months: int
    due: int | None
    answered: int | None
    in_job: int | None

    @property
    def rate(self) -> float | None:
        """Answers over those due; None when nobody is due, or when it is hidden."""
        return self.answered / self.due if self.due and self.answered is not None else None


def answers(*, actor: Actor, host_id: int, year: int | None = None) -> list[Answers]:
    """One row a horizon, for trainings that ended that year (None: all years); empty without counts.

    The Region sees all, a provider its own. One query. Raises ``Unseen`` for an actor who reads no count.
    """
    reader = Reader(actor, host_id)
    if not (reader.sees_all or reader.is_masked or reader.as_provider):
        return []
    if reader.is_masked:
        return _published(host_id, year)
    found = SituationTally.objects.filter(organisation_id=host_id, months__in=HORIZONS)
    if not reader.sees_all:
        found = found.filter(provider_body_id__in=reader.as_provider)
    if year is not None:
        found = found.filter(year=year)
    rows = found.order_by("months").values("months").annotate(
        n_due=Sum("due"), n_answered=Sum("answered"), n_in_job=Sum("in_job")
    )  # fmt: skip
    return [Answers(row["months"], row["n_due"], row["n_answered"], row["n_in_job"]) for row in rows]


def _published(host_id: int, year: int | None) -> list[Answers]:
    """As the last publication shows them; for all years: the sum of the years shown."""
    rows = ShownCount.objects.filter(organisation_id=host_id, cut=ANSWERS)
    rows = rows if year is None else rows.filter(year=year)
    by_months: dict[int, list[ShownLine]] = defaultdict(list)
    for row in rows.order_by("pk"):
        by_months[int(row.key)].append(ShownLine(ANSWERS, row.year, row.key, row.values, frozenset(row.hidden)))
    found = [(months, sum_of_years(lines)) for months, lines in sorted(by_months.items())]
    return [
        Answers(months, each.values.get("due"), each.values.get("answered"), each.values.get("in_job"))
        for months, each in found
    ]
