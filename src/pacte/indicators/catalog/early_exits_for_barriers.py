"""I9-f: early exits for a personal or health reason, among those whose reason is known (action 23).

The reasons of Dares do not tell housing, health and childcare apart; distance and money are shown beside.
"""

from datetime import date

from pacte.indicators.records import Direction, Indicator, IndicatorExample, Measure, Subset, TerritoryRule, Unit
from pacte.indicators.records.grades import ProofScope

INDICATOR = Indicator(
    code="early_exits_for_barriers",
    number="I9-f",
    label="Sorties anticipées pour une raison personnelle ou de santé",
    question="Parmi les sorties anticipées, combien tiennent à un frein de la vie personnelle ou à la santé ?",
    unit=Unit.PERCENT,
    entity="sortie anticipée par décision du stagiaire",
    numerator=Measure("reasons", "count(*) filter (where kind = 'ended' and reason = 'personal_or_health')"),
    denominator=Measure("reasons", "count(*) filter (where kind = 'ended' and reason is not null)"),
    numerator_label="sorties anticipées pour une raison personnelle ou de santé",
    denominator_label="sorties anticipées dont le motif est connu, emploi trouvé compris",
    side_measures={
        "éloignement": Measure("reasons", "count(*) filter (where kind = 'ended' and reason = 'distance')"),
        "manque d’argent": Measure("reasons", "count(*) filter (where kind = 'ended' and reason = 'money')"),
        "autre motif": Measure(
            "reasons",
            "count(*) filter (where kind = 'ended' and reason not in ('personal_or_health', 'distance', 'money'))",
        ),
        "motif non connu": Measure("reasons", "count(*) filter (where kind = 'ended' and reason is null)"),
    },
    subsets=(Subset.PEOPLE,),
    territory=TerritoryRule.RESIDENCE,
    direction=Direction.FALLING,
    source="étapes des parcours : motifs de la Dares (2021), dits par la personne",
    owner="observatoire régional",
    is_public=False,
    note="Les motifs de la Dares ne séparent pas le logement, la santé et la garde d’enfants.",
    scope=ProofScope.TERRITORY,
    examples=(
        IndicatorExample(
            {
                "ends": [
                    {"journey": 1, "end_kind": "dropout", "end_reason": "personal_or_health",
                     "happened_on": date(2021, 5, 1)},
                    {"journey": 2, "end_kind": "dropout", "end_reason": "level_or_content",
                     "happened_on": date(2021, 5, 1)},
                    {"journey": 3, "end_kind": "to_training", "happened_on": date(2021, 5, 1)},
                    {"journey": 4, "end_kind": "dropout", "end_reason": "not_said", "happened_on": date(2021, 5, 1)},
                    {"journey": 5, "end_kind": "exclusion", "end_reason": "personal_or_health",
                     "happened_on": date(2021, 5, 1)},
                ],
                "approaches": [{"journey": 6, "kind": "declined", "end_reason": "distance"}],
            },
            1,
            3,
        ),
    ),
)  # fmt: skip
