"""I31-p: places added by the pact."""

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Unit
from pacte.indicators.records.grades import EvidenceGrade

INDICATOR = Indicator(
    code="pact_places",
    number="I31-p",
    label="Places ajoutées par le pacte",
    question="Combien de places sont achetées sur les fonds du pacte ?",
    unit=Unit.PLACES,
    entity="place achetée",
    numerator=Measure(
        "ledger",
        (
            "sum(case when fund <> 'pact' or fund is null then 0 else case kind when 'bought' then places "
            "when 'moved_in' then places when 'moved_out' then -places else 0 end end)"
        ),
    ),
    numerator_label="places achetées sur le pacte",
    source="registre des places, commandes",
    owner="service achats de la Région",
    periodicity_months=12,
    counts_people=False,
    grade=EvidenceGrade.MEANS,
    examples=(
        IndicatorExample(
            {
                "ledger": [
                    {"places": 10},
                    {"places": 5, "fund": "baseline"},
                ],
            },
            10,
        ),
    ),
)
