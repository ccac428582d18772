"""I6h: trainee hours realised over trainee hours ordered, lost ones included; the only fill rate of rolling entries."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Unit

INDICATOR = Indicator(
    code="fill_in_hours",
    number="I6h",
    label="Remplissage en heures-stagiaires",
    question="Quelle part des heures-stagiaires commandées a été suivie ?",
    unit=Unit.PERCENT,
    entity="heure-stagiaire",
    numerator=Measure("sessions", "sum(hours_done) filter (where is_over)"),
    denominator=Measure("sessions", "sum(hours_counted) filter (where is_over)"),
    numerator_label="heures-stagiaires réalisées, signées ou attestées",
    denominator_label="heures-stagiaires commandées, celles perdues comprises",
    waiting=Measure("sessions", "sum(hours_counted) filter (where not is_over)"),
    source="registre des places, feuilles de présence",
    owner="service achats de la Région",
    counts_people=False,
    note=(
        "Sessions finies ou annulées, rangées par leur premier jour prévu : une commande ne dit pas ses "
        "heures mois par mois."
    ),
    examples=(
        IndicatorExample(
            {
                "ledger": [
                    {
                        "kind": "bought",
                        "places": 10,
                        "session": 1,
                        "starts_on": date(2021, 3, 1),
                        "first_starts_on": date(2021, 3, 1),
                        "hours": 1000,
                        "ends_on": date(2021, 6, 30),
                    },
                ],
                "hours": [
                    {"session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1), "minutes": 1800},
                    {"session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1), "minutes": 600},
                ],
            },
            40,
            1000,
        ),
        IndicatorExample(
            {
                "ledger": [
                    {
                        "kind": "bought",
                        "places": 10,
                        "session": 1,
                        "starts_on": date(2021, 3, 1),
                        "first_starts_on": date(2021, 3, 1),
                        "hours": 1000,
                        "ends_on": date(2021, 6, 30),
                    },
                    {
                        "kind": "lost",
                        "places": 10,
                        "session": 1,
                        "starts_on": date(2021, 3, 1),
                        "first_starts_on": date(2021, 3, 1),
                        "hours": 1000,
                    },
                ],
                "states": [
                    {
                        "session": 1,
                        "starts_on": date(2021, 3, 1),
                        "first_starts_on": date(2021, 3, 1),
                        "state": "cancelled",
                    },
                ],
            },
            0,
            1000,
        ),
    ),
)
