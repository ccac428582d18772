"""I31-n: entries on places of the pact."""

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Subset, TerritoryRule, Unit

INDICATOR = Indicator(
    code="pact_entries",
    number="I31-n",
    label="Entrées sur les fonds du pacte",
    question="Combien d’entrées sur les fonds du pacte ?",
    unit=Unit.ENTRIES,
    entity="entrée",
    numerator=Measure("entries", "count(*) filter (where fund = 'pact')"),
    numerator_label="entrées financées par le pacte",
    subsets=(Subset.FUND,),
    territory=TerritoryRule.RESIDENCE,
    source="étapes des parcours",
    owner="observatoire régional",
    periodicity_months=12,
    examples=(
        IndicatorExample(
            {
                "entries": [
                    {},
                    {"fund": "baseline"},
                ],
            },
            1,
        ),
    ),
)
