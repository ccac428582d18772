"""People on the way to the Vierzon session of the small offer, for the pages of its provider."""

from __future__ import annotations

from datetime import date, timedelta

from pacte.accounts.row_context import acting_as
from pacte.journeys.models import Journey
from pacte.journeys.queries import journey_by_key
from pacte.journeys.records import StepKind as K
from tests.cast import MACHINE
from tests.journeys.making import somebody, walk
from tests.web.supply_stage import VIERZON, Stage

MONDAY = date(2021, 1, 11)
PEOPLE, PRESENCES, HOURS = VIERZON + "candidats/", VIERZON + "presences/", VIERZON + "heures/"
FULL = "P" * 10 + "----"


def on_the_way(stage: Stage, first_name: str, *kinds: K) -> Journey:
    """A person to whom the network proposes the session, and who then takes these steps."""
    journey = somebody(stage.offer.cast, first_name=first_name)
    walk(stage.offer.cast["adviser"].actor, journey, stage.offer.session(), K.PROPOSED, *kinds)
    return journey


def informed(stage: Stage, first_name: str) -> Journey:
    return on_the_way(stage, first_name, K.INFORMATION_ATTENDED)


def admitted(stage: Stage, first_name: str) -> Journey:
    return on_the_way(stage, first_name, K.INFORMATION_ATTENDED, K.ADMITTED)


def entered(stage: Stage, first_name: str, *, on: date = MONDAY) -> Journey:
    journey = admitted(stage, first_name)
    walk(stage.offer.cast["provider"].actor, journey, stage.offer.session(), K.ENTERED, on=on)
    return journey


def again(journey: Journey) -> Journey:
    with acting_as(MACHINE) as machine:
        return journey_by_key(actor=machine, key=journey.key)


def sheet(journey: Journey, marks: str = FULL, hours: str = "35", monday: date = MONDAY) -> dict[str, object]:
    """What the form of a week sends for one person."""
    cells = {f"{journey.key}-marks_{rank}": mark for rank, mark in enumerate(marks)}
    return {"semaine": monday.isoformat(), f"{journey.key}-hours": hours, **cells}


def week_after(monday: date = MONDAY) -> date:
    return monday + timedelta(weeks=1)
