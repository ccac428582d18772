"""I19-jt: share certified, of the people under justice whose training on a first level is over (action 26)."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Subset, TerritoryRule, TimeRule, Unit
from pacte.indicators.records.first_level import is_first_level

_LEVEL = "justice and nature in ('basic_skills', 'literacy')"
_OURS = f"{_LEVEL} and planned_end_on < :on"

INDICATOR = Indicator(
    code="people_under_justice_certified_share",
    number="I19-jt",
    label="Part des personnes sous main de justice certifiées sur un premier niveau",
    question="Quelle part des personnes sous main de justice formées à ce niveau obtient une certification de base ?",
    unit=Unit.PERCENT,
    entity="personne entrée en savoirs de base ou en alphabétisation, dont le terme prévu est passé",
    numerator=Measure(
        "attested",
        f"count(distinct person) filter (where {_OURS} and {is_first_level()} and certified_on is not null)",
    ),
    denominator=Measure("attested", f"count(distinct person) filter (where {_OURS})"),
    numerator_label="personnes qui ont une certification de premier niveau, même en partie",
    denominator_label="personnes entrées dans ces formations, dont le terme prévu est passé",
    waiting=Measure("attested", f"count(distinct person) filter (where {_LEVEL} and not (planned_end_on < :on))"),
    subsets=(Subset.OBJECTIVE, Subset.PEOPLE),
    time=TimeRule.COHORT,
    territory=TerritoryRule.SESSION,
    source="situations protégées, notées avec l’accord de la personne",
    owner="observatoire régional",
    is_public=False,
    note="Une situation que personne n’a notée n’est pas une situation absente. Seules comptent les certifications de "
    "premier niveau dont le numéro est connu (CléA Numérique).",
    examples=(
        IndicatorExample(
            {
                "entries": [
                    {
                        "journey": 1,
                        "person": 1,
                        "justice": True,
                        "nature": "basic_skills",
                        "certification": "RS5616",
                    },
                    {"journey": 2, "person": 2, "justice": True, "nature": "literacy"},
                    {"journey": 3, "person": 3, "justice": True, "nature": "certifying"},
                    {"journey": 4, "person": 4, "justice": None, "nature": "basic_skills"},
                    {"journey": 5, "person": 5, "justice": True, "nature": "basic_skills"},
                ],
                "results": [
                    {"journey": 1, "person": 1, "kind": "block_certified", "happened_on": date(2021, 5, 1)},
                    {"journey": 2, "person": 2, "kind": "competence_attested", "happened_on": date(2021, 5, 1)},
                    {"journey": 3, "person": 3, "kind": "certified", "happened_on": date(2021, 5, 1)},
                    {"journey": 4, "person": 4, "kind": "certified", "happened_on": date(2021, 5, 1)},
                    {"journey": 5, "person": 5, "kind": "certified", "happened_on": date(2021, 5, 1)},
                ],
            },
            1,
            3,
        ),
    ),
)
