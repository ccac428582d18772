"""« Où en est cette personne ? »: obligations first, then the journeys by date, barriers, referents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.journeys.queries.adviser_learners import (
    JourneyRecord,
    LearnerRecord,
    barriers_of,
    journey_records,
    learner_record,
)
from pacte.journeys.queries.handovers import body_by_id, planned_handover
from pacte.journeys.queries.obligations import is_past_entry_deadline
from pacte.journeys.records import CONSTRAINTS, STATE_LABELS, THEME_LABELS, JourneyState, Theme
from pacte.journeys.rules.consequences import LABELS, Consequence, Doer
from pacte.journeys.services import note_barrier, settle_obligation, solve_barrier
from pacte.journeys.services.custody import is_authority
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound, ValidationError
from pacte.kernel.french import format_day
from pacte.kernel.user_input import parse_whole_number
from pacte.reference.queries import communes_by_code, occupations_by_code
from pacte.web.pages.advisers.journey_timeline import journey_timeline
from pacte.web.pages.advisers.page_context import advisers_page_context, learner_page_url, request_actor
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from pacte.journeys.models import Barrier
    from pacte.kernel.actor import Actor

S = JourneyState
DIPLOMA_LABELS = {
    1: "sans diplôme", 2: "niveau 2", 3: "CAP, BEP", 4: "bac", 5: "bac + 2", 6: "bac + 3 ou 4", 7: "bac + 5",
    8: "doctorat",
}  # fmt: skip

_DOER_LABELS = {
    Doer.MACHINE: "tout seul", Doer.ADVISER: "par vous", Doer.PROVIDER: "par l’organisme", Doer.REGION: "par la Région",
}  # fmt: skip


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    actor, on = request_actor(request), today()
    record = learner_record(actor=actor, key=key, on=on)
    barriers = barriers_of(actor=actor, learner=record.learner)
    if request.method == "POST":
        messages.success(request, _apply_action(request, actor, record, barriers))
        return HttpResponseRedirect(learner_page_url(key))
    journeys = journey_records(actor=actor, learner=record.learner, on=on)
    goals = occupations_by_code({each.journey.goal_rome for each in journeys if each.journey.goal_rome})
    values = advisers_page_context((record.name, "")) | {
        "title": record.name,
        "answer": _answer(journeys),
        "file": record,
        "facts": _facts(record),
        "contact": _contact(record),
        "acts": _action_links(actor, record, journeys),
        "next": _next_action(journeys),
        "journeys": [journey_timeline(each, goals, on) for each in journeys],
        "barriers": [_barrier_row(each) for each in barriers],
        "barrier_choices": _barrier_choices(),
        "referents": record.referents,
        "planned": planned_handover(actor=actor, record=record),
        "held_until": _held_until(record, on),
        "synthetic": record.learner.is_synthetic,
    }
    return render(request, "advising/person.html", values)


def _apply_action(request: HttpRequest, actor: Actor, record: LearnerRecord, barriers: list[Barrier]) -> str:
    """Inline actions of the page: note or solve a barrier, settle an obligation."""
    action, post = request.POST.get("act", ""), request.POST
    if action == "note":
        theme, _, constraint = post.get("barrier", "").partition(":")
        if theme not in set(Theme):
            raise ValidationError("barrier", "Aucun frein n’est choisi.", hint="Choisissez-en un dans la liste.")
        body = body_by_id(record.body_id)
        note_barrier(actor=actor, learner=record.learner, body=body, theme=Theme(theme), constraint=constraint)
        return "Le frein est noté."
    if action == "solve":
        barrier = next((each for each in barriers if str(each.pk) == post.get("barrier")), None)
        if barrier is None:
            raise NotFound
        solve_barrier(actor=actor, barrier=barrier)
        return "Le frein est levé."
    if action == "settle":
        if (identifier := parse_whole_number(post.get("due", ""))) is None:
            raise NotFound
        settle_obligation(actor=actor, identifier=identifier)
        return "C’est noté comme fait."
    raise ValidationError(
        "act", "Cette page ne sait pas ce qui est demandé.", hint="Revenez à la personne et recommencez."
    )


def _answer(journeys: list[JourneyRecord]) -> str:
    if not journeys:
        return "Aucun parcours n’est ouvert : notez ce qu’elle cherche."
    latest = journeys[0].journey
    state = JourneyState(latest.state)
    where = f" : {latest.session.training.title}" if latest.session else ""
    return f"{STATE_LABELS[state]}{where}, depuis le {format_day(latest.state_on)}."


def _facts(record: LearnerRecord) -> list[dict[str, str]]:
    learner = record.learner
    home = communes_by_code([learner.commune_code]).get(learner.commune_code)
    fact_rows = [
        ("Commune", home.name if home else ""),
        ("Née en", str(learner.birth_year or "")),
        ("Diplôme le plus haut", DIPLOMA_LABELS.get(learner.diploma or 0, "")),
        ("Permis", _yes_no(learner.has_licence)),
        ("Véhicule", _yes_no(learner.has_vehicle)),
        ("Dernière nouvelle", format_day(learner.last_seen_on)),
    ]
    return [{"label": label, "value": value or "non dit"} for label, value in fact_rows]


def _held_until(record: LearnerRecord, on: date) -> str:
    held_until = record.learner.held_until
    return format_day(held_until) if held_until and held_until >= on else ""


def _yes_no(value: bool | None) -> str:
    return {True: "oui", False: "non"}.get(value, "") if value is not None else ""


def _contact(record: LearnerRecord) -> dict[str, str] | None:
    if record.contact is None:
        return None
    return {"phone": record.contact.phone, "email": record.contact.email, "number": record.contact.partner_number}


def _action_links(actor: Actor, record: LearnerRecord, journeys: list[JourneyRecord]) -> list[dict[str, str]]:
    key = record.learner.key
    latest = journeys[0].journey if journeys else None
    links = []
    if latest is not None:
        links += [
            {"label": "Noter un contact", "url": reverse("advising:contact", args=[latest.key])},
            {"label": "Carnet partagé", "url": reverse("advising:notebook", args=[latest.key])},
        ]
    links += [
        {"label": "Informations protégées", "url": learner_page_url(key, "facts")},
        {"label": "Passer le relais", "url": learner_page_url(key, "hand")},
        {"label": "Modifier le dossier", "url": learner_page_url(key, "change")},
    ]
    if is_authority(actor=actor, body_id=record.body_id):
        links.append({"label": "Date de sortie", "url": learner_page_url(key, "custody")})
    if latest is not None and latest.state in (S.ENDED, S.CLOSED):
        links.append({"label": "Ouvrir une suite", "url": reverse("advising:next", args=[latest.key])})
    return [*links, {"label": "Effacer ce dossier", "url": learner_page_url(key, "erase")}]


def _next_action(journeys: list[JourneyRecord]) -> dict[str, Any] | None:
    """The next action to take, then the other possible ones."""
    if not journeys:
        return None
    journey = journeys[0].journey
    state = JourneyState(journey.state)
    orient, step = (reverse(f"advising:{name}", args=[journey.key]) for name in ("orient", "step"))
    primary = {
        S.OPEN: ("Proposer une formation", orient),
        S.NOT_KEPT: ("Proposer une suite", orient),
        S.DECLINED: ("Proposer autre chose", orient),
        S.MISSED: ("Proposer autre chose", orient),
        S.TO_RESEAT: ("Proposer une place", reverse("advising:reseat", args=[journey.key])),
    }.get(state)
    if primary is None and state in (S.ENDED, S.CLOSED):
        primary = ("Ouvrir une suite", reverse("advising:next", args=[journey.key]))
    return {
        "primary": {"label": primary[0], "url": primary[1]} if primary else None,
        "step_url": step if state not in (S.ENDED, S.CLOSED) else "",
        "orient_url": orient if primary is None and state in (S.PROPOSED, S.INVITED, S.INFORMED, S.WAITING) else "",
        "dues": [
            {
                "id": obligation.pk,
                "label": LABELS[Consequence(obligation.what)],
                "by": format_day(obligation.due_on),
                "late": obligation.due_on < today(),
                "is_mine": obligation.doer == Doer.ADVISER,
                "who": _DOER_LABELS[Doer(obligation.doer)],
            }
            for each in journeys
            for obligation in each.obligations
            if obligation.settled_on is None and not is_past_entry_deadline(obligation)
        ],
    }


def _barrier_row(each: Barrier) -> dict[str, Any]:
    theme = Theme(each.theme)
    return {
        "id": each.pk,
        "theme": THEME_LABELS[theme],
        "constraint": CONSTRAINTS[theme].get(each.constraint, ""),
        "noted": format_day(each.noted_on),
        "solved": format_day(each.solved_on) if each.solved_on else "",
    }


def _barrier_choices() -> list[tuple[str, str]]:
    choices = []
    for theme in Theme:
        choices.append((f"{theme}:", f"{THEME_LABELS[theme]}, sans précision"))
        choices += [
            (f"{theme}:{code}", f"{THEME_LABELS[theme]} : {label}") for code, label in CONSTRAINTS[theme].items()
        ]
    return choices
