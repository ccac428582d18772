"""I31: the Region's own spending of the year over that of 2017, the effort to maintain."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, TerritoryRule, Unit
from pacte.indicators.records.grades import EvidenceGrade

INDICATOR = Indicator(
    code="baseline_kept",
    number="I31",
    label="Effort propre de la Région maintenu",
    question="La Région dépense-t-elle au moins autant qu’en 2017 sur ses fonds ?",
    unit=Unit.PERCENT,
    entity="dépense mandatée sur le socle",
    numerator=Measure(
        "money",
        (
            "sum(cents) filter (where fund = 'baseline' and stage = 'ordered') / 100.0 / "
            "greatest(count(distinct year(happened_on)) filter (where fund = 'baseline' and stage = "
            "'ordered'), 1)"
        ),
    ),
    denominator=Measure(
        "money",
        ("sum(cents) filter (where fund = 'baseline' and stage = 'ordered' and year(happened_on) = 2017) / 100.0"),
        always=True,
    ),
    numerator_label="euros mandatés sur le socle, moyenne par an de la période",
    denominator_label="euros mandatés sur le socle en 2017",
    territory=TerritoryRule.NONE,
    source="mouvements de crédits",
    owner="service des finances de la Région",
    periodicity_months=12,
    delay_months=3,
    counts_people=False,
    is_share_of_total=True,
    note="Les pactes de 2019-2022 prennent 2017 pour base.",
    grade=EvidenceGrade.MEANS,
    examples=(
        IndicatorExample(
            {
                "money": [
                    {"stage": "ordered", "fund": "baseline", "cents": 900000, "happened_on": date(2020, 5, 1)},
                    {"stage": "ordered", "fund": "baseline", "cents": 1000000, "happened_on": date(2017, 5, 1)},
                ],
            },
            9500,
            10000,
        ),
    ),
)
