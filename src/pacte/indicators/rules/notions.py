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
