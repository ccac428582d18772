"""I26: amount due over completers, sessions over."""

from datetime import date

from pacte.indicators.records import Measure, Subset
from pacte.indicators.records.costs import cost_indicator

INDICATOR = cost_indicator(
    code="cost_per_completer",
    number="I26",
    label="Coût d’un parcours mené à son terme",
    question="Combien coûte une personne qui va au terme ?",
    sessions="finie",
    sessions_filter="ends_on < :on",
    result=Measure(
        "cohort",
        "count(*) filter (where ends_on < :on and outcome in ('to_term', 'goal_reached'))",
        on="first_starts_on",
    ),
    subsets=(Subset.OVER, Subset.PEOPLE),
    ends=("to_term", "goal_reached"),
    results="parcours menés à leur terme dans ces sessions",
    entries=4,
    facts={
        "ends": [
            {"journey": 1, "end_kind": "to_term", "happened_on": date(2021, 5, 1)},
            {"journey": 2, "end_kind": "dropout", "happened_on": date(2021, 5, 1)},
        ],
    },
)
