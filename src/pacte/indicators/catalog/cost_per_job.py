"""I28: amount due over leavers known to be in a job; non-respondents are shown next to it."""

from datetime import date

from pacte.indicators.records import Measure, Subset
from pacte.indicators.records.costs import EXAMPLE_SESSION, cost_indicator

_OVER = "months = 6 and {told} and ends_on + interval 6 month <= :on"
_SURVEYED = {**EXAMPLE_SESSION, "ends_on": date(2021, 6, 30), "months": 6}

INDICATOR = cost_indicator(
    code="cost_per_job",
    number="I28",
    label="Coût d’un retour à l’emploi",
    question="Combien coûte une personne en emploi six mois après ?",
    sessions="finie il y a six mois ou plus",
    sessions_filter="ends_on + interval 6 month <= :on",
    result=Measure("situations", f"count(*) filter (where {_OVER.format(told='in_job')})", on="first_starts_on"),
    subsets=(Subset.LATE,),
    results="sortants connus en emploi à six mois",
    side_measures={
        "sortants sans réponse": Measure(
            "situations", f"count(*) filter (where {_OVER.format(told='not answered')})", on="first_starts_on"
        ),
    },
    is_surveyed=True,
    note="C’est un maximum : sans réponse, on ne sait pas. Si tous ceux qui n’ont pas répondu étaient en emploi, le"
    " coût serait celui de tous les sortants réunis.",
    entries=2,
    facts={
        "situations": [
            {**_SURVEYED, "journey": 1, "answered": True, "in_job": True},
            {**_SURVEYED, "journey": 2, "answered": False},
        ],
    },
)
