"""I17a-j: days between the end of a literacy stage and the next entry, median over all who end one (action 12).

Who found nothing counts for as long as they have waited: see ``records.survival``. With the median of those who found
something only, the figure would improve when the others wait for ever.
"""

from datetime import date

from pacte.indicators.records import Direction, Indicator, IndicatorExample, Measure, Subset, TerritoryRule, Unit
from pacte.indicators.records.survival import median_survival_sql

# The same stages as I17a-l and I17a-t: the figures side by side isolate nobody.
_OURS = "nature = 'literacy' and happened_on + interval 30 day <= :on"

INDICATOR = Indicator(
    code="literacy_wait",
    number="I17a-j",
    label="Attente après une étape d’alphabétisation ou de français, médiane",
    question="Combien de jours attend-on une suite après une étape d’alphabétisation ?",
    unit=Unit.DAYS,
    entity="fin d’une étape d’alphabétisation ou de français, il y a trente jours ou plus",
    numerator=Measure(
        "follow_ons",
        median_survival_sql(
            "date_diff('day', happened_on, coalesce(next_on, :on))", "next_on is not null", among=_OURS
        ),
    ),
    numerator_label="jours jusqu’à l’entrée suivante, ceux qui n’ont rien trouvé compris",
    side_measures={
        "étapes suivies d’une entrée dans les 30 jours": Measure(
            "follow_ons", f"count(*) filter (where {_OURS} and next_on <= happened_on + interval 30 day)"
        ),
        "étapes suivies d’une entrée plus tard": Measure(
            "follow_ons", f"count(*) filter (where {_OURS} and next_on > happened_on + interval 30 day)"
        ),
        "étapes sans suite à ce jour": Measure("follow_ons", f"count(*) filter (where {_OURS} and next_on is null)"),
    },
    subsets=(Subset.OBJECTIVE,),
    territory=TerritoryRule.RESIDENCE,
    direction=Direction.FALLING,
    source="étapes des parcours",
    owner="observatoire régional",
    note="Estimation de Kaplan-Meier : qui attend encore compte pour la durée de son attente. Toutes les fins "
    "comptent, abandons et départs vers un emploi compris. Quand plus de la moitié n’a pas de suite, la médiane "
    "n’existe pas.",
    examples=(
        IndicatorExample(
            {
                "ends": [
                    {"journey": 1, "person": 1, "nature": "literacy", "happened_on": date(2021, 3, 31)},
                    {"journey": 2, "person": 2, "nature": "literacy", "happened_on": date(2021, 3, 31)},
                    {"journey": 3, "person": 3, "nature": "literacy", "happened_on": date(2021, 3, 31)},
                    {"journey": 4, "person": 4, "nature": "certifying", "happened_on": date(2021, 3, 31)},
                ],
                "entries": [
                    {"journey": 5, "person": 1, "happened_on": date(2021, 3, 31)},
                    {"journey": 6, "person": 2, "happened_on": date(2021, 6, 9)},
                    {"journey": 7, "person": 4, "happened_on": date(2021, 4, 1)},
                ],
            },
            70,
        ),
        IndicatorExample(
            {
                "ends": [
                    {"journey": 1, "person": 1, "nature": "literacy", "happened_on": date(2021, 3, 31)},
                    {"journey": 2, "person": 2, "nature": "literacy", "happened_on": date(2021, 3, 31)},
                    {"journey": 3, "person": 3, "nature": "literacy", "happened_on": date(2021, 3, 31)},
                    {"journey": 4, "person": 4, "nature": "certifying", "happened_on": date(2021, 3, 31)},
                ],
                "entries": [{"journey": 5, "person": 1, "happened_on": date(2021, 4, 10)}],
            },
            None,
        ),
    ),
)
