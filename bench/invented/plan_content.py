"""Content of an invented plan and of its past rounds. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.period import Period
from pacte.plan.records import (
    ActionTitle,
    Amount,
    Axis,
    Figure,
    FigureKind,
    Flag,
    Lead,
    Objective,
    Placement,
    PlanContent,
    PlanRow,
    RowKind,
    Schedule,
)
from pacte.steering.records import AnswerState, MilestoneEventKind, RiskLevel, Weather
from pacte.steering.records.past_rounds import PastAnswer, PastMilestoneEvent, PastRisk, PastRound, PastValue

_AXES = ("1", "2", "3")
_STONES = 4
_WEATHERS = (Weather.GOOD, Weather.MIXED, Weather.ALERT)
_CODES = ("places_bought", "commitment_of_operating_credits", "")


def invented_plan_content(code: str, actions: int, first: int, years: int) -> PlanContent:
    """``actions`` actions over ``years`` years from ``first``, each with a target."""
    periods = tuple(Period(year, year) for year in range(first, first + years))
    flags = tuple(Flag(period.code, "X") for period in periods)
    numbers = range(1, actions + 1)
    return PlanContent(
        code=code,
        title=f"Plan de mesure {code} (fictif)",
        region="de mesure",
        first_year=first,
        last_year=first + years - 1,
        periods=periods,
        source="Plan inventé pour mesurer la vitesse des pages.",
        axes=tuple(
            Axis(axis, f"Axe {axis}", f"Axe {axis} de mesure", amount_cents=_cents(axis, actions, years))
            for axis in _AXES
        ),
        objectives=tuple(
            objective
            for axis in _AXES
            for objective in (
                Objective(f"{axis}-1", "But de mesure", axis),
                Objective(f"{axis}-1.1", "Objectif de mesure", axis, f"{axis}-1"),
            )
        ),
        actions=tuple(
            ActionTitle(ActionCode(number), f"Action de mesure {number}", f"Mesure {number}") for number in numbers
        ),
        rows=tuple(_row(number, flags, periods) for number in numbers),
        amounts=tuple(
            Amount(ActionCode(number), period.first_year, 1_000_000_00) for number in numbers for period in periods
        ),
    )


def _axis(number: int) -> str:
    return _AXES[number % len(_AXES)]


def _cents(axis: str, actions: int, years: int) -> int:
    return sum(1_000_000_00 * years for number in range(1, actions + 1) if _axis(number) == axis)


def _row(number: int, flags: tuple[Flag, ...], periods: tuple[Period, ...]) -> PlanRow:
    axis = _axis(number)
    return PlanRow(
        key=f"A{number:02d}",
        number=ActionCode(number),
        kind=RowKind.ACTION,
        axis_code=axis,
        strategic_code=f"{axis}-1",
        operational_code=f"{axis}-1.1",
        title=f"Action de mesure {number}",
        short_title=f"Mesure {number}",
        description="Une description de la longueur ordinaire d’une action du plan. " * 3,
        leads=(Lead("Région"),),
        expected_result="Un résultat attendu.",
        figures=(
            Figure(
                "places de mesure",
                FigureKind.TARGET,
                value=Decimal(100),
                unit="places",
                indicator_code=_CODES[number % len(_CODES)],
            ),
        ),
        priority=str(periods[0].first_year),
        schedule=Schedule(Placement.CERTAIN, flags, " ".join("X" for _ in flags)),
    )


def invented_past_rounds(content: PlanContent, on: date) -> Iterator[PastRound]:
    """Two a year until today; the last one is open."""
    days = [date(year, month, 1) for year in range(content.first_year, on.year + 1) for month in (5, 11)]
    days = [day for day in days if day <= on]
    for rank, opened in enumerate(days):
        is_last = rank == len(days) - 1
        due = max(opened + timedelta(days=20), on) if is_last else opened + timedelta(days=20)
        yield PastRound(
            label=f"Tour de mesure {rank + 1}",
            opened_on=opened,
            due_on=due,
            committee_on=due + timedelta(days=9),
            closed_on=None if is_last else due,
            pilot="Mesure Numéro 0",
            answers=tuple(
                PastAnswer(
                    number,
                    AnswerState.AWAITED if is_last and int(number) % 2 else AnswerState.SENT,
                    _WEATHERS[(int(number) + rank) % 3],
                    "Un mot sur la météo.",
                    "Où en est l’action, en une phrase ou deux.",
                    sent_on=None if is_last and int(number) % 2 else due - timedelta(days=int(number) % 9),
                )
                for number in content.numbers
            ),
            steps=tuple(_steps(content, opened)) if not rank else (),
            values=tuple(
                PastValue(number, "places de mesure", Decimal(rank * 5), "places", opened, "Registre de mesure")
                for number in content.numbers
                if int(number) % 3 == rank % 3
            ),
            risks=tuple(
                PastRisk(number, "Un risque de mesure", RiskLevel.MEDIUM, "Une réponse", opened)
                for number in content.numbers
                if not rank and not int(number) % 4
            ),
        )


def _steps(content: PlanContent, first: date) -> Iterator[PastMilestoneEvent]:
    """A chain of milestones an action, one a year; all but the first two are still to come."""
    for number in content.numbers:
        for rank in range(_STONES):
            due = first + timedelta(days=500 * (rank + 1) + int(number))
            waits = (f"{number}:{rank - 1}",) if rank else ()
            yield PastMilestoneEvent(
                f"{number}:{rank}", number, MilestoneEventKind.SET, first, f"Jalon {rank + 1}", due, waits
            )
            if rank < 2:
                yield PastMilestoneEvent(f"{number}:{rank}", number, MilestoneEventKind.DONE, due)
