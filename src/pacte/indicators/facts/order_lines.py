"""Filters and splits by what pays for a session: plan action, fund, lot. Pure.

The relation ``lines`` has one row per session and payer. Places and euros divide by ``share``; a person, and a session,
counts whole for each payer and once in the total: cells may add up to more than it. A session without a line has the
fund of its own fact, and neither action nor lot.
"""

from __future__ import annotations

from collections.abc import Sequence

from pacte.indicators.facts.dimensions import DIMENSIONS, OF_THEIR_ACTION, PEOPLE
from pacte.indicators.facts.literals import sql_list, sql_literal
from pacte.indicators.records import IndicatorQuestion

ACTION, LOT, FUND = "action", "lot", "fund"
PAYER_DIMENSIONS = frozenset({ACTION, LOT, FUND})
# The relations that find their payers through their session.
_BY_SESSION = (PEOPLE - OF_THEIR_ACTION) | {"sessions", "states"}
_DIVIDED = (
    "bought", "lost", "opened", "counted", "hours_counted", "hours_lost", "cents_counted", "cents_lost", "due_places",
    "lost_places", "taken", "fill_places", "fill_lost", "above", "cents_due",
)  # fmt: skip
# Columns of a row that become those of the payers asked about: « s » is the relation, « p » these payers.
_OF_PAYERS: dict[str, dict[str, str]] = {
    "sessions": {column: f"s.{column} * coalesce(p.share, 1)" for column in _DIVIDED},
    "paid_entries": {"pact_pays": "coalesce(p.pact_pays, s.pact_pays)"},
}


def is_read_by_line(dimension: str, relation: str) -> bool:
    """True when the dimension is that of the payers of a session."""
    return relation in _BY_SESSION and dimension in PAYER_DIMENSIONS


def payer_code(dimension: str, plan: int | None) -> str:
    """SQL of the code on a row of ``lines`` or of the ledger. ``plan``: the actions of other plans are none."""
    if dimension == LOT:
        return "coalesce(cast(lot as varchar), 'unknown')"
    if dimension == FUND:
        return "coalesce(nullif(fund, ''), 'unknown')"
    action = "plan_action" if plan is None else f"case when plan = {sql_literal(plan)} then plan_action end"
    return f"coalesce({action}, 'unknown')"


def payer_condition(question: IndicatorQuestion, relation: str) -> str:
    """Condition on « f »: a session of it has one payer that all the filters accept. "" without such a filter."""
    filters = _filters(question, relation)
    if not filters:
        return ""
    condition = f"f.session in (select session from lines where {_accepted(filters, question.plan)})"
    if any("unknown" not in values for name, values in filters if name != FUND):
        return condition
    own = "".join(f" and {DIMENSIONS[FUND].sql} in ({sql_list(values)})" for name, values in filters if name == FUND)
    return f"({condition} or (f.session is null or f.session not in (select session from lines)){own})"


def payers_source(question: IndicatorQuestion, relation: str, read_from: str, splits: Sequence[str]) -> str:
    """The relation as « f », with one row per payer and a column ``line_…`` for each of these splits.

    Without split and filter, the relation itself.
    """
    filters = _filters(question, relation)
    names = [split for split in splits if is_read_by_line(split, relation)]
    own_columns = _OF_PAYERS.get(relation, {})
    if not names and not (filters and own_columns):
        return f"{read_from} f"
    codes = "".join(f", {payer_code(split, question.plan)} as {payer_column(split)}" for split in names)
    groups = "".join(f", {payer_column(split)}" for split in names)
    where = f" where {_accepted(filters, question.plan)}" if filters else ""
    payers = (
        f"select session as paid_session{codes}, sum(share) as share, bool_or(fund = 'pact') as pact_pays"
        f" from lines{where} group by paid_session{groups}"
    )
    columns = f"s.* exclude ({', '.join(own_columns)})" if own_columns else "s.*"
    changed = "".join(f", {sql} as {column}" for column, sql in own_columns.items())
    keys = "".join(f", {_split_code(split)} as {payer_column(split)}" for split in names)
    return (
        f"(select {columns}{changed}{keys} from {read_from} s left join ({payers}) p on p.paid_session = s.session) f"
    )


def _split_code(split: str) -> str:
    """Code of the payer « p », or of the row « s » that none pays."""
    own = "nullif(s.fund, ''), " if split == FUND else ""
    return f"coalesce(p.{payer_column(split)}, {own}'unknown')"


def payer_column(split: str) -> str:
    return f"line_{split}"


def _filters(question: IndicatorQuestion, relation: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(name, values) for name, values in question.where if is_read_by_line(name, relation)]


def _accepted(filters: Sequence[tuple[str, Sequence[str]]], plan: int | None) -> str:
    return " and ".join(f"{payer_code(name, plan)} in ({sql_list(values)})" for name, values in filters)
