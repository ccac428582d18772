"""Fixtures of the territorial diagnosis: invented figures, a survey, a dispute. Nothing is copied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pacte.indicators.records import Direction, TerritoryRule
from pacte.indicators.records.dispute import DisputeSideInput
from pacte.indicators.records.profile import FICTITIOUS
from pacte.indicators.records.series_input import SeriesInput
from pacte.indicators.records.survey import GapInput, Stratum, SurveyInput
from pacte.kernel.action_codes import ActionCode

SOURCE = "série fictive de la démonstration"
YEARS = (2018, 2023)
# ROME occupations, by code: those taught in the invented region.
OCCUPATIONS = (
    ("rome:K1304", "Services domestiques"), ("rome:J1501", "Soins d’hygiène, de confort du patient"),
    ("rome:H2913", "Soudage manuel"), ("rome:N4101", "Conduite de transport de marchandises"),
    ("rome:G1602", "Personnel de cuisine"), ("rome:F1602", "Électricité bâtiment"),
    ("rome:I1304", "Installation et maintenance d’équipements"), ("rome:M1607", "Secrétariat"),
    ("rome:D1106", "Vente en alimentation"), ("rome:A1414", "Horticulture et maraîchage"),
)  # fmt: skip


def _series_input(code: str, label: str, question: str, unit: str, theme: str, **more: object) -> SeriesInput:
    return SeriesInput(
        code=f"fictitious-{code}", label=f"{label} (fictif)", question=question, unit=unit, entity=f"{label}, inventé",
        source=SOURCE, owner="démonstration", licence="fictive", theme=theme, **more,  # type: ignore[arg-type]
    )  # fmt: skip


NEEDS = _series_input(
    "hiring_projects", "Projets de recrutement", "Combien d’embauches sont projetées ?", "projets", "needs",
    is_additive=True,
)  # fmt: skip
HARD_TO_FILL = _series_input(
    "hiring_projects_hard", "Projets jugés difficiles", "Combien sont jugées difficiles ?", "projets", "needs",
    is_additive=True,
)  # fmt: skip
OFFERS = _series_input(
    "job_offers_by_occupation", "Offres par métier", "Combien d’offres ?", "offres", "needs", is_additive=True
)
SEEKERS = _series_input(
    "jobseekers_by_occupation", "Demandeurs par métier", "Combien de demandeurs ?", "personnes", "supply",
    is_additive=True,
)  # fmt: skip
TENSION = _series_input(
    "tension_by_occupation", "Tension par métier (1 à 5)", "Où manque-t-on de monde ?", "niveau", "needs"
)
UNEMPLOYMENT = _series_input(
    "unemployment_rate", "Taux de chômage", "Quelle part des actifs est au chômage ?", "%", "unemployment",
    direction=Direction.FALLING,
)  # fmt: skip
READING = _series_input(
    "reading_difficulty", "Jeunes en difficulté de lecture", "Quelle part lit avec difficulté ?", "%", "reading",
    direction=Direction.FALLING,
)  # fmt: skip
POPULATION = SeriesInput(
    code="population", label="Population municipale", question="Combien d’habitants ?", unit="habitants",
    entity="habitant, population municipale, année de référence du recensement",
    source="Insee, populations légales, paquet decoupage-administratif", owner="Insee", producer="Insee",
    licence="Licence Ouverte (Etalab)", theme="population", is_additive=True,
)  # fmt: skip
# Percentages of the people without a job; no figure here for people followed by justice or for refugees.
JOBLESS = Decimal("0.072")
PUBLICS = {"low_qualified": 46, "under_26": 15, "55_plus": 17, "women": 52, "rsa": 18, "rqth": 10, "literacy": 9}
ELIGIBLE = SeriesInput(
    code=f"{FICTITIOUS}eligible_population", label="Population éligible (fictive)",
    question="Combien sont-ils ?", unit="personnes",
    entity="personne de 16 à 64 ans sans emploi : part inventée de la vraie population de chaque département",
    source=SOURCE, owner="démonstration", licence="fictive", is_additive=True, periodicity_months=12,
    note="Ordre de grandeur inventé, pour montrer la page. Un vrai chiffre s’importe à sa place.",
)  # fmt: skip
BREAK = (date(2021, 1, 1), "Nouveau questionnaire (inventé) : avant et après ne se comparent pas.")

GAPS = (
    GapInput("Adultes en illettrisme, par département", "dimensionner les parcours de base", "ANLCI", ActionCode(6),
             due_on=date(2021, 6, 30)),
    GapInput("Demandeurs d’emploi sans diplôme, par zone d’emploi", "répartir les places", "France Travail",
             ActionCode(34),
             due_on=date(2022, 3, 31)),
    GapInput("Part des offres demandant un permis", "calculer l’effet des aides à la mobilité", "France Travail",
             ActionCode(34)),
)  # fmt: skip
SURVEY = SurveyInput(
    title="Lire, écrire, compter (enquête inventée)", population="Habitants de 18 à 65 ans de la région.",
    questionnaire="1. Lisez-vous seul un courrier de l’administration ?\n2. Avez-vous renoncé à une démarche ?",
    method="Tirage stratifié par taille de commune, au téléphone.", sample_size=1_400, first_on=date(2021, 3, 1),
    last_on=date(2021, 4, 15), supplier="Cabinet inventé", order_reference="BC-2021-017", cost_cents=48_500_00,
)  # fmt: skip
ANSWERED_ON = date(2021, 4, 15)
STRATA = (
    Stratum("Plus de 20 000 habitants", 410_000, 260, 18),
    Stratum("De 2 000 à 20 000 habitants", 520_000, 318, 29),
    Stratum("Moins de 2 000 habitants", 560_000, 334, 37),
)

SUBJECT = "Entrées en formation de 2020 dans le Cher"


@dataclass(frozen=True, slots=True)
class DisputeSideFixture:
    body: str
    side_input: DisputeSideInput


FIRST = DisputeSideFixture(
    "GIP ALFA Centre",
    DisputeSideInput(
        value=Decimal(412), known_on=date(2021, 2, 15), source="étapes des parcours",
        counted="une entrée : première demi-journée attestée", territory_rule=TerritoryRule.RESIDENCE,
        date_rule="jour de la première présence", funders="Région",
        status_rule="entrées seules ; les inscrits jamais venus n’y sont pas",
    ),
)  # fmt: skip
SECOND = DisputeSideFixture(
    "France Travail",
    DisputeSideInput(
        value=Decimal(437), known_on=date(2021, 4, 1), source="fichier des entrées en stage",
        counted="une entrée : première demi-journée attestée", territory_rule=TerritoryRule.SESSION,
        date_rule="jour du début prévu", funders="Région et Pôle emploi",
        status_rule="inscriptions confirmées, abandons compris",
    ),
)  # fmt: skip
