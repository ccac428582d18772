"""Indicators that measure one notion in several ways, and what each counts: a page that shows one names the others.

The first of a notion is the one that a page outside the catalogue quotes. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notion:
    """``scopes``: what each indicator counts, in French, by code; the headline first."""

    label: str
    scopes: Mapping[str, str]

    @property
    def headline(self) -> str:
        return next(iter(self.scopes))


NOTIONS: tuple[Notion, ...] = (
    Notion(
        "remplissage",
        {
            "fill_of_places_bought": "places achetées des sessions à dates fixes dont la date limite d’entrée est "
            "passée, ou annulées",
            "fill_of_sessions_held": "places ouvertes des mêmes sessions, sans les annulées",
            "fill_in_hours": "heures-stagiaires des sessions finies, entrées permanentes comprises",
        },
    ),
    Notion(
        "places",
        {
            "places_bought": "places commandées pendant la période, les pertes en moins, toutes sessions",
            "places_opened": "places que les organismes ouvrent, sessions confirmées",
            "places_taken": "places prises, sessions à dates fixes dont la date limite d’entrée est passée",
            "pact_places": "places commandées pendant la période sur les fonds du pacte",
        },
    ),
    Notion(
        "entrées",
        {
            "entries_by_session": "entrées, là où se tient la session",
            "entries_by_residence": "entrées, là où vivent les personnes",
            "people_trained": "personnes, une fois chacune quel que soit leur nombre d’entrées",
            "pact_entries": "entrées sur les fonds du pacte",
        },
    ),
    Notion(
        "sorties anticipées",
        {
            "early_exits_by_trainee": "abandons, départs vers un emploi et vers une autre formation",
            "early_exits_jobs_left_out": "abandons et départs vers une autre formation",
            "early_exits_of_resumed_journeys": "abandons et départs, parmi les parcours ouverts à la suite d’un autre",
        },
    ),
    Notion(
        "emploi",
        {
            "in_job_6_months": "en emploi à la date de six mois, parmi ceux qui répondent",
            "access_to_job_6_months": "au moins un emploi dans les six mois, parmi ceux qui répondent",
            "access_to_job_12_months": "au moins un emploi dans les douze mois, parmi ceux qui répondent",
            "in_job_12_months": "en emploi à la date de douze mois, parmi ceux qui répondent",
            "durable_job": "emploi durable, parmi ceux qui répondent",
        },
    ),
    Notion(
        "suites de formation",
        {
            "further_training": "toute entrée dans les douze mois après une préparation",
            "further_certifying_training": "entrée dans une formation certifiante après une préparation",
            "literacy_next_place_held": "place tenue au dernier jour d’une étape d’alphabétisation",
            "literacy_follow_on_in_thirty_days": "toute entrée dans les trente jours après une étape d’alphabétisation",
            "chained_paths": "personnes qui entrent dans une autre étape dans les six mois, toutes formations",
        },
    ),
    Notion(
        "pertes",
        {
            "places_lost": "places achetées puis perdues, quelle qu’en soit la cause",
            "sessions_cancelled": "sessions entières qui n’ont pas eu lieu",
            "postponements": "sessions qui ont eu lieu plus tard que commandé, ou l’auront",
        },
    ),
    Notion(
        "heures-stagiaires",
        {
            "trainee_hours_realised": "heures suivies, signées ou attestées",
            "trainee_hours_ordered": "heures commandées, celles perdues comprises",
        },
    ),
    Notion(
        "peu qualifiés",
        {
            "low_qualified_share": "part des entrées dont le niveau est connu",
            "low_qualified_entries": "nombre d’entrées",
        },
    ),
    Notion(
        "absences",
        {
            "first_day_no_show": "personnes admises qui ne viennent jamais",
            "appointments_missed_chosen": "rendez-vous avant l’entrée, quand la personne choisit le créneau",
            "appointments_missed_summoned": "rendez-vous avant l’entrée, quand une convocation fixe le créneau",
        },
    ),
    Notion(
        "attente",
        {
            "referral_to_entry_days": "jours, une personne sur deux attend moins",
            "referral_to_entry_days_p90": "jours, neuf personnes sur dix attendent moins",
            "open_referrals": "personnes qui attendent encore",
            "oriented_within_45_days": "part des personnes orientées à temps",
        },
    ),
    Notion(
        "freins",
        {
            "barriers_lifted_before_entry": "freins de logement, de santé et de famille",
            "mobility_barriers_lifted": "freins de mobilité",
        },
    ),
    Notion(
        "certification",
        {
            "certified_of_entered": "certifications entières, pour ceux qui sont entrés",
            "certified_of_presented": "certifications entières, pour ceux qui se présentent au jury",
            "presented_to_jury": "présentés au jury, pour ceux qui sont entrés",
            "partial_certification": "un bloc au moins, sans la certification entière, pour ceux qui sont entrés",
        },
    ),
    Notion(
        "fins de parcours",
        {
            "completion": "parcours menés à leur terme, parmi ceux dont le terme est passé",
            "ended_journeys": "les mêmes parcours, selon chaque fin",
            "rqth_completion": "parcours menés à leur terme, de personnes dont la RQTH est notée",
        },
    ),
    Notion(
        "crédits",
        {
            "payments_of_credits": "euros payés, sur les crédits de paiement votés",
            "commitment_of_operating_credits": "euros de fonctionnement engagés, sur ceux votés",
            "commitment_of_investment_credits": "euros d’investissement engagés, sur ceux votés",
        },
    ),
    Notion(
        "coût d’une heure",
        {
            "cost_per_trainee_hour_realised": "euros dus, pour une heure suivie",
            "cost_per_trainee_hour_ordered": "euros commandés, pour une heure commandée",
        },
    ),
    Notion(
        "accès des demandeurs d’emploi",
        {
            "entry_intensity": "entrées pour cent personnes, qui peuvent entrer deux fois",
            "access_rate": "personnes entrées, une fois chacune, par un appariement national",
        },
    ),
)


def notion_of(code: str) -> Notion | None:
    """The notion that the indicator measures; None when it stands alone."""
    return next((each for each in NOTIONS if code in each.scopes), None)


def scope_of(code: str) -> str:
    """What the indicator counts; "" when it stands alone."""
    notion = notion_of(code)
    return notion.scopes[code] if notion else ""


def other_scopes(code: str) -> dict[str, str]:
    """What the other indicators of the same notion count, by code."""
    notion = notion_of(code)
    return {other: scope for other, scope in notion.scopes.items() if other != code} if notion else {}
