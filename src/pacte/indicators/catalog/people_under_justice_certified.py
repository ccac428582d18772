"""I19-j: certified, first level of basic skills or more; a lower bound."""

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Subset, TerritoryRule, Unit

INDICATOR = Indicator(
    code="people_under_justice_certified",
    number="I19-j",
    label="Personnes sous main de justice certifiées",
    question="Combien de personnes sous main de justice ont obtenu une certification, même en partie ?",
    unit=Unit.PEOPLE,
    entity="personne",
    numerator=Measure(
        "results",
        (
            "count(distinct person) filter (where justice and kind in ('certified', 'certified_in_part', "
            "'block_certified', 'competence_attested'))"
        ),
    ),
    numerator_label="personnes certifiées ou attestées dont la situation a été notée",
    subsets=(Subset.PEOPLE,),
    territory=TerritoryRule.SESSION,
    source="situations protégées, notées avec l’accord de la personne",
    owner="observatoire régional",
    is_public=False,
    note="C’est un minimum : une situation que personne n’a notée n’est pas une situation absente.",
    examples=(
        IndicatorExample(
            {
                "results": [
                    {"person": 1, "justice": True, "kind": "certified"},
                    {"person": 1, "justice": True, "kind": "block_certified"},
                    {"person": 2, "justice": None, "kind": "certified"},
                ],
            },
            1,
        ),
    ),
)
