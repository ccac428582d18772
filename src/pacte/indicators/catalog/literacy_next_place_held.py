"""I17a-t: literacy stages on whose last day the next place is held (action 12)."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Subset, TerritoryRule, TimeRule, Unit

# The same stages as I17a-l and I17a-j: figures side by side isolate nobody.
_STAGES = "nature = 'literacy'"
_OURS = f"{_STAGES} and happened_on + interval 30 day <= :on"

INDICATOR = Indicator(
    code="literacy_next_place_held",
    number="I17a-t",
    label="Suite tenue au dernier jour d’une étape d’alphabétisation ou de français",
    question="Quelle part des étapes d’alphabétisation finit avec une place déjà tenue pour la suite ?",
    unit=Unit.PERCENT,
    entity="fin d’une étape d’alphabétisation ou de français",
    numerator=Measure("held_next", f"count(*) filter (where {_OURS} and held_next)"),
    denominator=Measure("held_next", f"count(*) filter (where {_OURS})"),
    numerator_label="étapes au dernier jour desquelles une place est réservée, ou la personne admise, ailleurs",
    denominator_label="étapes finies il y a trente jours ou plus, sans suite comprises",
    waiting=Measure("held_next", f"count(*) filter (where {_STAGES} and not (happened_on + interval 30 day <= :on))"),
    subsets=(Subset.OBJECTIVE,),
    time=TimeRule.COHORT,
    territory=TerritoryRule.RESIDENCE,
    source="étapes des parcours : réservations, admissions et entrées",
    owner="observatoire régional",
    delay_months=2,
    note="Toutes les fins comptent, abandons et départs vers un emploi compris. Une place rendue avant ne compte "
    "pas, ni une liste d’attente.",
    examples=(
        IndicatorExample(
            {
                "ends": [
                    {"journey": rank, "person": rank, "nature": "literacy", "happened_on": date(2021, 3, 31)}
                    for rank in range(1, 6)
                ]
                + [{"journey": 6, "person": 6, "nature": "certifying", "happened_on": date(2021, 3, 31)}],
                "approaches": [
                    {"journey": 11, "person": 1, "kind": "seat_reserved", "happened_on": date(2021, 3, 10)},
                    {"journey": 12, "person": 2, "kind": "admitted", "happened_on": date(2021, 3, 31)},
                    {"journey": 13, "person": 3, "kind": "seat_reserved", "happened_on": date(2021, 3, 10)},
                    {"journey": 13, "person": 3, "kind": "reservation_lapsed", "happened_on": date(2021, 3, 30)},
                    {"journey": 14, "person": 4, "kind": "seat_reserved", "happened_on": date(2021, 4, 1)},
                    {"journey": 15, "person": 5, "kind": "waiting_listed", "happened_on": date(2021, 3, 1)},
                    {"journey": 16, "person": 6, "kind": "admitted", "happened_on": date(2021, 3, 1)},
                ],
            },
            2,
            5,
        ),
    ),
)
