"""Sessions of the action during an experiment: those of its orders, with their places."""

from __future__ import annotations

from typing import Any

from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.queries.plan_actions import BoughtSession, sessions_bought_for_action
from pacte.web.pages.experiments.list_page import ExperimentPage
from pacte.web.session_display import session_url
from pacte.web.tables import Column, Table, cell, day_column, number_cell, number_column

_SHOWN = 20


def trial_sessions_context(page: ExperimentPage) -> dict[str, Any]:
    """Empty for a reader of no order, or for an action that buys no training in that time.

    From the first entry, or the opening of an experiment without one, to its end or the day of the page.
    """
    experiment, line, on = page.detail.experiment, page.detail.summary, page.dated_plan.on
    first, last = line.locked_on or experiment.opened_on, min(line.content.end_on or on, on)
    bought = sessions_bought_for_action(
        actor=page.actor, plan_action_id=experiment.plan_action_id, first=first, last=last
    )
    if not bought:
        return {}
    people = sum(each.places.occupied for each in bought)
    return {
        "trial_sessions": _session_table(bought),
        "trial_sessions_note": f"commencées du {format_day(first)} au {format_day(last)}",
        "trial_sessions_sum": (
            f"{pluralise(len(bought), 'session')} que les commandes rattachent à l’action {line.action_number}, "
            f"{pluralise(people, 'personne y a pris place', 'personnes y ont pris place')}. "
            "La fiche dit lesquelles elle compare."
        ),
        "trial_sessions_rest": (
            f"Les {format_number(_SHOWN)} dernières sont dans ce tableau." if len(bought) > _SHOWN else ""
        ),
    }


def _session_table(bought: list[BoughtSession]) -> Table[BoughtSession]:
    return Table(
        bought[:_SHOWN],
        Column(
            "Session",
            lambda each: cell(
                each.session.training.title,
                url=session_url(each.session.triplet),
                note=each.session.training.provider.name,
            ),
        ),
        Column("Lieu", lambda each: each.session.site.town if each.session.site else ""),
        day_column("Début", lambda each: format_day(each.session.starts_on) if each.session.starts_on else ""),
        number_column("Places achetées", lambda each: number_cell(each.places.bought)),
        number_column("Places prises", lambda each: number_cell(each.places.occupied)),
        id="sessions-essai",
        caption="Sessions de l’action pendant l’expérimentation",
    )
