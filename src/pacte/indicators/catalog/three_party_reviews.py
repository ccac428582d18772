"""I10-r: trainings with a review held by three, the person, their referent and the provider (action 29).

It counts once the three said that they were there: what one side declares of the two others proves nothing.
"""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Subset, TerritoryRule, TimeRule, Unit
from pacte.indicators.records.grades import ProofScope
from pacte.journeys.rules.relations import REVIEW_DUE_AFTER

_GOVERNED = "happened_on >= decided_from"
_DUE = f"{_GOVERNED} and coalesce(left_on, :on) >= due_on"
_HELD = "reviewed_on is not null"

INDICATOR = Indicator(
    code="three_party_reviews",
    number="I10-r",
    label="Stagiaires dont un bilan à trois a été tenu",
    question="La personne, son référent et l’organisme se réunissent-ils pendant la formation ?",
    unit=Unit.PERCENT,
    entity="parcours entré en formation depuis que la Région a choisi qui suit, resté le temps qu’un bilan soit dû",
    numerator=Measure("reviewed", f"count(*) filter (where {_DUE} and {_HELD})"),
    denominator=Measure("reviewed", f"count(*) filter (where {_DUE})"),
    numerator_label="parcours dont un bilan a été confirmé par la personne, le référent et l’organisme",
    denominator_label="parcours entrés depuis le choix de la Région, restés en formation "
    f"{REVIEW_DUE_AFTER.days} jours ou plus",
    waiting=Measure("reviewed", f"count(*) filter (where {_GOVERNED} and left_on is null and :on < due_on)"),
    side_measures={
        "sans bilan, formation finie": Measure(
            "reviewed", f"count(*) filter (where {_DUE} and not ({_HELD}) and left_on is not null)"
        ),
        "sans bilan, formation en cours": Measure(
            "reviewed", f"count(*) filter (where {_DUE} and not ({_HELD}) and left_on is null)"
        ),
    },
    subsets=(Subset.PEOPLE,),
    time=TimeRule.COHORT,
    territory=TerritoryRule.RESIDENCE,
    source="bilans à trois, confirmés par les trois ; choix daté de la Région",
    owner="réseaux d’accompagnement et organismes de formation",
    note="Un bilan que deux des trois confirment ne compte pas : un silence n’est pas un oui. Une formation en cours "
    "peut encore avoir le sien. Les entrées d’avant le choix de la Région ne comptent pas : personne ne le demandait.",
    scope=ProofScope.TERRITORY,
    examples=(
        IndicatorExample(
            {
                "relation_choices": [
                    {"mode": "shared", "happened_on": date(2021, 1, 1)},
                    {"mode": "single", "happened_on": date(2022, 1, 1)},
                ],
                "entries": [
                    {"journey": 1, "happened_on": date(2021, 3, 1)},
                    {"journey": 2, "happened_on": date(2021, 3, 1)},
                    {"journey": 3, "happened_on": date(2022, 6, 1)},
                    # Left before the fifteenth day, entered before the choice, and entered a week ago.
                    {"journey": 4, "happened_on": date(2021, 3, 1)},
                    {"journey": 5, "happened_on": date(2020, 12, 7)},
                    {"journey": 6, "happened_on": date(2022, 12, 24)},
                ],
                "ends": [
                    {"journey": 2, "happened_on": date(2021, 6, 30)},
                    {"journey": 4, "happened_on": date(2021, 3, 15)},
                ],
                "notebook": [
                    {"journey": 1, "kind": "three_way", "by_three": True, "happened_on": date(2021, 4, 6)},
                    # Two reviews of one training count once; what one side writes alone does not count.
                    {"journey": 1, "kind": "three_way", "by_three": True, "happened_on": date(2021, 5, 6)},
                    {"journey": 2, "kind": "three_way", "by_three": False, "happened_on": date(2021, 4, 6)},
                    {"journey": 5, "kind": "three_way", "by_three": True, "happened_on": date(2021, 4, 6)},
                ],
            },
            1,
            3,
        ),
        # A Region that decided nothing asks for no review.
        IndicatorExample({"entries": [{"journey": 1, "happened_on": date(2021, 3, 1)}]}, 0, 0),
    ),
)
