"""What firms promised in a case, what is due by a day, and what is kept. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from pacte.procedures.records.promises import FirmPromise, HireCount, HirePromises
from pacte.procedures.rules.conditions import Values

# The survey of the people trained leaves the same day: the firm is asked as soon as one says a hire, else then.
ASKED_WITHIN = timedelta(days=15)
REMINDED_AFTER = timedelta(days=10)


def firm_promises(spec: HirePromises, values: Values, on: date) -> tuple[FirmPromise, ...]:
    """Returns what each firm promised, its lines added up, in their order; a line without firm or posts is none."""
    by_firm: dict[str, FirmPromise] = {}
    lines = values.get(spec.lines)
    for line in lines if isinstance(lines, list) else ():
        firm, posts, by = str(line.get(spec.firm) or ""), _posts(line.get(spec.posts)), _day(line.get(spec.by))
        if not firm or not posts:
            continue
        due = posts if by is not None and by <= on else 0
        before = by_firm.get(firm)
        by_firm[firm] = FirmPromise(
            firm=firm,
            name=(before.name if before else "") or str(line.get(spec.name) or ""),
            email=(before.email if before else "") or str(line.get(spec.email) or ""),
            posts=posts + (before.posts if before else 0),
            due=due + (before.due if before else 0),
            by=max((day for day in (by, before.by if before else None) if day), default=None),
        )
    return tuple(by_firm.values())


def is_binding(spec: HirePromises, transitions: Collection[str]) -> bool:
    """Returns True when a case that took these transitions still binds the firms that promised."""
    return spec.signed in transitions and not spec.void & set(transitions)


def session_numbers(spec: HirePromises, values: Values) -> tuple[str, ...]:
    """Returns the numbers of the sessions that the case set up."""
    answer = values.get(spec.sessions)
    return tuple(str(each) for each in (answer if isinstance(answer, list) else [answer]) if each)


def hire_count(promises: tuple[FirmPromise, ...], confirmed: Mapping[str, int], said_hires: int) -> HireCount:
    """Returns what is kept: what a firm hires beyond its promise does not make up for another."""
    return HireCount(
        due=sum(each.due for each in promises),
        said_hires=said_hires,
        confirmed=sum(min(confirmed.get(each.firm, 0), each.due) for each in promises),
    )


def is_time_to_ask(due_on: date, *, said_hires: int, on: date) -> bool:
    """Returns True when the day has come, and somebody trained says a hire or enough time has passed."""
    return on >= due_on and (said_hires > 0 or on >= due_on + ASKED_WITHIN)


def is_time_to_remind(asked_on: date, *, on: date) -> bool:
    return on >= asked_on + REMINDED_AFTER


def _posts(answer: Any) -> int:
    return int(answer) if isinstance(answer, int | str) and str(answer).isdigit() else 0


def _day(answer: Any) -> date | None:
    try:
        return date.fromisoformat(str(answer))
    except ValueError:
        return None
