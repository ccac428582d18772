"""How many answer at 3, 6 and 12 months, and how many of them have a job, as they were counted at night."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from pacte.journeys.models import SituationTally
from pacte.journeys.queries.funnel import Reader
from pacte.journeys.records import HORIZONS
from pacte.journeys.rules.secrecy import is_small
from pacte.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Answers:
    """``due``: everybody whose horizon has passed. None: too few people for who reads counts alone."""

    months: int
    due: int
    answered: int | None
    in_job: int | None

    @property
    def rate(self) -> float | None:
        """Answers over those due; None when nobody is due, or when it is hidden."""
        return self.answered / self.due if self.due and self.answered is not None else None


def answers(*, actor: Actor, host_id: int, year: int | None = None) -> list[Answers]:
    """One line a horizon, of those whose training ended that year (None: all years); empty when nothing is counted.

    The Region sees all, a provider its own. One query. Raises ``Unseen`` for who reads no count.
    """
    reader = Reader(actor, host_id)
    if not (reader.sees_all or reader.is_masked or reader.as_provider):
        return []
    found = SituationTally.objects.filter(organisation_id=host_id, months__in=HORIZONS)
    if not reader.sees_all and not reader.is_masked:
        found = found.filter(provider_body_id__in=reader.as_provider)
    if year is not None:
        found = found.filter(year=year)
    rows = found.order_by("months").values("months").annotate(
        n_due=Sum("due"), n_answered=Sum("answered"), n_in_job=Sum("in_job")
    )  # fmt: skip
    return [
        _answers(row["months"], row["n_due"], row["n_answered"], row["n_in_job"], is_masked=reader.is_masked)
        for row in rows
    ]


def _answers(months: int, due: int, answered: int, in_job: int, *, is_masked: bool) -> Answers:
    """For who sees no small count a part is hidden when it, or what it leaves, is of few people."""
    hides_answers = is_masked and (is_small(answered) or is_small(due - answered))
    hides_jobs = is_masked and (hides_answers or is_small(in_job) or is_small(answered - in_job))
    return Answers(months, due, None if hides_answers else answered, None if hides_jobs else in_job)
