"""I19-j: certified on a first level of basic skills; a lower bound (action 26)."""

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Subset, TerritoryRule, Unit

# The certified base (CléA) is a training of basic skills, by its Formacode.
_OURS = "justice and nature in ('basic_skills', 'literacy')"

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
    numerator_label="personnes certifiées, même en partie, en savoirs de base ou en alphabétisation",
    subsets=(Subset.OBJECTIVE, Subset.PEOPLE),
    territory=TerritoryRule.SESSION,
    source="situations protégées, notées avec l’accord de la personne",
    owner="observatoire régional",
    is_public=False,
    note="C’est un minimum : une situation que personne n’a notée n’est pas une situation absente. Une compétence que "
    "l’organisme atteste n’est pas une certification.",
    examples=(
        IndicatorExample(
            {
                "results": [
                    {"person": 1, "justice": True, "nature": "basic_skills", "kind": "certified"},
                    {"person": 1, "justice": True, "nature": "literacy", "kind": "block_certified"},
                    {"person": 2, "justice": None, "nature": "basic_skills", "kind": "certified"},
                    {"person": 3, "justice": True, "nature": "certifying", "kind": "certified"},
                    {"person": 4, "justice": True, "nature": "basic_skills", "kind": "competence_attested"},
                ],
            },
            1,
        ),
    ),
)
