"""I9a-s: early exits by the trainee among journeys that follow another, beside the others (action 4)."""

from datetime import date

from pacte.indicators.records import Direction, Indicator, IndicatorExample, Measure, Subset, TimeRule, Unit

_OVER = "planned_end_on < :on"
_KINDS = "('to_job', 'to_training', 'dropout')"
_EARLY = f"{_OVER} and outcome in {_KINDS}"

INDICATOR = Indicator(
    code="early_exits_of_resumed_journeys",
    number="I9a-s",
    label="Sorties anticipées des parcours qui en suivent un autre",
    question="Quitte-t-on plus tôt un parcours qui en suit un autre ?",
    unit=Unit.PERCENT,
    entity="parcours ouvert à la suite d’un autre, dont le terme prévu est passé",
    numerator=Measure("cohort", f"count(*) filter (where follows is not null and {_EARLY})"),
    denominator=Measure("cohort", f"count(*) filter (where follows is not null and {_OVER})"),
    numerator_label="sorties vers un emploi, vers une autre formation, abandons",
    denominator_label="parcours ouverts à la suite d’un autre, dont le terme prévu est passé",
    waiting=Measure("cohort", f"count(*) filter (where follows is not null and not ({_OVER}))"),
    side_measures={
        "autres parcours, sorties anticipées": Measure(
            "cohort", f"count(*) filter (where follows is null and {_EARLY})"
        ),
        "autres parcours, autres fins": Measure(
            "cohort",
            f"count(*) filter (where follows is null and {_OVER} and coalesce(outcome, '') not in {_KINDS})",
        ),
    },
    subsets=(Subset.OVER, Subset.PEOPLE),
    ends=("to_job", "to_training", "dropout"),
    time=TimeRule.COHORT,
    direction=Direction.FALLING,
    source="étapes des parcours",
    owner="observatoire régional",
    note="Le parcours suivi peut être une formation finie ou quittée : c’est le conseiller qui dit la suite.",
    examples=(
        IndicatorExample(
            {
                "entries": [
                    {"journey": 1, "follows": 90, "planned_end_on": date(2021, 6, 30)},
                    {"journey": 2, "follows": 90, "planned_end_on": date(2021, 6, 30)},
                    {"journey": 3, "follows": 90, "planned_end_on": date(2023, 6, 30)},
                    {"journey": 4, "planned_end_on": date(2021, 6, 30)},
                    {"journey": 5, "planned_end_on": date(2021, 6, 30)},
                ],
                "ends": [
                    {"journey": 1, "end_kind": "dropout", "happened_on": date(2021, 5, 1)},
                    {"journey": 2, "end_kind": "to_term", "happened_on": date(2021, 6, 30)},
                    {"journey": 4, "end_kind": "dropout", "happened_on": date(2021, 5, 1)},
                    {"journey": 5, "end_kind": "dropout", "happened_on": date(2021, 5, 1)},
                ],
            },
            1,
            2,
        ),
    ),
)
