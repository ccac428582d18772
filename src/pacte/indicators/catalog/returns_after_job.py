"""I17a-r: people who left for a job, or paused for a mission, and came back into training (action 4).

Twelve months after they left; a return that comes later does not count, nor one that is not due yet.
"""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Subset, TerritoryRule, TimeRule, Unit

_DUE = "happened_on + interval 12 month <= :on"

INDICATOR = Indicator(
    code="returns_after_job",
    number="I17a-r",
    label="Retours en formation après un emploi ou une mission",
    question="Qui part travailler en cours de formation y revient-il dans les 12 mois ?",
    unit=Unit.PERCENT,
    entity="parcours quitté pour un emploi, ou interrompu par une mission ou un contrat court, à son premier départ",
    numerator=Measure(
        "departures", f"count(*) filter (where {_DUE} and returned_on <= happened_on + interval 12 month)"
    ),
    denominator=Measure("departures", f"count(*) filter (where {_DUE})"),
    numerator_label="parcours repris, ou suivis d’une autre entrée, dans les douze mois",
    denominator_label="parcours quittés pour un emploi, ou interrompus par une mission, il y a douze mois ou plus",
    waiting=Measure("departures", f"count(*) filter (where not ({_DUE}))"),
    subsets=(Subset.PEOPLE,),
    time=TimeRule.COHORT,
    territory=TerritoryRule.RESIDENCE,
    source="étapes des parcours",
    owner="observatoire régional",
    note="Un emploi qui dure n’appelle pas de retour : ce taux se lit avec l’accès à l’emploi.",
    examples=(
        IndicatorExample(
            {
                "ends": [
                    {"journey": 1, "person": 1, "end_kind": "to_job", "happened_on": date(2021, 3, 1)},
                    {"journey": 2, "person": 2, "end_kind": "to_job", "happened_on": date(2021, 3, 1)},
                    {"journey": 3, "person": 3, "end_kind": "dropout", "happened_on": date(2021, 3, 1)},
                    {"journey": 4, "person": 4, "end_kind": "to_job", "happened_on": date(2022, 6, 1)},
                ],
                "approaches": [
                    {"journey": 5, "person": 5, "kind": "interrupted", "end_reason": "job",
                     "happened_on": date(2021, 3, 1)},
                    {"journey": 5, "person": 5, "kind": "resumed", "happened_on": date(2021, 5, 1)},
                    {"journey": 6, "person": 6, "kind": "interrupted", "end_reason": "childcare",
                     "happened_on": date(2021, 3, 1)},
                    {"journey": 6, "person": 6, "kind": "resumed", "happened_on": date(2021, 5, 1)},
                ],
                "entries": [
                    {"journey": 7, "person": 1, "happened_on": date(2021, 11, 1)},
                    {"journey": 8, "person": 2, "happened_on": date(2022, 4, 1)},
                    {"journey": 9, "person": 3, "happened_on": date(2021, 4, 1)},
                    {"journey": 10, "person": 4, "happened_on": date(2022, 7, 1)},
                ],
            },
            2,
            3,
        ),
    ),
)  # fmt: skip
