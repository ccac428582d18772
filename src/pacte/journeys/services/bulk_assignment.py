"""Assigns many learners to one adviser, and aligns last signs of life with the steps.

For the machine only: a demonstration, or the migration from another tool.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db import connection
from django.db.models import Case, Count, IntegerField, Max, Min, QuerySet, Value, When

from pacte.journeys.models import Journey, Learner, LearnerContact, Referent
from pacte.journeys.records import JourneyState
from pacte.journeys.rules.desk import END_SOON, LIVE
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today

# Numbers that the French regulator reserves for fiction: they are not assigned.
_CANDIDATES_EACH = 8  # journeys looked at for each learner to assign
_FICTION = "06 39 98 {:02} {:02}"


def assign_in_bulk(
    *,
    actor: Actor,
    body_id: int,
    person_id: int | None,
    count_by_state: Mapping[JourneyState, int],
    near: Sequence[int],
    skip_assigned: bool = False,
) -> int:
    """Assigns ``count_by_state`` learners a state, those of the bodies ``near`` first. Returns how many were assigned.

    Among the first ones, those who wait for a single thing are preferred; in training, a quarter were absent lately,
    and a quarter come to their end.
    ``skip_assigned``: learners who already have an adviser by name keep them.
    """
    _refuse_unless_machine(actor)
    learners: list[int] = []
    busy = _learners_of_several_journeys()
    named = Referent.objects.filter(valid_until=None, person__isnull=False).values("learner_id")
    for state, count in count_by_state.items():
        journeys = Journey.objects.filter(state=state, learner__purged_at__isnull=True).exclude(learner__in=learners)
        if skip_assigned:
            journeys = journeys.exclude(learner__in=named)
        ordered = journeys.annotate(rank=_rank(near)).order_by("rank", "-state_on", "pk")
        preferred = _trainees_to_follow(ordered, count) if state is JourneyState.IN_TRAINING else []
        first = ordered.values_list("learner_id", flat=True)[: count * _CANDIDATES_EACH]
        candidates = dict.fromkeys([*preferred, *first])
        learners += sorted(candidates, key=lambda each: each in busy)[:count]
    Referent.objects.filter(learner__in=learners, valid_until=None).update(
        body_id=body_id, named_by_id=body_id, person_id=person_id
    )
    Journey.objects.filter(learner__in=learners).update(referrer_id=body_id)
    contacts = list(LearnerContact.objects.filter(learner__in=learners).order_by("pk"))
    for rank, contact in enumerate(contacts):
        contact.phone = _FICTION.format(rank // 100 % 100, rank % 100)
    LearnerContact.objects.bulk_update(contacts, ["phone"])
    return len(learners)


def silence_in_bulk(
    *, actor: Actor, body_id: int, person_id: int | None, count_by_state: Mapping[JourneyState, int], before: date
) -> int:
    """Sets the last sign of life of learners of an adviser to the day they told their need. Returns how many changed.

    ``count_by_state`` learners a state, those who told it longest ago first, all before ``before``. To be called after
    ``backfill_last_seen``.
    """
    _refuse_unless_machine(actor)
    need_dates: dict[int, date] = {}
    own = Referent.objects.filter(valid_until=None, person=person_id, body=body_id).values("learner_id")
    for state, count in count_by_state.items():
        journeys = Journey.objects.filter(state=state, learner__in=own, opened_on__lt=before, learner__purged_at=None)
        first_needs = journeys.exclude(learner__in=need_dates).values_list("learner_id").annotate(Min("opened_on"))
        need_dates |= dict(first_needs.order_by("opened_on__min", "learner_id")[:count])
    for learner_id, day in need_dates.items():
        Learner.objects.filter(pk=learner_id).update(last_seen_on=day)
    return len(need_dates)


def _learners_of_several_journeys() -> set[int]:
    live = Journey.objects.filter(state__in=LIVE).order_by().values("learner_id").annotate(journeys=Count("pk"))
    return set(live.filter(journeys__gt=1).values_list("learner_id", flat=True))


def _trainees_to_follow(journeys: QuerySet[Journey], count: int) -> list[int]:
    """Learners with unexcused half-days in the last two weeks, then with an end in the coming month."""
    on, each = today(), max(1, count // 4)
    absent = journeys.filter(weeks__monday__gte=on - timedelta(days=14), weeks__marks__regex="A.*A")
    ending = journeys.filter(session__ends_on__range=(on, on + END_SOON))
    return [learner for rows in (absent, ending) for learner in rows.values_list("learner_id", flat=True)[:each]]


def _rank(near: Sequence[int]) -> Case:
    return Case(When(referrer_id__in=list(near), then=Value(0)), default=Value(1), output_field=IntegerField())


def backfill_last_seen(*, actor: Actor) -> int:
    """Sets the last sign of life of waiting learners to their last change of state. Returns how many changed.

    One statement over a list: right after a bulk load the database has no statistics on its tables, and would scan them
    for each person.
    """
    _refuse_unless_machine(actor)
    last = Journey.objects.filter(state__in=LIVE).values_list("learner_id").annotate(Max("state_on")).order_by()
    signs = dict(last)
    with connection.cursor() as cursor:
        cursor.execute(
            "update journeys_learner l set last_seen_on = given.seen_on"
            " from unnest(%s::bigint[], %s::date[]) as given (learner_id, seen_on) where l.id = given.learner_id",
            [list(signs), list(signs.values())],
        )
        return int(cursor.rowcount)


def _refuse_unless_machine(actor: Actor) -> None:
    actor.require_system("mass_entrust", "Seule la machine confie des personnes en masse.")
