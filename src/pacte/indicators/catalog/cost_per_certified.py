"""I27: amount due over full certifications, juries past."""

from datetime import date

from pacte.indicators.records import Measure, Subset
from pacte.indicators.records.costs import cost_indicator

INDICATOR = cost_indicator(
    code="cost_per_certified",
    number="I27",
    label="Coût d’une certification",
    question="Combien coûte une certification complète ?",
    sessions="certifiante dont le jury est passé",
    sessions_filter="certifying and ends_on + 60 < :on",
    result=Measure("juries", "count(*) filter (where jury_on < :on and certified)", on="first_starts_on"),
    subsets=(Subset.JURY,),
    results="certifications complètes obtenues dans ces sessions",
    entries=4,
    facts={
        "results": [
            {"journey": 1, "kind": "presented", "happened_on": date(2021, 7, 10)},
            {"journey": 1, "kind": "certified", "happened_on": date(2021, 7, 10)},
        ],
    },
)
