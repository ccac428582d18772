"""I10-a: attested competences that employers ask, of those attested to the publics of action 13.

Coded competences only, once a person: an attestation in plain words cannot be compared with what employers ask, and a
certified block is not an attestation.
"""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Subset, TerritoryRule, Unit

# The plan names people under justice, the young, disabled workers and the youth protection, whose people are young or
# followed by justice.
_OURS = "(justice or rqth or age < 26)"
_CODED = f"{_OURS} and competence_code <> ''"
_ONCE = "count(distinct concat(cast(person as varchar), ' ', competence_code))"


def _once(condition: str) -> Measure:
    return Measure("asked_competences", f"{_ONCE} filter (where {condition})")


def _people(condition: str) -> Measure:
    return Measure("asked_competences", f"count(distinct person) filter (where {condition})")


_LEVELS = [
    # Known on the last day of its period: the attestations of 2021 read this one.
    {"rome": "H2913", "department": "18", "level": 5, "happened_on": date(2020, 12, 31)},
    {"rome": "H2913", "department": "36", "level": 1, "happened_on": date(2020, 12, 31)},
    {"rome": "H2913", "department": "18", "level": 1, "happened_on": date(2021, 12, 31)},
    {"rome": "M1607", "department": "18", "level": 2, "happened_on": date(2020, 12, 31)},
]
_ITEMS = [
    {"rome": "H2913", "competence_code": "100007", "happened_on": date(2021, 12, 1)},
    {"rome": "M1607", "competence_code": "200001", "happened_on": date(2021, 12, 1)},
]
_YOUNG = {"kind": "competence_attested", "age": 20, "happened_on": date(2021, 5, 3)}

INDICATOR = Indicator(
    code="expected_competences_attested",
    number="I10-a",
    label="Compétences attestées que des employeurs demandent",
    question="Quelle part des compétences attestées aux publics fragiles est demandée par des employeurs ?",
    unit=Unit.PERCENT,
    entity="compétence attestée une première fois à une personne : moins de 26 ans, RQTH ou sous main de justice",
    numerator=_once(f"{_CODED} and is_asked"),
    denominator=_once(_CODED),
    numerator_label="compétences attestées qu’un métier en tension ou un besoin enregistré demande",
    denominator_label="compétences attestées qui ont un code ROME",
    side_measures={
        "demandées par un métier en tension": _once(f"{_CODED} and asked_by_tension"),
        "demandées par un besoin enregistré": _once(f"{_CODED} and asked_by_need"),
        "personnes à qui une compétence à code est attestée": _people(_CODED),
        "personnes à qui une compétence demandée est attestée": _people(f"{_CODED} and is_asked"),
        "attestations sans code ROME, qui ne comptent pas": Measure(
            "asked_competences", f"count(*) filter (where {_OURS} and coalesce(competence_code, '') = '')"
        ),
    },
    subsets=(Subset.PEOPLE,),
    territory=TerritoryRule.RESIDENCE,
    source="étapes des parcours : attestations de l’organisme ou de l’employeur ; tensions par métier ; dossiers "
    "d’entreprises ; compétences des métiers (ROME)",
    owner="observatoire régional",
    delay_months=2,
    is_public=False,
    note="Une compétence est demandée quand elle est de base dans un métier en tension forte (4 ou 5 sur 5, dernière "
    "période connue ce jour-là, dans le département de la personne, sinon la médiane de la Région), ou dans un métier "
    "qu’une entreprise a demandé avant ce jour (formation cousue main, AFEST). Ce qui manque : les besoins des "
    "entreprises n’ont pas encore de registre (action 27), et les écarts relevés par les rénovations sont écrits sans "
    "code. Une personne dont la situation n’a pas été notée ne compte que par son âge ; la protection judiciaire de la "
    "jeunesse n’est pas notée à part. Un bloc certifié n’est pas une attestation.",
    examples=(
        IndicatorExample(
            {
                "results": [
                    _YOUNG | {"person": 1, "competence_code": "100007"},
                    # The same competence attested again to the same person counts once.
                    _YOUNG | {"person": 1, "competence_code": "100007", "happened_on": date(2021, 6, 1)},
                    # An occupation that is easy to recruit for, and a code that no occupation has.
                    _YOUNG | {"person": 1, "competence_code": "200001"},
                    _YOUNG | {"person": 2, "competence_code": "999999"},
                    # In plain words; of another public; certified.
                    _YOUNG | {"person": 3, "competence_code": None},
                    _YOUNG | {"person": 4, "age": 40, "competence_code": "100007"},
                    _YOUNG | {"person": 5, "kind": "block_certified", "competence_code": "100007"},
                    # Older people of the publics named.
                    _YOUNG | {"person": 6, "age": 40, "rqth": True, "competence_code": "100007"},
                    _YOUNG | {"person": 7, "age": 40, "justice": True, "competence_code": "100007"},
                    # Where the occupation is easy to recruit for; where the series says nothing: the Region (5, 1 → 3).
                    _YOUNG | {"person": 8, "residence": "36044", "competence_code": "100007"},
                    _YOUNG | {"person": 9, "residence": "45234", "competence_code": "100007"},
                    # Before any level was known, and once it was no longer hard to recruit for.
                    _YOUNG | {"person": 10, "happened_on": date(2020, 5, 3), "competence_code": "100007"},
                    _YOUNG | {"person": 11, "happened_on": date(2022, 5, 3), "competence_code": "100007"},
                ],
                "tensions": _LEVELS,
                "occupation_items": _ITEMS,
            },
            3,
            9,
        ),
        # A firm asked for the occupation before the attestation; another asked after, another Region is not ours.
        IndicatorExample(
            {
                "results": [
                    _YOUNG | {"person": 1, "competence_code": "200001"},
                    _YOUNG | {"person": 2, "competence_code": "100007"},
                ],
                "tensions": _LEVELS[1:2],
                "occupation_items": _ITEMS,
                "employer_needs": [
                    {"rome": "M1607", "happened_on": date(2021, 2, 1)},
                    {"rome": "H2913", "happened_on": date(2021, 9, 1)},
                    {"rome": "H2913", "happened_on": date(2021, 2, 1), "host": 2},
                ],
            },
            1,
            2,
        ),
    ),
)
