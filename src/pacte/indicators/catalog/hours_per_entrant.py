"""I41: trainee hours realised over entries, sessions over."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Subset, TimeRule, Unit

INDICATOR = Indicator(
    code="hours_per_entrant",
    number="I41",
    label="Heures suivies par entrée",
    question="Combien d’heures une personne suit-elle ?",
    unit=Unit.HOURS_PER_ENTRY,
    entity="session finie",
    numerator=Measure("sessions", "sum(hours_done) filter (where ends_on < :on)"),
    denominator=Measure("sessions", "sum(entries) filter (where ends_on < :on)"),
    numerator_label="heures-stagiaires réalisées",
    denominator_label="entrées des mêmes sessions",
    subsets=(Subset.OVER,),
    time=TimeRule.COHORT,
    source="feuilles de présence",
    owner="observatoire régional",
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
                        "cents": 1200000,
                        "unit_price_cents": 1200,
                        "ends_on": date(2021, 6, 30),
                        "certifying": True,
                    },
                ],
                "hours": [
                    {"session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1), "minutes": 6000},
                ],
                "states": [
                    {
                        "session": 1,
                        "starts_on": date(2021, 3, 1),
                        "first_starts_on": date(2021, 3, 1),
                        "state": "ended",
                    },
                ],
                "entries": [
                    {"journey": 1, "session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)},
                    {"journey": 2, "session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)},
                    {"journey": 3, "session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)},
                    {"journey": 4, "session": 1, "starts_on": date(2021, 3, 1), "first_starts_on": date(2021, 3, 1)},
                ],
            },
            100,
            4,
        ),
    ),
)
