"""I31-e: euros that the pact adds, committed."""

from pacte.indicators.records import Example, Indicator, Measure, TerritoryRule, Unit

INDICATOR = Indicator(
    code="pact_euros",
    number="I31-e",
    label="Euros ajoutés par le pacte",
    question="Combien d’euros du pacte sont engagés ?",
    unit=Unit.EUROS,
    entity="ligne de crédits",
    numerator=Measure("money", "sum(cents) filter (where fund = 'pact' and stage = 'committed') / 100.0"),
    numerator_label="euros engagés sur le pacte",
    territory=TerritoryRule.NONE,
    source="mouvements de crédits",
    owner="service des finances de la Région",
    periodicity_months=12,
    delay_months=3,
    counts_people=False,
    examples=(
        Example(
            {
                "money": [
                    {"stage": "committed", "cents": 400000},
                    {"stage": "committed", "fund": "baseline", "cents": 700000},
                    {"stage": "paid", "cents": 100000},
                ],
            },
            4000,
        ),
    ),
)
