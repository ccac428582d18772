"""I9a: read from the partition of I9."""

from datetime import date

from pacte.indicators.records import Direction, Indicator, IndicatorExample, Measure, Subset, TimeRule, Unit

INDICATOR = Indicator(
    code="early_exits_by_trainee",
    number="I9a",
    label="Sorties anticipées par décision du stagiaire",
    question="Quelle part des parcours finit avant le terme du fait du stagiaire ?",
    unit=Unit.PERCENT,
    entity="parcours dont le terme prévu est passé",
    numerator=Measure(
        "cohort",
        "count(*) filter (where planned_end_on < :on and outcome in ('to_job', 'to_training', 'dropout'))",
    ),
    denominator=Measure("cohort", "count(*) filter (where planned_end_on < :on)"),
    numerator_label="sorties vers un emploi, vers une autre formation, abandons",
    denominator_label="parcours dont le terme prévu est passé, fins inconnues comprises",
    waiting=Measure("cohort", "count(*) filter (where not (planned_end_on < :on))"),
    side_measures={
        "fins inconnues": Measure(
            "cohort",
            "count(*) filter (where planned_end_on < :on and coalesce(outcome, 'unknown') = 'unknown')",
        ),
    },
    subsets=(Subset.OVER, Subset.PEOPLE),
    ends=("to_job", "to_training", "dropout", "unknown"),
    time=TimeRule.COHORT,
    direction=Direction.FALLING,
    source="étapes des parcours",
    owner="observatoire régional",
    note="Les abandons n’en sont qu’une partie : ils se lisent seuls dans la partition des fins. Se compare au taux "
    "publié par la Dares (2021), dont les motifs comprennent l’emploi trouvé.",
    examples=(
        IndicatorExample(
            {
                "entries": [
                    {"journey": 1, "planned_end_on": date(2021, 6, 30)},
                    {"journey": 2, "planned_end_on": date(2021, 6, 30)},
                    {"journey": 3, "planned_end_on": date(2021, 6, 30)},
                    {"journey": 4, "planned_end_on": date(2021, 6, 30)},
                ],
                "ends": [
                    {"journey": 1, "end_kind": "to_job", "happened_on": date(2021, 5, 1)},
                    {"journey": 2, "end_kind": "dropout", "happened_on": date(2021, 5, 1)},
                    {"journey": 3, "end_kind": "exclusion", "happened_on": date(2021, 5, 1)},
                ],
            },
            2,
            4,
        ),
    ),
)
