"""I31-n: entries in sessions that the pact pays, alone or with another fund."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Subset, TerritoryRule, Unit

INDICATOR = Indicator(
    code="pact_entries",
    number="I31-n",
    label="Entrées sur les fonds du pacte",
    question="Combien d’entrées sur les fonds du pacte ?",
    unit=Unit.ENTRIES,
    entity="entrée",
    numerator=Measure("paid_entries", "count(*) filter (where pact_pays)"),
    numerator_label="entrées financées par le pacte",
    subsets=(Subset.FUND,),
    territory=TerritoryRule.RESIDENCE,
    source="étapes des parcours ; registre des places",
    owner="observatoire régional",
    periodicity_months=12,
    version=2,
    changes=((date(2026, 11, 30), "Une session que le pacte paie avec un autre fonds compte entière."),),
    note="Une personne compte entière quand le pacte paie une partie des places de sa session.",
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
        IndicatorExample(
            {
                "ledger": [
                    {"session": 1, "places": 10, "order_fund": "baseline"},
                    {"session": 1, "places": 2, "order_fund": "pact"},
                    {"session": 2, "places": 10, "order_fund": "baseline"},
                ],
                "entries": [
                    {"session": 1, "fund": "baseline"},
                    {"session": 2, "fund": "baseline"},
                ],
            },
            1,
        ),
    ),
)
