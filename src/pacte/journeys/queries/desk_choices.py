"""Journeys that an adviser ticks to act on several at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from pacte.journeys.models import Journey, Learner
from pacte.journeys.queries.adviser_desk import learner_names
from pacte.journeys.queries.adviser_scope import adviser_bodies, is_present_referent_of
from pacte.journeys.records.adviser_desk import DeskRow
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound

_MOST = 200


@dataclass(frozen=True, slots=True)
class DeskChoice:
    """A journey to tick. ``title``: of its session, empty without one."""

    journey_key: UUID
    learner: Learner
    name: str
    title: str


def choices_of_desk(*, actor: Actor, rows: Sequence[DeskRow]) -> list[DeskChoice]:
    """The journeys of rows of the desk, by name; at most 200."""
    return _choices(_own_journeys(actor).filter(pk__in=[row.journey_id for row in rows]))


def choices_of_keys(*, actor: Actor, keys: Iterable[str]) -> list[DeskChoice]:
    """Journeys by key, by name. Raises ``NotFound`` for a key of nobody, or of another network."""
    try:
        wanted = {UUID(key) for key in keys}
    except ValueError as error:
        raise NotFound from error
    choices = _choices(_own_journeys(actor).filter(key__in=wanted))
    if len(choices) != len(wanted):
        raise NotFound
    return choices


def _own_journeys(actor: Actor) -> QuerySet[Journey]:
    bodies = adviser_bodies(actor)
    return Journey.objects.filter(
        is_present_referent_of(bodies, prefix="learner__referents__"), referrer_id__in=bodies
    ).select_related("learner", "session__training_action__training")


def _choices(journeys: QuerySet[Journey]) -> list[DeskChoice]:
    rows = list(journeys[:_MOST])
    names = learner_names([each.learner_id for each in rows])
    choices = [
        DeskChoice(
            each.key, each.learner, names.get(each.learner_id, "Nom effacé"),
            each.session.training.title if each.session else "",
        )
        for each in rows
    ]  # fmt: skip
    return sorted(choices, key=lambda each: each.name)
