"""I22-o: referrals without any follow-up yet, shown separately from the delay of those that led to an entry."""

from datetime import date

from pacte.indicators.records import Direction, Indicator, IndicatorExample, Measure, TerritoryRule, TimeRule, Unit

INDICATOR = Indicator(
    code="open_referrals",
    number="I22-o",
    label="Propositions qui attendent une entrée",
    question="Combien de personnes à qui une formation fut proposée dans l’année n’y sont pas encore entrées ?",
    unit=Unit.PEOPLE,
    entity="parcours, à sa dernière proposition",
    numerator=Measure("proposals", "count(*) filter (where came_on is null and happened_on + interval 12 month > :on)"),
    numerator_label="parcours dont la dernière proposition a moins de douze mois, sans entrée depuis",
    side_measures={
        "sans suite après douze mois": Measure(
            "proposals", "count(*) filter (where came_on is null and happened_on + interval 12 month <= :on)"
        ),
    },
    time=TimeRule.STOCK,
    territory=TerritoryRule.RESIDENCE,
    direction=Direction.FALLING,
    source="étapes des parcours",
    owner="observatoire régional",
    examples=(
        IndicatorExample(
            {
                "approaches": [
                    {"journey": 1, "kind": "proposed", "happened_on": date(2022, 10, 1)},
                    {"journey": 1, "kind": "proposed", "happened_on": date(2022, 11, 1)},
                    {"journey": 2, "kind": "proposed", "happened_on": date(2022, 10, 1)},
                    {"journey": 3, "kind": "proposed", "happened_on": date(2021, 10, 1)},
                ],
                "entries": [{"journey": 2, "happened_on": date(2022, 11, 1)}],
            },
            1,
        ),
    ),
)
