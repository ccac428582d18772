"""Occupations for which employers hardly recruit, and which of them the cases of a procedure name. Public: no people.

The level of an occupation is that of the last period over on the day, as known then: the median of its zones. An
invented level counts only while the Region has no real one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection

from pacte.indicators.facts.asked_competences import HARD_TO_RECRUIT
from pacte.indicators.facts.occupation_tensions import TENSION_SERIES
from pacte.indicators.queries.case_counts import ProcedureCount, counted_cases
from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.records.operational_counts import CountResult
from pacte.indicators.records.profile import FICTITIOUS
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import pluralise

# The real series comes before the invented one; of the one read, the last period of each occupation.
_LEVELS = """
with levels as (
    select s.code, substr(p.split, 6) as rome, p.last,
        percentile_cont(0.5) within group (order by p.value) as level
    from indicators_seriespoint p join indicators_series s on s.id = p.series_id
    left join indicators_seriespoint c on c.corrects_id = p.id and c.recorded_at < %(known)s
    where s.organisation_id = %(host)s and s.code = any(%(codes)s) and p.split like 'rome:%%' and p.value is not null
        and p.last <= %(on)s and p.recorded_at < %(known)s and c.id is null
    group by s.code, p.split, p.last
)
select distinct on (rome) rome, level from levels
where code = (select code from levels order by length(code) limit 1)
order by rome, last desc
"""


@dataclass(frozen=True, slots=True)
class TradeCoverage:
    """An occupation in strong tension, by its code of the ROME. ``cases``: the first day of each that names it."""

    rome: str
    level: float
    cases: Mapping[int, date]


def tension_covered_by_action(context: CountContext, source: ProcedureCount) -> dict[ActionCode, CountResult]:
    """The occupations in strong tension that cases name, out of all of them, for an operational count."""
    return {number: _result(same) for number, same in _coverage(context, source).items()}


def trade_coverage(context: CountContext, source: ProcedureCount, number: ActionCode) -> list[TradeCoverage]:
    """Every occupation in strong tension, those that no case of the action names first, the highest level first."""
    by_action = _coverage(context, source)
    trades = by_action.get(number) or [TradeCoverage(rome, level, {}) for rome, level in _hard(context).items()]
    return sorted(trades, key=lambda each: (bool(each.cases), -each.level, each.rome))


def _coverage(context: CountContext, source: ProcedureCount) -> dict[ActionCode, list[TradeCoverage]]:
    cases_by_trade: dict[ActionCode, dict[str, dict[int, date]]] = defaultdict(lambda: defaultdict(dict))
    for case in counted_cases(
        actor=context.actor, plan=context.plan, source=source, known=context.known, on=context.on
    ):
        answer = case.answers.get(source.count.different)
        for rome in answer if isinstance(answer, list) else [answer]:
            cases_by_trade[case.action][str(rome)][case.case_id] = case.first_on
    return {
        number: [TradeCoverage(rome, level, trades.get(rome, {})) for rome, level in _hard(context).items()]
        for number, trades in cases_by_trade.items()
    }


def _hard(context: CountContext) -> dict[str, float]:
    """Levels of the occupations in strong tension, by code."""
    return context.cached(_read_hard)


def _read_hard(context: CountContext) -> dict[str, float]:
    codes = [TENSION_SERIES, f"{FICTITIOUS}{TENSION_SERIES}"]
    with connection.cursor() as cursor:
        cursor.execute(
            _LEVELS, {"host": context.plan.organisation_id, "codes": codes, "on": context.on, "known": context.known}
        )
        levels = dict(cursor.fetchall())
    return {rome: level for rome, level in levels.items() if level >= HARD_TO_RECRUIT}


def _result(trades: list[TradeCoverage]) -> CountResult:
    if not trades:
        return CountResult(0, lacks="la série des tensions par métier : elle se charge dans les séries publiques")
    touched_trades = [each for each in trades if each.cases]
    first_days = sorted(min(each.cases.values()) for each in touched_trades)
    blanks = len(trades) - len(touched_trades)
    precision = f"{pluralise(blanks, 'métier', 'métiers')} sans initiative" if blanks else ""
    return CountResult(len(touched_trades), len(trades), precision=precision, days=tuple(first_days))
