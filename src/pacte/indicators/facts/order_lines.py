"""Filters and splits by what pays for a session: plan action, fund, lot. Pure.

The relation ``lines`` has one row per session and payer. Places and euros divide by ``share``; a person, and a session,
counts whole for each payer and once in the total: cells may add up to more than it.
"""

from __future__ import annotations

from collections.abc import Sequence

from pacte.indicators.facts.dimensions import PEOPLE
from pacte.indicators.facts.literals import sql_list, sql_literal
from pacte.indicators.records import IndicatorQuestion

ACTION, LOT, FUND = "action", "lot", "fund"
# The relations that find their payers through their session.
_BY_SESSION = PEOPLE | {"sessions", "states"}
_DIVIDED = (
    "bought", "lost", "opened", "counted", "hours_counted", "hours_lost", "cents_counted", "cents_lost", "due_places",
    "lost_places", "taken", "fill_places", "fill_lost", "above", "cents_due",
)  # fmt: skip


def is_read_by_line(dimension: str, relation: str, question: IndicatorQuestion) -> bool:
    """True when the dimension is that of the payers of a session.

    The fund alone is that of the first payer, which adds up to the total; with an action or a lot, that of each payer.
    """
    return relation in _BY_SESSION and dimension in _payer_dimensions(question)


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
    if all("unknown" in values for _, values in filters):
        condition = f"({condition} or f.session is null or f.session not in (select session from lines))"
    return condition


def payers_source(question: IndicatorQuestion, relation: str, read_from: str, splits: Sequence[str]) -> str:
    """The relation as « f », with one row per payer and a column ``line_…`` for each of these splits.

    Without split and filter, the relation itself.
    """
    filters = _filters(question, relation)
    names = [split for split in splits if is_read_by_line(split, relation, question)]
    is_divided = relation == "sessions"
    if not names and not (filters and is_divided):
        return f"{read_from} f"
    codes = "".join(f", {payer_code(split, question.plan)} as {payer_column(split)}" for split in names)
    groups = "".join(f", {payer_column(split)}" for split in names)
    where = f" where {_accepted(filters, question.plan)}" if filters else ""
    payers = (
        f"select session as paid_session{codes}, sum(share) as share from lines{where} group by paid_session{groups}"
    )
    columns, shared = "s.*", ""
    if is_divided:
        columns = f"s.* exclude ({', '.join(_DIVIDED)})"
        shared = "".join(f", s.{column} * coalesce(p.share, 1) as {column}" for column in _DIVIDED)
    keys = "".join(f", p.{payer_column(split)}" for split in names)
    return f"(select {columns}{shared}{keys} from {read_from} s left join ({payers}) p on p.paid_session = s.session) f"


def payer_column(split: str) -> str:
    return f"line_{split}"


def _payer_dimensions(question: IndicatorQuestion) -> frozenset[str]:
    dimensions = {*question.by, *(dimension for dimension, _ in question.where)}
    return frozenset({ACTION, LOT, FUND} if dimensions & {ACTION, LOT} else ())


def _filters(question: IndicatorQuestion, relation: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(name, values) for name, values in question.where if is_read_by_line(name, relation, question)]


def _accepted(filters: Sequence[tuple[str, Sequence[str]]], plan: int | None) -> str:
    return " and ".join(f"{payer_code(name, plan)} in ({sql_list(values)})" for name, values in filters)
