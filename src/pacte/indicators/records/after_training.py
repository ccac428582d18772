"""Shared definition of the employment indicators after training: population, respondents, too early to ask. Pure."""

from __future__ import annotations

from datetime import date

from pacte.indicators.records.definition import Indicator, IndicatorExample, Measure, TerritoryRule, TimeRule, Unit

_LEFT = date(2021, 6, 30)
_REACHED = {6: date(2021, 12, 31), 12: date(2022, 6, 30)}


def employment_indicator(
    *, code: str, number: str, label: str, question: str, months: int, column: str, numerator_label: str, of_three: int
) -> Indicator:
    """Leavers for whom ``column`` of the situation at ``months`` is true, over those who answered.

    ``of_three``: how many they are among the three answers of the example (in a job; had one since; none).
    """
    answered, reached = f"months = {months} and answered", f"happened_on + interval {months} month <= :on"
    return Indicator(
        code=code,
        number=number,
        label=label,
        question=question,
        unit=Unit.PERCENT,
        entity="sortant de formation, une fois par session",
        numerator=Measure("situations", f"count(*) filter (where {answered} and {column})", on="ended_on"),
        denominator=Measure("situations", f"count(*) filter (where {answered})", on="ended_on"),
        numerator_label=numerator_label,
        denominator_label="sortants qui ont répondu",
        expected=Measure("ends", f"count(*) filter (where {reached})"),
        waiting=Measure("ends", f"count(*) filter (where not ({reached}))"),
        time=TimeRule.COHORT,
        territory=TerritoryRule.RESIDENCE,
        source="enquêtes auprès des sortants",
        owner="observatoire régional",
        delay_months=2,
        note="Sortants avant le terme compris. L’apprentissage et le travail indépendant comptent comme emploi. Le taux"
        " de réponse est le nombre de réponses sur le nombre de sortants.",
        examples=(
            _four_leavers_example(months, of_three),
            IndicatorExample({"ends": [{"happened_on": date(2022, 12, 1)}]}, 0, 0),
        ),
    )


def _four_leavers_example(months: int, of_three: int) -> IndicatorExample:
    """One in a job, one who had a job, one without a job, and one who does not answer."""
    outcomes = ((True, True, True), (True, False, True), (True, False, False), (False, None, None))
    situations = [
        {"journey": rank, "months": months, "answered": answered, "in_job": in_job, "had_job": had_job,
         "ended_on": _LEFT, "happened_on": _REACHED[months]}
        for rank, (answered, in_job, had_job) in enumerate(outcomes, 1)
    ]  # fmt: skip
    ends = [{"journey": rank, "happened_on": _LEFT} for rank in range(1, 5)]
    return IndicatorExample({"ends": ends, "situations": situations}, of_three, 3)
