"""I19-j: certified on a first level of basic skills; a lower bound (action 26)."""

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Subset, TerritoryRule, Unit
from pacte.indicators.records.first_level import is_first_level

_OURS = f"justice and {is_first_level()}"

INDICATOR = Indicator(
    code="people_under_justice_certified",
    number="I19-j",
    label="Personnes sous main de justice certifiées sur un premier niveau",
    question="Combien de personnes sous main de justice ont une certification de base, même en partie ?",
    unit=Unit.PEOPLE,
    entity="personne",
    numerator=Measure(
        "results",
        f"count(distinct person) filter (where {_OURS}"
        " and kind in ('certified', 'certified_in_part', 'block_certified'))",
    ),
    numerator_label="personnes qui ont une certification de premier niveau, même en partie",
    subsets=(Subset.OBJECTIVE, Subset.PEOPLE),
    territory=TerritoryRule.SESSION,
    source="situations protégées, notées avec l’accord de la personne",
    owner="observatoire régional",
    is_public=False,
    note="C’est un minimum : une situation que personne n’a notée n’est pas une situation absente, et seules comptent "
    "les certifications de premier niveau dont le numéro est connu (CléA Numérique). Une compétence que l’organisme "
    "atteste n’est pas une certification.",
    examples=(
        IndicatorExample(
            {
                "results": [
                    {"person": 1, "justice": True, "certification": "RS5616", "kind": "certified"},
                    {"person": 1, "justice": True, "certification": "RS5616", "kind": "block_certified"},
                    {"person": 2, "justice": None, "certification": "RS5616", "kind": "certified"},
                    {"person": 3, "justice": True, "certification": "RNCP34502", "kind": "certified"},
                    {"person": 4, "justice": True, "certification": "RS5616", "kind": "competence_attested"},
                    {"person": 5, "justice": True, "nature": "basic_skills", "kind": "certified"},
                ],
            },
            1,
        ),
    ),
)
