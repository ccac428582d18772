"""I40-26b: young people reached by an action who entered a training within twelve months (action 15).

They had begun and never entered. The others, in the same situation on the same days, whom no campaign reached, stand
beside: what differs between them is not only the contact.
"""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Subset, TerritoryRule, TimeRule, Unit

_DUE = "age < 26 and happened_on + interval 12 month <= :on"
_CAME = f"{_DUE} and came_on <= happened_on + interval 12 month"
_OTHERS = "autres jeunes dans la même situation au même moment, qu’aucune campagne n’a touchés"
_OTHERS_CAME = "parmi ces autres jeunes, entrés en formation dans les douze mois"

INDICATOR = Indicator(
    code="young_people_entering_after_contact",
    number="I40-26b",
    label="Jeunes touchés qui entrent ensuite en formation",
    question="Quelle part des jeunes touchés par une campagne entre en formation dans les 12 mois ?",
    unit=Unit.PERCENT,
    entity="jeune de moins de 26 ans, touché avec son accord, qui avait commencé sans jamais entrer en formation",
    numerator=Measure("approached", f"count(*) filter (where is_reached and {_CAME})"),
    denominator=Measure("approached", f"count(*) filter (where is_reached and {_DUE})"),
    numerator_label="jeunes touchés, entrés en formation dans les douze mois qui suivent leur premier contact",
    denominator_label="jeunes touchés il y a douze mois ou plus, d’accord pour être comptés",
    waiting=Measure(
        "approached",
        "count(*) filter (where is_reached and age < 26 and not (happened_on + interval 12 month <= :on))",
    ),
    side_measures={
        _OTHERS: Measure("approached", f"count(*) filter (where not is_reached and {_DUE})"),
        _OTHERS_CAME: Measure("approached", f"count(*) filter (where not is_reached and {_CAME})"),
    },
    others=("jeunes qu’aucune campagne n’a touchés", _OTHERS_CAME, _OTHERS),
    subsets=(Subset.PEOPLE,),
    time=TimeRule.COHORT,
    territory=TerritoryRule.RESIDENCE,
    source="campagnes des réseaux d’accompagnement, par accord de la personne ; étapes des parcours",
    owner="réseaux d’accompagnement",
    delay_months=4,
    note="Les deux parts se lisent côte à côte. Leur écart n’est pas l’effet de l’action : qui est touché a été choisi,"
    " et a dit oui. Une personne jointe qui n’a pas voulu être comptée est parmi les autres.",
    examples=(
        IndicatorExample(
            {
                "approaches": [
                    {"journey": 1, "kind": "need_expressed", "age": 20, "happened_on": date(2021, 1, 4)},
                    {"journey": 2, "kind": "need_expressed", "age": 22, "happened_on": date(2021, 1, 4)},
                    {"journey": 3, "kind": "need_expressed", "age": 40, "happened_on": date(2021, 1, 4)},
                    {"journey": 4, "kind": "need_expressed", "age": 20, "happened_on": date(2021, 1, 4)},
                    {"journey": 5, "kind": "need_expressed", "age": 20, "happened_on": date(2021, 1, 4)},
                ],
                "campaign_contacts": [
                    {"journey": 1, "age": 20, "happened_on": date(2021, 3, 1)},
                    # The first contact is the one that counts.
                    {"journey": 1, "age": 20, "happened_on": date(2021, 9, 1)},
                    {"journey": 2, "age": 22, "happened_on": date(2021, 3, 1)},
                    {"journey": 3, "age": 40, "happened_on": date(2021, 3, 1)},
                    # Too early to tell.
                    {"journey": 4, "age": 20, "happened_on": date(2022, 6, 1)},
                ],
                "entries": [
                    {"journey": 1, "age": 20, "happened_on": date(2022, 2, 1)},
                    {"journey": 2, "age": 22, "happened_on": date(2022, 4, 1)},
                    {"journey": 5, "age": 20, "happened_on": date(2021, 4, 1)},
                ],
            },
            1,
            2,
        ),
        # Somebody who had entered before the contact had not stopped on the way.
        IndicatorExample(
            {
                "approaches": [{"journey": 1, "kind": "need_expressed", "age": 20, "happened_on": date(2020, 1, 6)}],
                "entries": [{"journey": 1, "age": 20, "happened_on": date(2020, 3, 2)}],
                "campaign_contacts": [{"journey": 1, "age": 21, "happened_on": date(2021, 3, 1)}],
            },
            0,
            0,
        ),
    ),
)
