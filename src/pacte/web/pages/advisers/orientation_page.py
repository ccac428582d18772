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
from pacte.web.form_fields import reason_field
from pacte.web.pages.advisers.page_context import advisers_page_context, learner_page_url, request_actor
from pacte.web.pages.advisers.release_dates import release_labels
from pacte.web.pages.advisers.scored_sessions import scored_session_rows
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from uuid import UUID

    from pacte.journeys.models import Journey, Recommendation
    from pacte.kernel.actor import Actor

_SHOWN = 6


class RefuseSessionsForm(forms.Form):
    conseil = forms.IntegerField(widget=forms.HiddenInput)
    why = reason_field("Aucune ne convient : pourquoi ?", error_messages={"required": "Dites-le en un mot."})


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    actor, on = request_actor(request), today()
    journey = journey_by_key(actor=actor, key=key)
    record = learner_record(actor=actor, key=journey.learner.key, on=on)
    form = RefuseSessionsForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _save_refusal(actor, journey, form):
        messages.success(request, "C’est noté : rien de cette liste n’est proposé. La recherche libre reste ouverte.")
        return HttpResponseRedirect(learner_page_url(record.learner.key))
    rome, words = _search_from_request(request, journey)
    rule = BY_DATE if settings.ORIENTATION_RULE == "off" else RULE
    profile = orientation_profile(learner=record.learner, rome=rome, words=words, on=on)
    advice = score_sessions(profile, candidate_sessions(actor=actor, profile=profile), rule=rule)
    saved_recommendation = save_recommendation(
        actor=actor, journey=journey, profile=profile, scored_sessions=advice, rule=rule
    )
    context = _context(actor, journey, record, advice, saved_recommendation) | {
        "form": form,
        "rome": rome,
        "words": words,
        "goal": _goal(rome),
        "others_meant": _other_occupations(key, words, rome),
    }
    return render(request, "advising/orient.html", context, status=422 if form.errors else 200)


def _search_from_request(request: HttpRequest, journey: Journey) -> tuple[str, str]:
    """(occupation, words): from the URL, else the occupation targeted by the journey."""
    words = request.GET.get("q", "").strip()[:120]
    rome = request.GET.get("metier", "").strip().upper()[:5]
    if words and not rome:
        matches = search_occupations(words, limit=1)
        return (matches[0].occupation.code if matches else ""), words
    return rome or ("" if words else journey.goal_rome), words


def _goal(rome: str) -> str:
    known = occupation_by_code(rome) if rome else None
    return known.label if known else ""


def _other_occupations(key: UUID, words: str, rome: str) -> list[dict[str, str]]:
    """Other occupations that match the words."""
    matches = search_occupations(words, limit=5) if words else []
    return [
        {
            "label": each.occupation.label,
            "url": reverse("advising:orient", args=[key])
            + "?" + urlencode({"q": words, "metier": each.occupation.code}),
        }
        for each in matches
        if each.occupation.code != rome
    ]  # fmt: skip


def _save_refusal(actor: Actor, journey: Journey, form: RefuseSessionsForm) -> bool:
    saved_recommendation = recommendation_by_id(actor=actor, journey=journey, identifier=form.cleaned_data["conseil"])
    try:
        record_adviser_decision(
            actor=actor, recommendation=saved_recommendation, session_id=None, reason=form.cleaned_data["why"]
        )
    except ValidationError as error:
        form.add_error(None, str(error))
        return False
    return True


def _context(
    actor: Actor,
    journey: Journey,
    record: LearnerRecord,
    advice: list[ScoredSession],
    saved_recommendation: Recommendation,
) -> dict[str, Any]:
    may_propose = StepKind.PROPOSED in allowed_step_kinds(JourneyState(journey.state))
    release = release_labels(actor, record, [each.candidate for each in advice])
    lines = scored_session_rows(actor, journey, advice, saved_recommendation.pk if may_propose else None, release)
    first = [each for each in lines if "full" not in each["codes"]][:_SHOWN]
    behind = [each for each in lines if each not in first]
    return advisers_page_context((record.name, learner_page_url(record.learner.key)), ("Orientation", "")) | {
        "title": f"Quelle formation proposer à {record.name} ?",
        "answer": _answer(advice, first),
        "journey": journey,
        "file": record,
        "first": first,
        "behind": behind,
        "behind_title": pluralise(len(behind), "autre session considérée", "autres sessions considérées"),
        "kept": saved_recommendation,
        "rule": saved_recommendation.rule,
        "may_propose": may_propose,
        "is_released": bool(release),
        "kept_url": reverse("advising:advice", args=[journey.key, saved_recommendation.pk]),
        "synthetic": record.learner.is_synthetic,
    }


