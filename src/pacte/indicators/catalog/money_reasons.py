"""I8-m: refusals and early exits for lack of money, among those whose reason is known (action 17)."""

from datetime import date

from pacte.indicators.records import Direction, Indicator, IndicatorExample, Measure, Subset, TerritoryRule, Unit
from pacte.indicators.records.grades import ProofScope

INDICATOR = Indicator(
    code="money_reasons",
    number="I8-m",
    label="Renoncements et sorties anticipées faute d’argent",
    question="Parmi ceux qui renoncent ou sortent avant le terme, combien le font faute d’argent ?",
    unit=Unit.PERCENT,
    entity="renoncement avant l’entrée, ou sortie anticipée par décision du stagiaire",
    numerator=Measure("reasons", "count(*) filter (where reason = 'money')"),
    denominator=Measure("reasons", "count(*) filter (where reason is not null)"),
    numerator_label="renoncements et sorties anticipées dont le motif est l’argent",
    denominator_label="renoncements et sorties anticipées dont le motif est connu, emploi trouvé compris",
    # Every kind of departure by reason, so that none is deduced from I9-f while it counts few people.
    side_measures={
        f"{label}, {reason}": Measure("reasons", f"count(*) filter (where kind = '{kind}' and {condition})")
        for kind, label in (("declined", "renoncements"), ("ended", "sorties anticipées"))
        for reason, condition in (
            ("faute d’argent", "reason = 'money'"),
            ("autre motif", "reason <> 'money'"),
            ("motif non connu", "reason is null"),
        )
    },
    subsets=(Subset.PEOPLE,),
    territory=TerritoryRule.RESIDENCE,
    direction=Direction.FALLING,
    source="étapes des parcours : motifs codés, dits par la personne",
    owner="observatoire régional",
    note="Dit combien renoncent, non ce que l’entrée fait perdre à chacun.",
    scope=ProofScope.TERRITORY,
    shown_by="public",
    examples=(
        IndicatorExample(
            {
                "approaches": [
                    {"journey": 1, "kind": "declined", "end_reason": "money"},
                    {"journey": 2, "kind": "declined", "end_reason": "distance"},
                    {"journey": 3, "kind": "declined", "end_reason": "not_said"},
                    {"journey": 4, "kind": "not_kept", "end_reason": "dates"},
                ],
                "ends": [
                    {"journey": 5, "end_kind": "dropout", "end_reason": "money", "happened_on": date(2021, 5, 1)},
                    {"journey": 6, "end_kind": "to_job", "happened_on": date(2021, 5, 1)},
                    {"journey": 7, "end_kind": "dropout", "happened_on": date(2021, 5, 1)},
                    {"journey": 8, "end_kind": "to_term", "happened_on": date(2021, 5, 1)},
                ],
            },
            2,
            4,
        ),
    ),
)
