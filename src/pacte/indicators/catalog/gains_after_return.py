"""I17a-g: returns from a job after which the person gains a block or a competence (action 4)."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Subset, TerritoryRule, TimeRule, Unit

_DUE = "returned_on + interval 12 month <= :on"

INDICATOR = Indicator(
    code="gains_after_return",
    number="I17a-g",
    label="Retours d’un emploi qui apportent un bloc ou une compétence",
    question="Qui revient d’un emploi ou d’une mission gagne-t-il un bloc ou une compétence dans les 12 mois ?",
    unit=Unit.PERCENT,
    entity="parcours quitté pour un emploi ou une mission, suivi d’un retour en formation",
    numerator=Measure(
        "departures", f"count(*) filter (where {_DUE} and gained_on <= returned_on + interval 12 month)"
    ),
    denominator=Measure("departures", f"count(*) filter (where {_DUE})"),
    numerator_label="retours suivis, dans les douze mois, d’une compétence attestée, d’un bloc ou d’une certification",
    denominator_label="retours en formation, il y a douze mois ou plus",
    waiting=Measure("departures", f"count(*) filter (where returned_on is not null and not ({_DUE}))"),
    side_measures={"blocs, compétences et certifications gagnés": Measure("departures", "sum(gains)")},
    subsets=(Subset.PEOPLE,),
    time=TimeRule.COHORT,
    territory=TerritoryRule.RESIDENCE,
    source="étapes des parcours",
    owner="observatoire régional",
    note="Ce que le parcours quitté donne encore après le retour ne compte pas, sauf si c’est lui qui reprend.",
    examples=(
        IndicatorExample(
            {
                "ends": [
                    {"journey": 1, "person": 1, "end_kind": "to_job", "happened_on": date(2021, 3, 1)},
                    {"journey": 2, "person": 2, "end_kind": "to_job", "happened_on": date(2021, 3, 1)},
                    {"journey": 3, "person": 3, "end_kind": "to_job", "happened_on": date(2021, 3, 1)},
                ],
                "entries": [
                    {"journey": 4, "person": 1, "happened_on": date(2021, 6, 1)},
                    {"journey": 5, "person": 2, "happened_on": date(2021, 6, 1)},
                ],
                "results": [
                    {"journey": 1, "person": 1, "kind": "block_certified", "happened_on": date(2021, 2, 1)},
                    {"journey": 4, "person": 1, "kind": "block_certified", "happened_on": date(2021, 9, 1)},
                    {"journey": 4, "person": 1, "kind": "presented", "happened_on": date(2021, 9, 1)},
                    {"journey": 2, "person": 2, "kind": "competence_attested", "happened_on": date(2021, 7, 1)},
                    {"journey": 3, "person": 3, "kind": "block_certified", "happened_on": date(2021, 9, 1)},
                ],
            },
            1,
            2,
        ),
        IndicatorExample(
            {
                "approaches": [
                    {"journey": 1, "kind": "interrupted", "end_reason": "job", "happened_on": date(2021, 3, 1)},
                    {"journey": 1, "kind": "resumed", "happened_on": date(2021, 5, 1)},
                ],
                "results": [{"journey": 1, "kind": "competence_attested", "happened_on": date(2021, 9, 1)}],
            },
            1,
            1,
        ),
    ),
)  # fmt: skip
