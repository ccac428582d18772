"""Action 16: people unknown to services, brought by a winner of the call, who then entered a training."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, TerritoryRule, TimeRule, Unit

_BROUGHT_ON = date(2021, 3, 1)


def _need(journey: int, on: date = _BROUGHT_ON, **others: object) -> dict[str, object]:
    return {"journey": journey, "kind": "need_expressed", "happened_on": on} | others


INDICATOR = Indicator(
    code="invisible_people_entered",
    number="I40-27",
    label="Personnes inconnues des services, amenées puis entrées en formation",
    question="Combien de personnes qu’aucun service ne connaissait sont entrées en formation ?",
    unit=Unit.PEOPLE,
    entity="personne amenée par le lauréat d’un appel, sans trace ici avant ce jour",
    numerator=Measure("brought", "count(distinct person) filter (where is_new and came_on <= :on)"),
    denominator=None,
    numerator_label="personnes amenées, inconnues jusque-là, entrées en formation depuis",
    side_measures={
        "personnes amenées par les lauréats": Measure("brought", "count(distinct person)"),
        "parmi elles, inconnues jusque-là": Measure("brought", "count(distinct person) filter (where is_new)"),
        "parmi les inconnues, dont un parcours a commencé": Measure(
            "brought", "count(distinct person) filter (where is_new and began_on <= :on)"
        ),
    },
    time=TimeRule.FLOW,
    territory=TerritoryRule.RESIDENCE,
    source="qui a amené la personne, dit par qui ouvre son parcours ; étapes, carnet et campagnes",
    owner="réseaux d’accompagnement",
    delay_months=1,
    note="Inconnue veut dire sans aucune trace dans cet outil avant le jour où elle est amenée : ce que d’autres "
    "outils savent d’elle n’est pas vu. Les contacts anonymes se lisent au dossier de chaque lauréat.",
    examples=(
        IndicatorExample(
            {
                "origins": [{"journey": each, "happened_on": _BROUGHT_ON} for each in range(1, 6)],
                "approaches": [
                    _need(1),
                    _need(2),
                    # Known by an older journey.
                    _need(30, date(2020, 9, 1), person=3),
                    _need(3),
                    _need(4),
                    _need(5),
                ],
                # Known by a contact of the notebook.
                "notebook": [{"journey": 4, "kind": "visit", "happened_on": date(2021, 2, 1)}],
                "entries": [
                    {"journey": 1, "happened_on": date(2021, 5, 3)},
                    {"journey": 3, "happened_on": date(2021, 5, 3)},
                    {"journey": 4, "happened_on": date(2021, 5, 3)},
                    # Its journey is another one.
                    {"journey": 50, "person": 5, "happened_on": date(2021, 6, 7)},
                ],
            },
            2,
        ),
        # Brought twice, counts once; an entry of before is no consequence, and tells that the person was known.
        IndicatorExample(
            {
                "origins": [
                    {"journey": 1, "happened_on": _BROUGHT_ON},
                    {"journey": 11, "person": 1, "happened_on": date(2021, 9, 1)},
                    {"journey": 2, "happened_on": _BROUGHT_ON},
                ],
                "approaches": [_need(1), _need(2)],
                "entries": [
                    {"journey": 1, "happened_on": date(2021, 5, 3)},
                    {"journey": 20, "person": 2, "happened_on": date(2020, 5, 4)},
                ],
            },
            1,
        ),
    ),
)
