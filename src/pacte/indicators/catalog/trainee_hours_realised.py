"""I6h-n: hours signed or attested, by week."""

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Unit

INDICATOR = Indicator(
    code="trainee_hours_realised",
    number="I6h-n",
    label="Heures-stagiaires réalisées",
    question="Combien d’heures de formation ont été suivies ?",
    unit=Unit.HOURS,
    entity="heure-stagiaire",
    numerator=Measure("hours", "sum(minutes) / 60.0"),
    numerator_label="heures signées ou attestées",
    source="feuilles de présence",
    owner="observatoire régional",
    examples=(
        IndicatorExample(
            {
                "hours": [
                    {"minutes": 90},
                    {"minutes": 30},
                ],
            },
            2,
        ),
    ),
)
