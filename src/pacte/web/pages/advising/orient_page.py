"""« Quelle formation lui proposer ? »: sessions with the reasons why they fit; a person decides.

The complete recommendation is saved when it is shown, so that it can be replayed; the last-ranked sessions are shown
too.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from pacte.exchange.documents import advice_pdf
from pacte.exchange.documents.advice_pdf import AdviceSummary, AdvisedSession
from pacte.journeys.queries import journey_by_key
from pacte.journeys.queries.adviser_learners import LearnerRecord, learner_record
from pacte.journeys.queries.recommendations import (
    candidate_sessions,
    orientation_profile,
    recommendation_by_id,
    replay_recommendation,
)
from pacte.journeys.records import JourneyState, StepKind
from pacte.journeys.records.orientation import DECISION_LABELS, AdviserDecision, ScoredSession
from pacte.journeys.rules.orientation import BY_DATE, RULE, score_sessions
from pacte.journeys.rules.state_machine import allowed_step_kinds
from pacte.journeys.services.recommendations import record_adviser_decision, save_recommendation
from pacte.kernel.clock import PARIS, today
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import format_number, pluralise
from pacte.reference.queries import occupation_by_code, search_occupations
from pacte.web.form_fields import reason
from pacte.web.pages.advising.frame import actor_in, frame, person_url
from pacte.web.pages.advising.release import releases
from pacte.web.pages.advising.session_lines import session_lines_of
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from uuid import UUID

    from pacte.journeys.models import Journey, Recommendation
    from pacte.kernel.actor import Actor

_SHOWN = 6


class RefuseForm(forms.Form):
    conseil = forms.IntegerField(widget=forms.HiddenInput)
    why = reason("Aucune ne convient : pourquoi ?", error_messages={"required": "Dites-le en un mot."})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    actor, on = actor_in(request), today()
    journey = journey_by_key(actor=actor, key=key)
    found = learner_record(actor=actor, key=journey.learner.key, on=on)
    form = RefuseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _refused(actor, journey, form):
        messages.success(request, "C’est noté : rien de cette liste n’est proposé. La recherche libre reste ouverte.")
        return HttpResponseRedirect(person_url(found.learner.key))
    rome, words = _asked(request, journey)
    rule = BY_DATE if settings.ORIENTATION_RULE == "off" else RULE
    wanted = orientation_profile(learner=found.learner, rome=rome, words=words, on=on)
    advice = score_sessions(wanted, candidate_sessions(actor=actor, profile=wanted), rule=rule)
    kept = save_recommendation(actor=actor, journey=journey, profile=wanted, scored_sessions=advice, rule=rule)
    context = _context(actor, journey, found, advice, kept) | {
        "form": form, "rome": rome, "words": words, "goal": _goal(rome), "others_meant": _meant(key, words, rome),
    }  # fmt: skip
    return render(request, "advising/orient.html", context, status=422 if form.errors else 200)


def _asked(request: HttpRequest, journey: Journey) -> tuple[str, str]:
    """(occupation, words): from the URL, else the occupation targeted by the journey."""
    words = request.GET.get("q", "").strip()[:120]
    rome = request.GET.get("metier", "").strip().upper()[:5]
    if words and not rome:
        found = search_occupations(words, limit=1)
        return (found[0].occupation.code if found else ""), words
    return rome or ("" if words else journey.goal_rome), words


def _goal(rome: str) -> str:
    known = occupation_by_code(rome) if rome else None
    return known.label if known else ""


def _meant(key: UUID, words: str, rome: str) -> list[dict[str, str]]:
    """Other occupations that match the words."""
    found = search_occupations(words, limit=5) if words else []
    return [
        {
            "label": each.occupation.label,
            "url": reverse("advising:orient", args=[key])
            + "?" + urlencode({"q": words, "metier": each.occupation.code}),
        }
        for each in found
        if each.occupation.code != rome
    ]  # fmt: skip


def _refused(actor: Actor, journey: Journey, form: RefuseForm) -> bool:
    kept = recommendation_by_id(actor=actor, journey=journey, identifier=form.cleaned_data["conseil"])
    try:
        record_adviser_decision(actor=actor, recommendation=kept, session_id=None, reason=form.cleaned_data["why"])
    except ValidationError as error:
        form.add_error(None, str(error))
        return False
    return True


def _context(
    actor: Actor, journey: Journey, found: LearnerRecord, advice: list[ScoredSession], kept: Recommendation
) -> dict[str, Any]:
    may_propose = StepKind.PROPOSED in allowed_step_kinds(JourneyState(journey.state))
    release = releases(actor, found, [each.candidate for each in advice])
    lines = session_lines_of(actor, journey, advice, kept.pk if may_propose else None, release)
    first = [each for each in lines if "full" not in each["codes"]][:_SHOWN]
    behind = [each for each in lines if each not in first]
    return frame((found.name, person_url(found.learner.key)), ("Orientation", "")) | {
        "title": f"Quelle formation proposer à {found.name} ?",
        "answer": _answer(advice, first),
        "journey": journey,
        "file": found,
        "first": first,
        "behind": behind,
        "behind_title": pluralise(len(behind), "autre session considérée", "autres sessions considérées"),
        "kept": kept,
        "rule": kept.rule,
        "may_propose": may_propose,
        "is_released": bool(release),
        "kept_url": reverse("advising:advice", args=[journey.key, kept.pk]),
        "synthetic": found.learner.is_synthetic,
    }


def _answer(advice: list[ScoredSession], first: list[dict[str, Any]]) -> str:
    if not advice:
        return "Aucune session à venir ne répond à moins de 100 km. Cherchez avec d’autres mots, ou cherchez librement."
    return (
        f"{pluralise(len(first), 'session')} d’abord, sur {format_number(len(advice))} à moins de 100 km. "
        "La règle donne un ordre et des raisons ; c’est vous, avec la personne, qui choisissez."
    )


@signed_in
@require_safe
def kept(request: HttpRequest, key: UUID, identifier: int) -> HttpResponse:
    """« Pourquoi cet ordre ? »: a saved recommendation, recomputed for comparison."""
    actor = actor_in(request)
    journey = journey_by_key(actor=actor, key=key)
    found = learner_record(actor=actor, key=journey.learner.key, on=today())
    row = recommendation_by_id(actor=actor, journey=journey, identifier=identifier)
    again = replay_recommendation(row)
    same = [each.candidate.session_id for each in again] == [
        each["candidate"]["session_id"] for each in row.candidates
    ] and [each.score for each in again] == [each["score"] for each in row.candidates]
    trail = frame((found.name, person_url(found.learner.key)), ("Pourquoi cet ordre ?", ""))
    values = trail | {
        "title": "Pourquoi cet ordre ?",
        "row": row,
        "same": same,
        "decision": DECISION_LABELS[AdviserDecision(row.decision)] if row.decision else "",
        "lines": session_lines_of(actor, journey, again, None, {}),
        "inputs": row.inputs,
        "goal": _goal(row.inputs["rome"]),
        "file_url": reverse("advising:advice_file", args=[key, identifier]),
        "pdf_url": reverse("advising:advice_pdf", args=[key, identifier]),
        "synthetic": found.learner.is_synthetic,
    }
    return render(request, "advising/advice.html", values)


@signed_in
@require_safe
def kept_file(request: HttpRequest, key: UUID, identifier: int) -> HttpResponse:
    """Same as JSON: parameters and points of the person, in the order of the rule (L. 311-3-1 of the CRPA)."""
    actor = actor_in(request)
    journey = journey_by_key(actor=actor, key=key)
    learner_record(actor=actor, key=journey.learner.key, on=today())
    row = recommendation_by_id(actor=actor, journey=journey, identifier=identifier)
    told = {
        "donnees_fictives": journey.is_synthetic,
        "regle": row.rule,
        "faite_le": row.made_at.isoformat(),
        "empreinte": row.digest,
        "entrees": row.inputs,
        "sessions": row.candidates,
        "decision": row.decision,
        "motif": row.reason,
    }
    answer = HttpResponse(json.dumps(told, ensure_ascii=False, indent=1), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="explication-{identifier}.json"'
    return answer


@signed_in
@require_safe
def kept_pdf(request: HttpRequest, key: UUID, identifier: int) -> HttpResponse:
    """Same as PDF, to give to the person: each reason with its points, who decided and when."""
    actor, on = actor_in(request), today()
    journey = journey_by_key(actor=actor, key=key)
    found = learner_record(actor=actor, key=journey.learner.key, on=on)
    row = recommendation_by_id(actor=actor, journey=journey, identifier=identifier)
    said = AdviceSummary(
        name=found.name, body=found.body, goal=_goal(row.inputs["rome"]), words=row.inputs["words"],
        made_on=row.made_at.astimezone(PARIS).date(), rule=row.rule, digest=row.digest,
        decision=DECISION_LABELS[AdviserDecision(row.decision)] if row.decision else "", decided_by=row.decided_by,
        decided_on=row.decided_at.astimezone(PARIS).date() if row.decided_at else None, reason=row.reason,
    )  # fmt: skip
    sessions = [
        AdvisedSession(
            line["title"], ", ".join(part for part in (line["provider"], line["town"]) if part), line["starts"],
            line["score"], tuple(line["points"]), line["session_id"] == row.session_id,
        )
        for line in session_lines_of(actor, journey, replay_recommendation(row), None, {})
    ]  # fmt: skip
    content = advice_pdf.write(said, sessions, as_of=on, synthetic=journey.is_synthetic)
    answer = HttpResponse(content, content_type=advice_pdf.MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="explication-{identifier}.pdf"'
    return answer
