"""Compute on the invented region the figures that it must reproduce, each by its definition. Pure."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise

from pacte.demo.region import calibration as odds
from pacte.demo.region.invented_journey import InventedJourney
from pacte.demo.region.invented_people import InventedPerson, invent_people
from pacte.demo.region.simulation import RegionSimulation
from pacte.demo.region.training_supply import InventedSession, Town, invent_providers, invent_sessions

_EARLY = frozenset({"to_job", "to_training", "dropout"})
_FOLLOW_ON_DAYS = 366


def measure_region(
    *, drawn_for: Callable[[str], random.Random], towns: Sequence[Town], training_towns: Sequence[Town],
    provider_count: int, today: date, share: float,
) -> tuple[dict[str, float], float]:  # fmt: skip
    """Values of the four years of a simulated region, for each target of ``calibration.TARGETS``.

    And, of those who go on after a preparation, the share of those whose next training is certifying.
    """
    provider_list = invent_providers(drawn_for("providers"), training_towns, provider_count)
    sessions = invent_sessions(drawn_for("sessions"), provider_list, training_towns, share=share, today=today)
    supply = sorted(
        (each for each in sessions if each.year in odds.YEARS), key=lambda each: (each.starts_on, each.rank)
    )
    crowd = invent_people(drawn_for("people"), towns, round(odds.PEOPLE * share), middle_year=2021)
    region = RegionSimulation(drawn_for("journeys"), crowd, today)
    lives = [life for session in supply for life in region.journeys_of_session(session)]
    values = (
        _of_places(supply, share)
        | _of_entries(lives, share)
        | _of_appointments(lives)
        | _of_early_exits(lives)
        | _of_jobs(lives)
        | _of_certifications(lives)
        | _of_people(crowd, drawn_for("people"))
    )
    return values, _certifying_next([life for life in lives if life.entered_on])


def _of_places(supply: Sequence[InventedSession], share: float) -> dict[str, float]:
    places, cents = sum(each.places for each in supply), sum(each.cents for each in supply)
    months = Counter(each.was_on.month for each in supply)
    return {
        "places_per_year": places / len(odds.YEARS) / share,
        "qualifying_share": sum(each.places for each in supply if not each.is_rolling) / places,
        "fill": sum(each.filled for each in supply) / places,
        "cost_per_place": cents / 100 / places,
        "cost_per_filled_place": cents / 100 / sum(each.filled for each in supply),
        "september_and_january": (months[9] + months[1]) / len(supply),
        "july_and_august": (months[7] + months[8]) / len(supply),
        "cancelled": sum(each.places for each in supply if each.is_cancelled) / places,
        "postponed": sum(each.was_on != each.starts_on for each in supply) / len(supply),
    }


def _of_entries(lives: Sequence[InventedJourney], share: float) -> dict[str, float]:
    entered = [life for life in lives if life.entered_on]
    young = [life for life in entered if life.person.age(life.session.year) < 26]
    known = [life for life in entered if life.person.diploma is not None]
    absent = sum(any(kind == "never_came" for kind, _, _ in life.steps) for life in lives)
    return {
        "entries_per_year": len(entered) / len(odds.YEARS) / share,
        "low_qualified": sum(life.person.is_low_qualified for life in known) / len(known),
        "never_came": absent / (absent + len(entered)),
        "early_exits": _early(entered),
        "early_exits_women": _early([life for life in entered if life.person.sex == "f"]),
        "early_exits_men": _early([life for life in entered if life.person.sex == "m"]),
        "early_exits_young": _early(young),
        "early_exits_young_low": _early([life for life in young if life.person.is_low_qualified]),
        "shortage": sum(life.session.family.in_shortage for life in entered) / len(entered),
        "follow_on": _follow_on(entered),
    }


def _early(lives: Sequence[InventedJourney]) -> float:
    return sum(life.end_kind in _EARLY for life in lives) / len(lives)


def _of_early_exits(lives: Sequence[InventedJourney]) -> dict[str, float]:
    """Reasons of early exits; leaving for a job or another training is itself the reason."""
    reason_by_end_kind = {"to_job": "job", "to_training": "training"}
    reasons = Counter(
        reason_by_end_kind.get(life.end_kind, life.end_reason) for life in lives if life.end_kind in _EARLY
    )
    return {f"reason_{code}": reasons[code] / reasons.total() for code, _ in odds.EARLY_REASONS}


def _follow_on(entered: Sequence[InventedJourney]) -> float:
    """Share of preparation leavers who enter any training within a year of its end."""
    starts: dict[int, list[int]] = {}
    for life in entered:
        starts.setdefault(life.person.rank, []).append(life.entered_on or 0)
    leavers = [life for life in entered if life.session.family.group == "preparatory" and life.ended_on]
    return sum(_goes_on(life.ended_on or 0, starts[life.person.rank]) for life in leavers) / len(leavers)


def _certifying_next(entered: Sequence[InventedJourney]) -> float:
    by_person: dict[int, list[InventedJourney]] = {}
    for life in sorted(entered, key=lambda each: each.entered_on or 0):
        by_person.setdefault(life.person.rank, []).append(life)
    following = [
        after.session.family.group == "qualifying"
        for lives in by_person.values()
        for before, after in pairwise(lives)
        if before.session.family.group == "preparatory" and _goes_on(before.ended_on or 0, [after.entered_on or 0])
    ]
    return sum(following) / len(following)


def _goes_on(ended_on: int, starts: Sequence[int]) -> bool:
    return any(ended_on < start <= ended_on + _FOLLOW_ON_DAYS for start in starts)


def _of_appointments(lives: Sequence[InventedJourney]) -> dict[str, float]:
    seen: Counter[tuple[str, str]] = Counter()
    for life in lives:
        for kind, _, detail in life.steps:
            if kind in ("information_attended", "information_missed"):
                seen[kind, "chosen" if "chosen" in detail else "summoned"] += 1
    return {
        f"no_show_{mode}": seen["information_missed", mode]
        / (seen["information_missed", mode] + seen["information_attended", mode])
        for mode in odds.NO_SHOW
    }


def _of_jobs(lives: Sequence[InventedJourney]) -> dict[str, float]:
    """Shares among those who answered at six months, or at twelve."""
    at_6 = _answers(lives, 6)
    return {
        "job_at_6_months": sum('"in_job": true' in detail for detail in at_6) / len(at_6),
        "access_within_6_months": sum('"had_job": true' in detail for detail in at_6) / len(at_6),
    } | {f"job_at_12_{group}": _in_job_at_12(lives, group) for group in ("preparatory", "qualifying")}


def _in_job_at_12(lives: Sequence[InventedJourney], group: str) -> float:
    answers = _answers([life for life in lives if life.session.family.group == group], 12)
    return sum('"in_job": true' in detail for detail in answers) / len(answers)


def _answers(lives: Sequence[InventedJourney], months: int) -> list[str]:
    return [
        detail
        for life in lives
        for kind, _, detail in life.steps
        if kind == "situation" and f'"months": {months},' in detail and '"answered": true' in detail
    ]


def _of_certifications(lives: Sequence[InventedJourney]) -> dict[str, float]:
    """Shares among those who completed a certifying training, then among those presented to the jury."""
    through = [
        {kind for kind, _, _ in life.steps}
        for life in lives
        if life.session.family.group == "qualifying" and life.end_kind in ("to_term", "goal_reached")
    ]
    presented = [kinds for kinds in through if "presented" in kinds]
    return {"presented": len(presented) / len(through)} | {
        kind: sum(kind in kinds for kinds in presented) / len(presented) for kind in ("certified", "certified_in_part")
    }


def _of_people(crowd: Sequence[InventedPerson], chance: random.Random) -> dict[str, float]:
    """Shares of attributes drawn when people are written to the database, drawn here the same way."""
    barriers = {theme: part for theme, _, part in odds.BARRIERS}
    protected = {kind: part for kind, _, part in odds.PROTECTED}
    return {
        "mobility_barrier": sum(chance.random() < barriers["mobility"] for _ in crowd) / len(crowd),
        "literacy": sum(chance.random() < protected["literacy"] for _ in crowd) / len(crowd),
    }
