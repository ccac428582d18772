"""I10-m: preparatory journeys that ended with at least one competence attested, whoever expects it."""

from datetime import date

from pacte.indicators.records import Indicator, IndicatorExample, Measure, Subset, TerritoryRule, TimeRule, Unit
from pacte.indicators.records.grades import EvidenceGrade

_OURS = "nature in ('basic_skills', 'literacy', 'remobilisation', 'prequalifying') and planned_end_on < :on"

INDICATOR = Indicator(
    code="competences_attested_in_preparation",
    number="I10-m",
    label="Compétences attestées à la sortie des préparations",
    question="Quelle part des parcours de préparation finit avec une compétence attestée ?",
    unit=Unit.PERCENT,
    entity="parcours dont le terme est passé : savoirs de base, alphabétisation, remobilisation, préqualification",
    numerator=Measure("attested", f"count(*) filter (where {_OURS} and attested_on is not null)"),
    denominator=Measure("attested", f"count(*) filter (where {_OURS})"),
    numerator_label="parcours où une compétence au moins est attestée",
    denominator_label="parcours dont le terme est passé",
    waiting=Measure(
        "attested",
        "count(*) filter (where nature in ('basic_skills', 'literacy', 'remobilisation', 'prequalifying')"
        " and not (planned_end_on < :on))",
    ),
    subsets=(Subset.OBJECTIVE,),
    time=TimeRule.COHORT,
    territory=TerritoryRule.RESIDENCE,
    source="étapes des parcours : attestations de l’organisme ou de l’employeur",
    owner="observatoire régional",
    delay_months=2,
    note="Les compétences attestées sont celles que la fiche de la formation annonce ; aucune entreprise "
    "ne les demande ici.",
    grade=EvidenceGrade.CONTEXT,
    examples=(
        IndicatorExample(
            {
                "entries": [
                    {"journey": 1, "nature": "basic_skills", "planned_end_on": date(2021, 6, 30)},
                    {"journey": 2, "nature": "literacy", "planned_end_on": date(2021, 6, 30)},
                    {"journey": 3, "nature": "certifying", "planned_end_on": date(2021, 6, 30)},
                ],
                "results": [
                    {"journey": 1, "kind": "competence_attested", "happened_on": date(2021, 6, 25)},
                    {"journey": 1, "kind": "competence_attested", "happened_on": date(2021, 6, 26)},
                    {"journey": 3, "kind": "competence_attested", "happened_on": date(2021, 6, 25)},
                ],
            },
            1,
            2,
        ),
    ),
)
