"""I13-12: among those who answered; how many were asked is beside."""

from datetime import date

from pacte.indicators.records import Example, Indicator, Measure, TerritoryRule, TimeRule, Unit

INDICATOR = Indicator(
    code="access_to_job_12_months",
    number="I13-12",
    label="Accès à un emploi dans les 12 mois",
    question="Quelle part des sortants a eu un emploi d’au moins un mois dans les 12 mois ?",
    unit=Unit.PERCENT,
    entity="sortant de formation, une fois par session",
    numerator=Measure("situations", "count(*) filter (where months = 12 and answered and had_job)", on="ended_on"),
    denominator=Measure("situations", "count(*) filter (where months = 12 and answered)", on="ended_on"),
    numerator_label="sortants qui ont eu un emploi d’au moins un mois à un moment quelconque",
    denominator_label="sortants qui ont répondu",
    expected=Measure("ends", "count(*) filter (where happened_on + interval 12 month <= :on)"),
    waiting=Measure("ends", "count(*) filter (where not (happened_on + interval 12 month <= :on))"),
    time=TimeRule.COHORT,
    territory=TerritoryRule.RESIDENCE,
    source="enquêtes auprès des sortants",
    owner="observatoire régional",
    delay_months=2,
    note=(
        "Sortants avant le terme compris. L’apprentissage et le travail indépendant comptent comme emploi. Le "
        "taux de réponse est le nombre de réponses sur le nombre de sortants."
    ),
    examples=(
        Example(
            {
                "ends": [
                    {"journey": 1, "happened_on": date(2021, 6, 30)},
                    {"journey": 2, "happened_on": date(2021, 6, 30)},
                    {"journey": 3, "happened_on": date(2021, 6, 30)},
                    {"journey": 4, "happened_on": date(2021, 6, 30)},
                ],
                "situations": [
                    {
                        "journey": 1,
                        "months": 12,
                        "answered": True,
                        "in_job": True,
                        "had_job": True,
                        "ended_on": date(2021, 6, 30),
                        "happened_on": date(2022, 6, 30),
                    },
                    {
                        "journey": 2,
                        "months": 12,
                        "answered": True,
                        "in_job": False,
                        "had_job": True,
                        "ended_on": date(2021, 6, 30),
                        "happened_on": date(2022, 6, 30),
                    },
                    {
                        "journey": 3,
                        "months": 12,
                        "answered": True,
                        "in_job": False,
                        "had_job": False,
                        "ended_on": date(2021, 6, 30),
                        "happened_on": date(2022, 6, 30),
                    },
                    {
                        "journey": 4,
                        "months": 12,
                        "answered": False,
                        "in_job": None,
                        "had_job": None,
                        "ended_on": date(2021, 6, 30),
                        "happened_on": date(2022, 6, 30),
                    },
                ],
            },
            2,
            3,
        ),
        Example(
            {
                "ends": [
                    {"happened_on": date(2022, 12, 1)},
                ],
            },
            0,
            0,
        ),
    ),
)
