"""An indicator with the audience definition of a plan, which applies to the targets of that plan. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pacte.indicators.records import Indicator, IndicatorAnswer, Measure
from pacte.plan.records import PriorityPublic
from pacte.plan.rules.publics import PublicCriteria, parse_public_rule

_NOT_KNOWN = "situation non connue"


def with_plan_definition(indicator: Indicator, publics: Iterable[PriorityPublic]) -> Indicator:
    """The indicator with the plan's definition; unchanged where the plan gives none that can be counted."""
    public = next((each for each in publics if indicator.public and each.code == indicator.public), None)
    bounds = parse_public_rule(public.rule) if public else None
    if public is None or bounds is None or indicator.numerator is None:
        return indicator
    relation, known = indicator.numerator.relation, known_situation_sql(bounds)
    side_measures = (
        {_NOT_KNOWN: Measure(relation, f"count(*) filter (where not ({known}))")} if indicator.side_measures else {}
    )
    return replace(
        indicator,
        numerator=replace(indicator.numerator, sql=f"count(*) filter (where {public_sql(bounds)})"),
        denominator=indicator.denominator and replace(indicator.denominator, sql=f"count(*) filter (where {known})"),
        numerator_label=f"entrées du public « {public.label} » du plan : {public.rule}",
        side_measures=side_measures,
        source=f"{indicator.source} ; « {public.label} » au sens de ce plan : {public.rule}",
    )


def public_sql(bounds: PublicCriteria) -> str:
    """Condition for members of the audience. Only integers and constant letters: no typed text enters the SQL."""
    parts = [
        f"age >= {bounds.age_from:d}" if bounds.age_from is not None else "",
        f"age < {bounds.age_under:d}" if bounds.age_under is not None else "",
        f"diploma < {bounds.level_under:d}" if bounds.level_under is not None else "",
        "sex = 'f'" if bounds.sex == "f" else "sex = 'm'" if bounds.sex == "m" else "",
    ]
    return " and ".join(part for part in parts if part)


def known_situation_sql(bounds: PublicCriteria) -> str:
    """Condition for people for whom everything that the rule tests is known."""
    parts = [
        "age is not null" if bounds.age_from is not None or bounds.age_under is not None else "",
        "diploma is not null" if bounds.level_under is not None else "",
        "coalesce(sex in ('f', 'm', 'x'), false)" if bounds.sex else "",
    ]
    return " and ".join(part for part in parts if part)


def differs_by_few(answer: IndicatorAnswer, usual: IndicatorAnswer, threshold: int) -> bool:
    """True when the two definitions differ by few people: the difference of the figures would disclose their number."""
    ours, theirs = answer.total.value, usual.total.value
    gaps: Sequence[tuple[int | float | None, int | float | None]] = (
        (ours.numerator, theirs.numerator), (ours.denominator, theirs.denominator),
    )  # fmt: skip
    return any(one is not None and other is not None and 0 < abs(one - other) < threshold for one, other in gaps)
