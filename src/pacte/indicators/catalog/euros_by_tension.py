"""I42-f: euros ordered for occupations in high tension, over euros ordered for occupations whose tension is known."""

from datetime import date

from pacte.indicators.records import Direction, Indicator, IndicatorExample, Measure, Unit
from pacte.indicators.records.grades import EvidenceGrade, ProofScope


def _euros(condition: str) -> Measure:
    return Measure("paid_occupations", f"sum(bought_cents) filter (where {condition}) / 100.0")


INDICATOR = Indicator(
    code="euros_by_tension",
    number="I42-f",
    label="Euros commandés pour les métiers en forte tension",
    question="Les euros vont-ils aux métiers où les employeurs peinent à recruter ?",
    unit=Unit.PERCENT,
    entity="euro commandé, dont la tension du métier visé est connue",
    numerator=_euros("tension = 'high'"),
    denominator=_euros("tension <> 'unknown'"),
    numerator_label="euros des métiers en forte tension (4 ou 5 sur 5)",
    denominator_label="euros des métiers dont la tension est connue",
    side_measures={
        "tension forte": _euros("tension = 'high'"),
        "tension moyenne": _euros("tension = 'middle'"),
        "tension faible": _euros("tension = 'low'"),
        "tension inconnue": _euros("tension = 'unknown'"),
    },
    direction=Direction.NEITHER,
    source="registre des places, commandes ; tensions par métier ROME",
    owner="service achats de la Région",
    periodicity_months=12,
    counts_people=False,
    note=(
        "Le métier est le premier code ROME de la formation. Sa tension est la médiane de ses bassins, dans la "
        "dernière année connue. Inconnue : formation sans code ROME, ou métier que la série ne suit pas."
    ),
    grade=EvidenceGrade.CONTEXT,
    scope=ProofScope.OFFER,
    examples=(
        IndicatorExample(
            {
                "ledger": [
                    {"session": 1, "rome": "H2913", "cents": 600_000},
                    {"session": 2, "rome": "M1607", "cents": 300_000},
                    {"session": 3, "rome": "D1507", "cents": 100_000},
                    {"session": 4, "rome": None, "cents": 500_000},
                ],
                "tensions": [
                    {"rome": "H2913", "level": 5, "happened_on": date(2020, 12, 31)},
                    {"rome": "H2913", "level": 4, "happened_on": date(2020, 12, 31)},
                    {"rome": "H2913", "level": 1, "happened_on": date(2019, 12, 31)},
                    {"rome": "M1607", "level": 1, "happened_on": date(2020, 12, 31)},
                    {"rome": "M1607", "level": 5, "happened_on": date(2020, 12, 31), "is_invented": True},
                    {"rome": "D1507", "level": 3, "happened_on": date(2020, 12, 31)},
                ],
            },
            6_000,
            10_000,
        ),
    ),
)
