"""I15: CDI, or fixed term of at least six months, at six months."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, TerritoryRule, TimeRule, Unit

INDICATOR = Indicator(
    code="durable_job",
    number="I15",
    label="Emploi durable à 6 mois",
    question="Quelle part des sortants a un CDI ou un CDD d’au moins 6 mois, 6 mois après ?",
    unit=Unit.PERCENT,
    entity="sortant de formation, une fois par session",
    numerator=Measure(
        "situations",
        "count(*) filter (where months = 6 and answered and durable_job)",
        on="ended_on",
    ),
    denominator=Measure("situations", "count(durable_job) filter (where months = 6 and answered)", on="ended_on"),
    numerator_label="sortants en emploi durable",
    denominator_label="sortants qui ont dit la nature de leur emploi, ou qu’ils n’en ont pas",
    expected=Measure("ends", "count(*) filter (where happened_on + interval 6 month <= :on)"),
    waiting=Measure("ends", "count(*) filter (where not (happened_on + interval 6 month <= :on))"),
    time=TimeRule.COHORT,
    territory=TerritoryRule.RESIDENCE,
    source="enquêtes auprès des sortants",
    owner="observatoire régional",
    delay_months=2,
    note="Création d’entreprise et fonction publique sont durables quand la personne le dit ainsi.",
    examples=(
        IndicatorExample(
            {
                "ends": [
                    {"happened_on": date(2021, 6, 30)},
                ],
                "situations": [
                    {"months": 6, "answered": True, "durable_job": True, "ended_on": date(2021, 6, 30)},
                    {"months": 6, "answered": True, "durable_job": False, "ended_on": date(2021, 6, 30)},
                    {"months": 6, "answered": True, "ended_on": date(2021, 6, 30)},
                ],
            },
            1,
            2,
        ),
    ),
)
