"""I16: after a preparation: in training, in a job or in apprenticeship at three months."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Subset, TerritoryRule, TimeRule, Unit

INDICATOR = Indicator(
    code="favourable_at_3_months",
    number="I16",
    label="Issue favorable à 3 mois, après une préparation",
    question="Quelle part des sortants d’une préparation est en formation ou en emploi 3 mois après ?",
    unit=Unit.PERCENT,
    entity="sortant d’une préparation",
    numerator=Measure(
        "situations",
        (
            "count(*) filter (where months = 3 and answered and favourable and nature in ('remobilisation', "
            "'prequalifying'))"
        ),
        on="ended_on",
    ),
    denominator=Measure(
        "situations",
        ("count(favourable) filter (where months = 3 and answered and nature in ('remobilisation', 'prequalifying'))"),
        on="ended_on",
    ),
    numerator_label="sortants en formation, en emploi ou en apprentissage",
    denominator_label="sortants dont la situation est connue",
    expected=Measure(
        "ends",
        (
            "count(*) filter (where happened_on + interval 3 month <= :on and nature in ('remobilisation', "
            "'prequalifying'))"
        ),
    ),
    waiting=Measure(
        "ends",
        (
            "count(*) filter (where not (happened_on + interval 3 month <= :on) and nature in "
            "('remobilisation', 'prequalifying'))"
        ),
    ),
    subsets=(Subset.OBJECTIVE,),
    time=TimeRule.COHORT,
    territory=TerritoryRule.RESIDENCE,
    source="enquêtes auprès des sortants",
    owner="observatoire régional",
    delay_months=2,
    examples=(
        IndicatorExample(
            {
                "ends": [
                    {"happened_on": date(2021, 6, 30), "nature": "remobilisation"},
                ],
                "situations": [
                    {"months": 3, "favourable": True, "nature": "remobilisation", "ended_on": date(2021, 6, 30)},
                    {"months": 3, "favourable": False, "nature": "prequalifying", "ended_on": date(2021, 6, 30)},
                    {"months": 3, "favourable": True, "nature": "certifying", "ended_on": date(2021, 6, 30)},
                ],
            },
            1,
            2,
        ),
    ),
)
