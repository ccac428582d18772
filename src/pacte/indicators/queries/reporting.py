"""The whole catalogue over one period, without protected data, for printed reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pacte.indicators.permissions import reach_of
from pacte.indicators.queries.answering import stamp_of
from pacte.indicators.queries.asking import ask
from pacte.indicators.queries.catalogue import indicators
from pacte.indicators.queries.store import opened
from pacte.indicators.records import Answer, Indicator, Kind, Question, Reach, Stamp
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Reported:
    """``figures`` in the order of the codes; ``stamp`` identifies the facts."""

    stamp: Stamp
    figures: tuple[tuple[Indicator, Answer], ...]


def reported_figures(
    *, actor: Actor, host_id: int, plan_id: int, first: date, last: date, known_on: date, place: Path | None = None
) -> Reported:
    """Every computed indicator of the region, credits of that plan only.

    Small counts are suppressed and legally protected data is left out, whoever asks. Raises ``Unseen`` when the actor
    may not count the whole pact, ``Conflict`` before the first refresh.
    """
    reach = reach_of(actor, host_id)
    if not (reach.hosts or reach.everything):
        raise NotFound
    asked = [each for each in indicators().values() if each.kind is Kind.COMPUTED]
    codes = tuple(each.code for each in asked)
    question = Question(first=first, last=last, known_on=known_on, codes=codes, plan=plan_id)
    with opened(on=known_on, place=place) as connection:
        stamp = stamp_of(connection, on=known_on)
        found = ask(connection, asked, question, Reach(hosts=frozenset({host_id})), labels={}, place=place)
    return Reported(stamp, tuple(zip(asked, found, strict=True)))
