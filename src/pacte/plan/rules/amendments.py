"""Amendments to the actions of a plan: suspend, end, split, merge, continue, add. Pure.

Each function takes a content and returns the next one. The rows of an ended action remain: the action is still
displayed, and the data that other apps attached to it stays attached.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from pacte.kernel.action_codes import NO_CODE, ActionCode
from pacte.kernel.errors import ValidationError, hide_unless
from pacte.kernel.period import Period
from pacte.plan.records import (
    ActionState,
    ActionStatus,
    ActionTitle,
    Lead,
    LineageKind,
    LineageLink,
    PlanContent,
    PlanRow,
    RowKind,
    Schedule,
)
from pacte.plan.rules.labels import ACTION_STATES
from pacte.plan.rules.lifecycle import is_over_state
from pacte.plan.rules.row_keys import base_row_key

# An action comes from a handful of others: more is a data-entry mistake.
MAX_SPLIT_PARTS = 12


def with_state(
    content: PlanContent, number: ActionCode, state: ActionState, since: date | None, reason: str
) -> PlanContent:
    """Suspend, abandon or resume an action.

    Raises ``NotFound``, or ``ValidationError`` when the action already has that state or is over.
    """
    _rows_or_not_found(content, number)
    present = content.state_of(number)
    if present is state:
        raise ValidationError(
            "state_already", f"L’action {number} est déjà {_state_label(state)}.", hint="Il n’y a rien à changer."
        )
    if present in (ActionState.SPLIT, ActionState.MERGED):
        raise _already_over(number, present)
    if state is ActionState.SUSPENDED and is_over_state(present):
        raise _already_over(number, present)
    return _with_status(content, ActionStatus(number, state, since, reason))


def with_period(content: PlanContent, period: Period) -> PlanContent:
    """Add a period to the schedule, and extend the years of the plan to cover it. Raises ``ValidationError``."""
    if any(each.first_year <= period.last_year and period.first_year <= each.last_year for each in content.periods):
        raise ValidationError(
            "period_taken",
            f"La période {period.code} recouvre une période du plan.",
            hint="Choisissez des années qui ne sont dans aucune colonne.",
        )
    first = min(content.first_year or period.first_year, period.first_year)
    last = max(content.last_year, period.last_year)
    joined = sorted((*content.periods, period))
    if any(after.first_year > before.last_year + 1 for before, after in pairwise(joined)):
        raise ValidationError(
            "period_hole",
            f"Entre {period.code} et les autres périodes, il manquerait une année.",
            hint="Ajoutez d’abord l’année qui touche le plan.",
        )
    return replace(content, periods=tuple(joined), first_year=first, last_year=last)


def with_action(content: PlanContent, row: PlanRow, short_title: str = "") -> PlanContent:
    """Add an action after the others of its axis."""
    places = [place for place, each in enumerate(content.rows) if each.axis_code == row.axis_code]
    place = places[-1] + 1 if places else len(content.rows)
    return _with_rows(content, place, (row,), (ActionTitle(row.number, row.title, short_title),))


def with_action_split(
    content: PlanContent,
    number: ActionCode,
    titles: Sequence[str],
    numbers: Sequence[ActionCode],
    since: date | None,
    reason: str,
) -> PlanContent:
    """Split an action into new ones, which inherit its axis, objective, leads and publics.

    Raises ``ValidationError``.
    """
    rows = _rows_not_over(content, number)
    titles = _non_blank(titles)
    if not 2 <= len(titles) <= MAX_SPLIT_PARTS:
        raise ValidationError(
            "split_parts",
            "Une action se partage en deux au moins.",
            hint="Donnez un intitulé à chaque nouvelle action.",
        )
    taken = {row.key for row in content.rows}
    parts = []
    for fresh, title in zip(numbers, titles, strict=True):
        key = unused_row_key(fresh, taken)
        taken.add(key)
        parts.append(_split_part(rows[0], key, fresh, title))
    place = max(index for index, row in enumerate(content.rows) if row.number == number) + 1
    names = tuple(ActionTitle(row.number, row.title) for row in parts)
    content_with_parts = _with_rows(content, place, tuple(parts), names)
    content_with_parts = _with_lineage(
        content_with_parts, (LineageLink(row.number, LineageKind.SPLIT, number) for row in parts)
    )
    return _with_status(content_with_parts, ActionStatus(number, ActionState.SPLIT, since, reason))


def with_actions_merged(
    content: PlanContent, numbers: Iterable[ActionCode], into: ActionCode, since: date | None, reason: str
) -> PlanContent:
    """End the given actions, taken over by ``into``. Raises ``ValidationError``."""
    ending = sorted(set(numbers))
    _rows_not_over(content, into)
    if not ending or into in ending or len(ending) > MAX_SPLIT_PARTS:
        raise ValidationError(
            "merge_parts", "Une action ne fusionne pas avec elle-même.", hint="Choisissez celle qui la reprend."
        )
    next_content = content
    for number in ending:
        _rows_not_over(content, number)
        next_content = _with_status(next_content, ActionStatus(number, ActionState.MERGED, since, reason))
    return _with_lineage(next_content, (LineageLink(into, LineageKind.MERGE, number) for number in ending))


def with_continuation(
    content: PlanContent, number: ActionCode, origin_plan: str, origin_number: ActionCode
) -> PlanContent:
    """Record that the action continues one of an earlier plan.

    Raises ``NotFound``, or ``ValidationError`` when the link already exists.
    """
    _rows_or_not_found(content, number)
    link = LineageLink(number, LineageKind.CONTINUES, origin_number, origin_plan)
    if link in content.lineage:
        raise ValidationError("lineage_already", "Ce lien est déjà écrit.", hint="Il n’y a rien à changer.")
    return _with_lineage(content, (link,))


def with_action_restored(content: PlanContent, base: PlanContent, number: ActionCode) -> PlanContent:
    """Restore an action from the base version.

    Its status, the actions that it continues and the new actions split from it are reset.
    """
    old = base.status_of(number)
    fresh = set(content.numbers) - set(base.numbers)
    removed_numbers = {
        each.number
        for each in content.successors_of(number)
        if each.kind is LineageKind.SPLIT and each.number in fresh and each not in base.lineage
    }
    lineage = tuple(
        each
        for each in content.lineage
        if each.number not in removed_numbers
        and not (each.number == number and each.kind is LineageKind.CONTINUES and each not in base.lineage)
        and not (
            each.origin_number == number
            and not each.origin_plan
            and each.kind is not LineageKind.CONTINUES
            and each not in base.lineage
        )
    )
    trimmed = replace(
        content,
        rows=tuple(row for row in content.rows if row.number not in removed_numbers),
        actions=tuple(each for each in content.actions if each.number not in removed_numbers),
        amounts=tuple(each for each in content.amounts if each.number not in removed_numbers),
        statuses=tuple(each for each in content.statuses if each.number not in removed_numbers | {number}),
        lineage=lineage,
    )
    return _with_status(trimmed, old) if old else trimmed


def unused_row_key(number: ActionCode, taken: Iterable[str]) -> str:
    """Return an unused row key: « A40 », « B.2.3 », or « A40-2 » when the key is taken."""
    known, wanted, rank = set(taken), base_row_key(number), 1
    key = wanted
    while key in known:
        rank += 1
        key = f"{wanted}-{rank}"
    return key


def preceding_action_code(content: PlanContent, operational_code: str) -> ActionCode:
    """Return the action code that a new action of that objective follows.

    It is the last code of its axis, else the last of the plan.
    """
    axes = {each.axis_code for each in content.objectives if each.code == operational_code}
    own = [row.number for row in content.rows if row.axis_code in axes]
    return max(own or content.numbers, default=NO_CODE)


def new_action_row(
    content: PlanContent,
    number: ActionCode,
    title: str,
    description: str,
    operational_code: str,
    leads: tuple[Lead, ...],
) -> PlanRow:
    """Build the row of a new action, under its objective. Raises ``ValidationError`` when the objective is unknown."""
    objective = next((each for each in content.objectives if each.code == operational_code and each.code), None)
    if objective is None:
        raise ValidationError(
            "unknown_objective", "Cet objectif n’est pas dans le plan.", hint="Choisissez-le dans la liste."
        )
    return PlanRow(
        key=unused_row_key(number, (row.key for row in content.rows)),
        number=number,
        kind=RowKind.ACTION,
        axis_code=objective.axis_code,
        strategic_code=objective.parent_code or objective.code,
        operational_code="" if objective.is_strategic else objective.code,
        title=title.strip(),
        description=description.strip(),
        leads=leads,
    )


def _split_part(origin: PlanRow, key: str, number: ActionCode, title: str) -> PlanRow:
    """Build a part of a split action.

    What the source states about the whole does not apply to its parts: those fields are empty, to be filled in.
    """
    return replace(
        origin,
        key=key,
        number=number,
        kind=RowKind.ACTION,
        title=title,
        short_title="",
        title_as_printed="",
        description="",
        leads_as_printed="",
        expected_result="",
        figures=(),
        comment="",
        staff=(),
        expenses=(),
        schedule=Schedule(),
        linked_numbers=(),
        source_lines="",
        doubts=(),
    )


def _with_rows(
    content: PlanContent, place: int, rows: tuple[PlanRow, ...], names: tuple[ActionTitle, ...]
) -> PlanContent:
    return replace(
        content,
        rows=(*content.rows[:place], *rows, *content.rows[place:]),
        actions=tuple(sorted((*content.actions, *names), key=lambda each: each.number)),
    )


def _with_status(content: PlanContent, status: ActionStatus) -> PlanContent:
    others = (each for each in content.statuses if each.number != status.number)
    return replace(content, statuses=tuple(sorted((*others, status), key=lambda each: each.number)))


def _with_lineage(content: PlanContent, links: Iterable[LineageLink]) -> PlanContent:
    links_of_plan = {*content.lineage, *links}
    return replace(content, lineage=tuple(sorted(links_of_plan, key=_lineage_order)))


def _lineage_order(link: LineageLink) -> tuple[ActionCode, str, ActionCode, str]:
    return (link.number, link.origin_plan, link.origin_number, link.kind)


def _rows_or_not_found(content: PlanContent, number: ActionCode) -> tuple[PlanRow, ...]:
    rows = content.rows_of(number)
    hide_unless(rows)
    return rows


def _rows_not_over(content: PlanContent, number: ActionCode) -> tuple[PlanRow, ...]:
    rows = _rows_or_not_found(content, number)
    state = content.state_of(number)
    if is_over_state(state):
        raise _already_over(number, state)
    return rows


def _already_over(number: ActionCode, state: ActionState) -> ValidationError:
    return ValidationError(
        "action_over",
        f"L’action {number} est déjà {_state_label(state)}.",
        hint="Revenez d’abord sur cet acte, s’il est de ce projet.",
    )


def _state_label(state: ActionState) -> str:
    return "en cours" if state is ActionState.RUNNING else ACTION_STATES[state]


def _non_blank(titles: Sequence[str]) -> list[str]:
    return [title.strip() for title in titles if title.strip()]
