"""I38: answers over leavers who were due to be asked."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, TerritoryRule, TimeRule, Unit
from pacte.indicators.records.grades import EvidenceGrade

INDICATOR = Indicator(
    code="survey_response_rate",
    number="I38",
    label="Taux de réponse aux enquêtes à 6 mois",
    question="Quelle part des sortants a répondu six mois après ?",
    unit=Unit.PERCENT,
    entity="sortant de formation, une fois par session",
    numerator=Measure("situations", "count(*) filter (where months = 6 and answered)", on="ended_on"),
    denominator=Measure("ends", "count(*) filter (where happened_on + interval 6 month <= :on)"),
    numerator_label="réponses",
    denominator_label="sortants à interroger",
    waiting=Measure("ends", "count(*) filter (where not (happened_on + interval 6 month <= :on))"),
    time=TimeRule.COHORT,
    territory=TerritoryRule.RESIDENCE,
    source="enquêtes auprès des sortants",
    owner="observatoire régional",
    delay_months=2,
    grade=EvidenceGrade.MEANS,
    examples=(
        IndicatorExample(
            {
                "ends": [
                    {"happened_on": date(2021, 6, 30)},
                    {"happened_on": date(2021, 6, 30)},
                ],
                "situations": [
                    {"months": 6, "answered": True, "ended_on": date(2021, 6, 30)},
                ],
            },
            1,
            2,
        ),
    ),
)
