"""I6h-d: hours ordered, lost ones included."""

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Unit
from pacte.indicators.records.grades import EvidenceGrade

INDICATOR = Indicator(
    code="trainee_hours_ordered",
    number="I6h-d",
    label="Heures-stagiaires commandées",
    question="Combien d’heures de formation ont été commandées ?",
    unit=Unit.HOURS,
    entity="heure-stagiaire",
    numerator=Measure(
        "ledger",
        ("sum(case kind when 'bought' then hours when 'moved_in' then hours when 'moved_out' then -hours else 0 end)"),
    ),
    numerator_label="heures commandées, celles perdues comprises",
    source="registre des places, commandes",
    owner="service achats de la Région",
    counts_people=False,
    grade=EvidenceGrade.MEANS,
    examples=(
        IndicatorExample(
            {
                "ledger": [
                    {"places": 10, "hours": 1000, "cents": 1200000},
                    {"kind": "lost", "places": 10, "hours": 1000, "cents": 1200000},
                ],
            },
            1000,
        ),
    ),
)
