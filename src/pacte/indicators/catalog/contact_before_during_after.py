"""I10-c: trainees with a contact noted before, during and after their training (action 29).

A referent at every date would say nothing: the model gives one to everybody. The contacts are those that took place.
"""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Subset, TerritoryRule, TimeRule, Unit
from pacte.indicators.records.grades import ProofScope

_DUE = "happened_on + interval 3 month <= :on"
_EACH = "contacted_before and contacted_during and contacted_after"
_SOME = "(contacted_before or contacted_during or contacted_after)"

INDICATOR = Indicator(
    code="contact_before_during_after",
    number="I10-c",
    label="Stagiaires joints avant, pendant et après leur formation",
    question="L’accompagnement joint-il la personne avant, pendant et après sa formation ?",
    unit=Unit.PERCENT,
    entity="parcours en formation fini depuis trois mois ou plus",
    numerator=Measure("accompanied", f"count(*) filter (where {_DUE} and {_EACH})"),
    denominator=Measure("accompanied", f"count(*) filter (where {_DUE})"),
    numerator_label="parcours avec au moins un contact noté au carnet avant l’entrée, un pendant et un après la fin",
    denominator_label="parcours en formation finis il y a trois mois ou plus",
    waiting=Measure("accompanied", f"count(*) filter (where not ({_DUE}))"),
    side_measures={
        "joints à une ou deux de ces périodes": Measure(
            "accompanied", f"count(*) filter (where {_DUE} and {_SOME} and not ({_EACH}))"
        ),
        "sans aucun contact noté": Measure("accompanied", f"count(*) filter (where {_DUE} and not ({_SOME}))"),
    },
    subsets=(Subset.PEOPLE,),
    time=TimeRule.COHORT,
    territory=TerritoryRule.RESIDENCE,
    source="carnet partagé : contacts qui ont eu lieu, par le référent ou l’organisme",
    owner="réseaux d’accompagnement",
    note="Un contact que personne n’a noté n’est pas un contact absent. Une tentative sans réponse ne compte pas.",
    scope=ProofScope.TERRITORY,
    examples=(
        IndicatorExample(
            {
                "ends": [
                    {"journey": 1, "entered_on": date(2021, 3, 1), "happened_on": date(2021, 6, 30)},
                    {"journey": 2, "entered_on": date(2021, 3, 1), "happened_on": date(2021, 6, 30)},
                    {"journey": 3, "entered_on": date(2021, 3, 1), "happened_on": date(2021, 6, 30)},
                    {"journey": 4, "entered_on": date(2022, 9, 1), "happened_on": date(2022, 12, 1)},
                ],
                "notebook": [
                    {"journey": 1, "kind": "call", "reached": True, "happened_on": date(2021, 2, 1)},
                    {"journey": 1, "kind": "meeting", "reached": True, "happened_on": date(2021, 3, 1)},
                    {"journey": 1, "kind": "call", "reached": True, "happened_on": date(2021, 7, 1)},
                    {"journey": 2, "kind": "call", "reached": True, "happened_on": date(2021, 2, 1)},
                    {"journey": 2, "kind": "call", "reached": True, "happened_on": date(2021, 6, 30)},
                    {"journey": 2, "kind": "call", "reached": False, "happened_on": date(2021, 7, 1)},
                    {"journey": 4, "kind": "call", "reached": True, "happened_on": date(2022, 8, 1)},
                    {"journey": 4, "kind": "call", "reached": True, "happened_on": date(2022, 10, 1)},
                    {"journey": 4, "kind": "call", "reached": True, "happened_on": date(2022, 12, 2)},
                ],
            },
            1,
            3,
        ),
    ),
)
