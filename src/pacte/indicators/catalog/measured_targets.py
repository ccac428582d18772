"""I32-m: targets of the version in force that name their indicator."""

from pacte.indicators.records import Indicator, IndicatorExample, Measure, TerritoryRule, TimeRule, Unit
from pacte.indicators.records.grades import EvidenceGrade, ProofScope

INDICATOR = Indicator(
    code="measured_targets",
    number="I32-m",
    label="Cibles du plan qui ont leur mesure",
    question="Quelle part des cibles du plan dit par quel indicateur elle se mesure ?",
    unit=Unit.PERCENT,
    entity="cible de la version du plan en vigueur",
    numerator=Measure("aims", "count(*) filter (where code <> '')"),
    denominator=Measure("aims", "count(*)"),
    numerator_label="cibles qui nomment leur indicateur",
    denominator_label="cibles de la version en vigueur",
    side_measures={
        "dont proposées, que le plan ne dit pas": Measure("aims", "count(*) filter (where code <> '' and proposed)"),
    },
    time=TimeRule.STOCK,
    territory=TerritoryRule.NONE,
    source="versions du plan",
    owner="pilote du pacte",
    counts_people=False,
    grade=EvidenceGrade.MEANS,
    scope=ProofScope.PLAN,
    examples=(
        IndicatorExample(
            {
                "targets": [
                    {"code": "entries_by_residence"},
                    {"version": 2, "code": "entries_by_residence"},
                    {"version": 2, "code": "completion", "proposed": True},
                    {"version": 2},
                    {"plan": 2},
                ],
            },
            2,
            4,
        ),
    ),
)