def _answer(advice: list[ScoredSession], first: list[dict[str, Any]]) -> str:
    if not advice:
        return "Aucune session à venir ne répond à moins de 100 km. Cherchez avec d’autres mots, ou cherchez librement."
    return (
        f"{pluralise(len(first), 'session')} d’abord, sur {format_number(len(advice))} à moins de 100 km. "
        "La règle donne un ordre et des raisons ; c’est vous, avec la personne, qui choisissez."
    )


@require_login
@require_safe
def saved_advice_page(request: HttpRequest, key: UUID, identifier: int) -> HttpResponse:
    """« Pourquoi cet ordre ? »: a saved recommendation, recomputed for comparison."""
    actor = request_actor(request)
    journey = journey_by_key(actor=actor, key=key)
    record = learner_record(actor=actor, key=journey.learner.key, on=today())
    saved_recommendation = recommendation_by_id(actor=actor, journey=journey, identifier=identifier)
    recomputed = replay_recommendation(saved_recommendation)
    same = [each.candidate.session_id for each in recomputed] == [
        each["candidate"]["session_id"] for each in saved_recommendation.candidates
    ] and [each.score for each in recomputed] == [each["score"] for each in saved_recommendation.candidates]
    trail = advisers_page_context((record.name, learner_page_url(record.learner.key)), ("Pourquoi cet ordre ?", ""))
    values = trail | {
        "title": "Pourquoi cet ordre ?",
        "row": saved_recommendation,
        "same": same,
        "decision": DECISION_LABELS[AdviserDecision(saved_recommendation.decision)]
        if saved_recommendation.decision
        else "",
        "lines": scored_session_rows(actor, journey, recomputed, None, {}),
        "inputs": saved_recommendation.inputs,
        "goal": _goal(saved_recommendation.inputs["rome"]),
        "file_url": reverse("advising:advice_file", args=[key, identifier]),
        "pdf_url": reverse("advising:advice_pdf", args=[key, identifier]),
        "synthetic": record.learner.is_synthetic,
    }
    return render(request, "advising/advice.html", values)


@require_login
@require_safe
def saved_advice_json(request: HttpRequest, key: UUID, identifier: int) -> HttpResponse:
    """Same as JSON: parameters and points of the person, in the order of the rule (L. 311-3-1 of the CRPA)."""
    actor = request_actor(request)
    journey = journey_by_key(actor=actor, key=key)
    learner_record(actor=actor, key=journey.learner.key, on=today())
    saved_recommendation = recommendation_by_id(actor=actor, journey=journey, identifier=identifier)
    payload = {
        "donnees_fictives": journey.is_synthetic,
        "regle": saved_recommendation.rule,
        "faite_le": saved_recommendation.made_at.isoformat(),
        "empreinte": saved_recommendation.digest,
        "entrees": saved_recommendation.inputs,
        "sessions": saved_recommendation.candidates,
        "decision": saved_recommendation.decision,
        "motif": saved_recommendation.reason,
    }
    response = HttpResponse(json.dumps(payload, ensure_ascii=False, indent=1), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="explication-{identifier}.json"'
    return response


@require_login
@require_safe
def saved_advice_pdf(request: HttpRequest, key: UUID, identifier: int) -> HttpResponse:
    """Same as PDF, to give to the person: each reason with its points, who decided and when."""
    actor, on = request_actor(request), today()
    journey = journey_by_key(actor=actor, key=key)
    record = learner_record(actor=actor, key=journey.learner.key, on=on)
    saved_recommendation = recommendation_by_id(actor=actor, journey=journey, identifier=identifier)
    summary = AdviceSummary(
        name=record.name,
        body=record.body,
        goal=_goal(saved_recommendation.inputs["rome"]),
        words=saved_recommendation.inputs["words"],
        made_on=saved_recommendation.made_at.astimezone(PARIS).date(),
        rule=saved_recommendation.rule,
        digest=saved_recommendation.digest,
        decision=DECISION_LABELS[AdviserDecision(saved_recommendation.decision)]
        if saved_recommendation.decision
        else "",
        decided_by=saved_recommendation.decided_by,
        decided_on=saved_recommendation.decided_at.astimezone(PARIS).date()
        if saved_recommendation.decided_at
        else None,
        reason=saved_recommendation.reason,
    )
    sessions = [
        AdvisedSession(
            line["title"], ", ".join(part for part in (line["provider"], line["town"]) if part), line["starts"],
            line["score"], tuple(line["points"]), line["session_id"] == saved_recommendation.session_id,
        )
        for line in scored_session_rows(actor, journey, replay_recommendation(saved_recommendation), None, {})
    ]  # fmt: skip
    content = advice_pdf.write(summary, sessions, as_of=on, synthetic=journey.is_synthetic)
    response = HttpResponse(content, content_type=advice_pdf.MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="explication-{identifier}.pdf"'
    return response
