"""I17a-l: literacy stages followed by another entry within thirty days (action 12)."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Subset, TerritoryRule, TimeRule, Unit

_OURS = "nature = 'literacy'"
_DUE = f"{_OURS} and happened_on + interval 30 day <= :on"

INDICATOR = Indicator(
    code="literacy_follow_on_in_thirty_days",
    number="I17a-l",
    label="Suite dans les 30 jours après une étape d’alphabétisation ou de français",
    question="Quelle part des étapes d’alphabétisation est suivie d’une autre entrée dans les 30 jours ?",
    unit=Unit.PERCENT,
    entity="fin d’une étape d’alphabétisation ou de français",
    numerator=Measure("follow_ons", f"count(*) filter (where {_DUE} and next_on <= happened_on + interval 30 day)"),
    denominator=Measure("follow_ons", f"count(*) filter (where {_DUE})"),
    numerator_label="étapes suivies d’une entrée, quelle qu’elle soit, dans les trente jours",
    denominator_label="étapes finies il y a trente jours ou plus, sans suite comprises",
    waiting=Measure("follow_ons", f"count(*) filter (where {_OURS} and not (happened_on + interval 30 day <= :on))"),
    subsets=(Subset.OBJECTIVE,),
    time=TimeRule.COHORT,
    territory=TerritoryRule.RESIDENCE,
    source="étapes des parcours",
    owner="observatoire régional",
    delay_months=2,
    note="Toutes les fins comptent, abandons et départs vers un emploi compris.",
    examples=(
        IndicatorExample(
            {
                "ends": [
                    {"journey": 1, "person": 1, "nature": "literacy", "happened_on": date(2021, 3, 31)},
                    {"journey": 2, "person": 2, "nature": "literacy", "happened_on": date(2021, 3, 31)},
                    {"journey": 3, "person": 3, "nature": "literacy", "happened_on": date(2021, 3, 31)},
                    {"journey": 4, "person": 4, "nature": "certifying", "happened_on": date(2021, 3, 31)},
                ],
                "entries": [
                    {"journey": 5, "person": 1, "happened_on": date(2021, 4, 30)},
                    {"journey": 6, "person": 2, "happened_on": date(2021, 5, 1)},
                    {"journey": 7, "person": 4, "happened_on": date(2021, 4, 1)},
                ],
            },
            1,
            3,
        ),
    ),
)
