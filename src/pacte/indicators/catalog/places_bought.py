"""I3: places ordered, net of changes and losses; each is shown next to it."""

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Unit
from pacte.indicators.records.grades import EvidenceGrade

INDICATOR = Indicator(
    code="places_bought",
    number="I3",
    label="Places achetées, nettes",
    question="Combien de places ont été achetées ?",
    unit=Unit.PLACES,
    entity="place achetée",
    numerator=Measure(
        "ledger",
        (
            "sum(case kind when 'bought' then places when 'moved_in' then places when 'moved_out' then "
            "-places when 'lost' then -places else 0 end)"
        ),
    ),
    numerator_label="places commandées, nettes des avenants et des pertes",
    side_measures={
        "achetées, brut": Measure(
            "ledger", "sum(case when kind = 'bought' and amendment is null then places else 0 end)"
        ),
        "avenants": Measure(
            "ledger",
            "sum(case when kind = 'bought' and amendment is not null then places else 0 end)",
        ),
        "perdues": Measure("ledger", "sum(case when kind = 'lost' then places else 0 end)"),
    },
    source="registre des places, commandes",
    owner="service achats de la Région",
    counts_people=False,
    grade=EvidenceGrade.MEANS,
    examples=(
        IndicatorExample(
            {
                "ledger": [
                    {"places": 12},
                    {"kind": "lost", "places": 4},
                    {"kind": "opened", "places": 12},
                ],
            },
            8,
        ),
    ),
)
