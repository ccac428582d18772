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
from pacte.web.pages.advising.frame import actor_in, frame, person_url
from pacte.web.pages.advising.timeline import journey_lines
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from pacte.journeys.models import Barrier
    from pacte.kernel.actor import Actor

S = JourneyState
DIPLOMAS = {
    1: "sans diplôme", 2: "niveau 2", 3: "CAP, BEP", 4: "bac", 5: "bac + 2", 6: "bac + 3 ou 4", 7: "bac + 5",
    8: "doctorat",
}  # fmt: skip

_WHO = {
    Doer.MACHINE: "tout seul", Doer.ADVISER: "par vous", Doer.PROVIDER: "par l’organisme", Doer.REGION: "par la Région",
}  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    actor, on = actor_in(request), today()
    found = learner_record(actor=actor, key=key, on=on)
    barriers = barriers_of(actor=actor, learner=found.learner)
    if request.method == "POST":
        messages.success(request, _do(request, actor, found, barriers))
        return HttpResponseRedirect(person_url(key))
    journeys = journey_records(actor=actor, learner=found.learner, on=on)
    goals = occupations_by_code({each.journey.goal_rome for each in journeys if each.journey.goal_rome})
    values = frame((found.name, "")) | {
        "title": found.name,
        "answer": _answer(journeys),
        "file": found,
        "facts": _facts(found),
        "contact": _contact(found),
        "acts": _acts(actor, found, journeys),
        "next": _next(journeys),
        "journeys": [journey_lines(each, goals, on) for each in journeys],
        "barriers": [_barrier(each) for each in barriers],
        "barrier_choices": _barrier_choices(),
        "referents": found.referents,
        "planned": planned_handover(actor=actor, record=found),
        "held_until": _held_until(found, on),
        "synthetic": found.learner.is_synthetic,
    }
    return render(request, "advising/person.html", values)


def _do(request: HttpRequest, actor: Actor, found: LearnerRecord, barriers: list[Barrier]) -> str:
    """Inline actions of the page: note or solve a barrier, settle an obligation."""
    asked, post = request.POST.get("act", ""), request.POST
    if asked == "note":
        theme, _, constraint = post.get("barrier", "").partition(":")
        if theme not in set(Theme):
            raise ValidationError("barrier", "Aucun frein n’est choisi.", hint="Choisissez-en un dans la liste.")
        body = body_by_id(found.body_id)
        note_barrier(actor=actor, learner=found.learner, body=body, theme=Theme(theme), constraint=constraint)
        return "Le frein est noté."
    if asked == "solve":
        barrier = next((each for each in barriers if str(each.pk) == post.get("barrier")), None)
        if barrier is None:
            raise NotFound
        solve_barrier(actor=actor, barrier=barrier)
        return "Le frein est levé."
    if asked == "settle":
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


def _facts(found: LearnerRecord) -> list[dict[str, str]]:
    learner = found.learner
    home = communes_by_code([learner.commune_code]).get(learner.commune_code)
    known = [
        ("Commune", home.name if home else ""),
        ("Née en", str(learner.birth_year or "")),
        ("Diplôme le plus haut", DIPLOMAS.get(learner.diploma or 0, "")),
        ("Permis", _yes(learner.has_licence)),
        ("Véhicule", _yes(learner.has_vehicle)),
        ("Dernière nouvelle", format_day(learner.last_seen_on)),
    ]
    return [{"label": label, "value": value or "non dit"} for label, value in known]


def _held_until(found: LearnerRecord, on: date) -> str:
    held = found.learner.held_until
    return format_day(held) if held and held >= on else ""


def _yes(value: bool | None) -> str:
    return {True: "oui", False: "non"}.get(value, "") if value is not None else ""


def _contact(found: LearnerRecord) -> dict[str, str] | None:
    if found.contact is None:
        return None
    return {"phone": found.contact.phone, "email": found.contact.email, "number": found.contact.partner_number}


def _acts(actor: Actor, found: LearnerRecord, journeys: list[JourneyRecord]) -> list[dict[str, str]]:
    key = found.learner.key
    latest = journeys[0].journey if journeys else None
    acts = []
    if latest is not None:
        acts += [
            {"label": "Noter un contact", "url": reverse("advising:contact", args=[latest.key])},
            {"label": "Carnet partagé", "url": reverse("advising:notebook", args=[latest.key])},
        ]
    acts += [
        {"label": "Informations protégées", "url": person_url(key, "facts")},
        {"label": "Passer le relais", "url": person_url(key, "hand")},
        {"label": "Modifier le dossier", "url": person_url(key, "change")},
    ]
    if is_authority(actor=actor, body_id=found.body_id):
        acts.append({"label": "Date de sortie", "url": person_url(key, "custody")})
    if latest is not None and latest.state in (S.ENDED, S.CLOSED):
        acts.append({"label": "Ouvrir une suite", "url": reverse("advising:next", args=[latest.key])})
    return [*acts, {"label": "Effacer ce dossier", "url": person_url(key, "erase")}]


def _next(journeys: list[JourneyRecord]) -> dict[str, Any] | None:
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
                "id": due.pk,
                "label": LABELS[Consequence(due.what)],
                "by": format_day(due.due_on),
                "late": due.due_on < today(),
                "is_mine": due.doer == Doer.ADVISER,
                "who": _WHO[Doer(due.doer)],
            }
            for each in journeys
            for due in each.obligations
            if due.settled_on is None and not is_past_entry_deadline(due)
        ],
    }


def _barrier(each: Barrier) -> dict[str, Any]:
    theme = Theme(each.theme)
    return {
        "id": each.pk,
        "theme": THEME_LABELS[theme],
        "constraint": CONSTRAINTS[theme].get(each.constraint, ""),
        "noted": format_day(each.noted_on),
        "solved": format_day(each.solved_on) if each.solved_on else "",
    }


def _barrier_choices() -> list[tuple[str, str]]:
    found = []
    for theme in Theme:
        found.append((f"{theme}:", f"{THEME_LABELS[theme]}, sans précision"))
        found += [(f"{theme}:{code}", f"{THEME_LABELS[theme]} : {said}") for code, said in CONSTRAINTS[theme].items()]
    return found
