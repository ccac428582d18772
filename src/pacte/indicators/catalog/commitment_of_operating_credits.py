"""I29a: commitments over what was voted; stock at a date."""

from pacte.indicators.records import Example, Indicator, Measure, TerritoryRule, TimeRule, Unit

INDICATOR = Indicator(
    code="commitment_of_operating_credits",
    number="I29a",
    label="Autorisations d’engagement de fonctionnement (AE) engagées",
    question="Quelle part des autorisations d’engagement de fonctionnement (AE) est engagée ?",
    unit=Unit.PERCENT,
    entity="ligne de crédits",
    numerator=Measure("money", "sum(cents) filter (where stage = 'committed' and section = 'operating') / 100.0"),
    denominator=Measure("money", "sum(cents) filter (where stage = 'voted' and section = 'operating') / 100.0"),
    numerator_label="euros engagés, nets des dégagements",
    denominator_label="euros votés",
    time=TimeRule.STOCK,
    territory=TerritoryRule.NONE,
    source="mouvements de crédits",
    owner="service des finances de la Région",
    periodicity_months=3,
    counts_people=False,
    examples=(
        Example(
            {
                "money": [
                    {"stage": "voted", "cents": 1000000, "section": "operating"},
                    {"stage": "committed", "cents": 400000, "section": "operating"},
                    {"stage": "committed", "cents": -100000, "section": "operating"},
                ],
            },
            3000,
            10000,
        ),
    ),
)
