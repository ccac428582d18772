"""« Quelle formation lui proposer ? »: sessions with the reasons why they fit; a person decides.

The complete recommendation is saved when it is shown, so that it can be replayed; the last-ranked sessions are shown
too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from pacte.exchange.documents import advice_pdf
from pacte.exchange.documents.advice_pdf import AdviceSummary, AdvisedSession
from pacte.journeys.queries.adviser_learners import barriers_of
from pacte.journeys.queries.recommendations import (
    MOST_CONSIDERED,
    candidate_sessions,
    last_training,
    orientation_profile,
    recommendation_by_id,
    replay_recommendation,
    starting_occupation,
)
from pacte.journeys.records import JourneyState, StepKind
from pacte.journeys.records.orientation import (
    DECISION_LABELS,
    AdviserDecision,
    OrientationProfile,
    OrientationStart,
    OrientationTier,
    ScoredSession,
    ScoreReason,
)
from pacte.journeys.rules.orientation import BY_DATE, NEAR_KM, RULE, score_sessions
from pacte.journeys.rules.state_machine import allowed_step_kinds
from pacte.journeys.services.recommendations import record_adviser_decision, save_recommendation
from pacte.kernel.clock import paris_date, today
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.queries.access import session_queryset
from pacte.offer.queries.module_sessions import modules_of_sessions
from pacte.offer.queries.search import terms_read
from pacte.offer.records.search import SearchParams
from pacte.reference.queries import communes_by_code, occupation_by_code, search_occupations
from pacte.web.downloads import file_response
from pacte.web.form_fields import reason_field
from pacte.web.pages.advisers.adviser_pages import JourneyFormPage, JourneyPage
from pacte.web.pages.advisers.barrier_rows import barrier_text
from pacte.web.pages.advisers.protected_pages import release_labels
from pacte.web.searched_for import PARAMETER

if TYPE_CHECKING:
    from pacte.offer.models import Session, Training
    from pacte.offer.queries import EnteredModule

_SHOWN = 6
_TIERS = {
    OrientationTier.NEAR: ("Près de chez la personne", "à 30 km au plus, par kilomètres, complets à la fin"),
    OrientationTier.FURTHER: ("Plus loin", "les kilomètres restent dits, même à distance"),
    OrientationTier.PREPARE: ("Pour préparer la suite", "avant le métier visé : essayer, se remettre à niveau"),
}


class RefuseSessionsForm(forms.Form):
    conseil = forms.IntegerField(widget=forms.HiddenInput)
    why = reason_field("Aucune ne convient : pourquoi ?", error_messages={"required": "Dites-le en un mot."})


class OrientationPage(JourneyFormPage):
    """Scores the sessions for the occupation of the URL; its form says that none fits."""

    def context(self) -> dict[str, Any]:
        rule = BY_DATE if settings.ORIENTATION_RULE == "off" else RULE
        rome, words, start, training = self._search()
        profile = orientation_profile(
            learner=self.record.learner, rome=rome, words=words, on=today(), start=start, training=training
        )
        advice = score_sessions(profile, candidate_sessions(actor=self.actor, profile=profile), rule=rule)
        saved = save_recommendation(
            actor=self.actor, journey=self.journey, profile=profile, scored_sessions=advice, rule=rule
        )
        may_propose = StepKind.PROPOSED in allowed_step_kinds(JourneyState(self.journey.state))
        release = release_labels(self.actor, self.record, [each.candidate for each in advice])
        choices = _choices(scored_session_rows(self, advice, saved.pk if may_propose else None, release))
        tiers = [_tier(tier, [each for each in choices if each["tier"] is tier]) for tier in OrientationTier]
        return {
            "title": f"Quelle formation proposer à {self.record.name} ?",
            "answer": _answer(choices, profile),
            "tiers": [tier for tier in tiers if tier["count"]],
            "sum": _sum(tiers),
            "limit": MOST_CONSIDERED if len(advice) == MOST_CONSIDERED else None,
            "kept": saved,
            "rule": saved.rule,
            "may_propose": may_propose,
            "kept_url": self.url("advisers:advice", self.journey.key, saved.pk),
            "synthetic": self.record.learner.is_synthetic,
            "words": words,
            "goal": _goal(rome),
            "prefilled": _prefilled(start, training),
            "starts": self._starts(start),
            "barriers": self._barriers(),
            "free_search_url": self._free_search_url(words or _goal(rome)),
            "person_url": reverse("advisers:person", args=[self.record.learner.key]),
            "others_meant": self._other_occupations(words, rome),
        }

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.training = last_training(actor=self.actor, journey=self.journey)

    def _search(self) -> tuple[str, str, OrientationStart, Training | None]:
        """(occupation, words, start, training): from the URL, else the goal, else the last training, else a project."""
        sent = self.request.GET
        words, origin = sent.get("q", "").strip()[:120], sent.get("depuis", "")
        rome = sent.get("metier", "").strip().upper()[:5]
        if words or rome:
            return rome or self._occupation_of(words), words, OrientationStart.WORDS, None
        if self.journey.goal_rome and not origin:
            return self.journey.goal_rome, "", OrientationStart.GOAL, None
        if self.training is not None and origin != OrientationStart.PROJECT:
            rome = starting_occupation(actor=self.actor, training=self.training)
            return rome, "", OrientationStart.LAST_TRAINING, self.training
        return "", "", OrientationStart.PROJECT, None

    def _occupation_of(self, words: str) -> str:
        """The occupation that the words name; "" when they are about what comes before one."""
        terms = terms_read(actor=self.actor, params=SearchParams(words=words))
        matches = [] if terms.is_first_step else search_occupations(words, limit=1)
        return matches[0].occupation.code if matches else ""

    def _starts(self, start: OrientationStart) -> list[dict[str, str]]:
        """Other things to start from."""
        goal, training = self.journey.goal_rome, self.training
        path = self.request.path
        starts = [
            (OrientationStart.GOAL, f"son projet : {_goal(goal)}", f"{path}?metier={goal}" if goal else ""),
            (
                OrientationStart.LAST_TRAINING,
                f"sa dernière formation : {training.title}" if training else "",
                f"{path}?depuis={OrientationStart.LAST_TRAINING}" if training else "",
            ),
            (OrientationStart.PROJECT, "choisir son projet", f"{path}?depuis={OrientationStart.PROJECT}"),
        ]
        return [{"label": label, "url": url} for kind, label, url in starts if url and kind is not start]

    def _free_search_url(self, words: str) -> str:
        """The public search, which keeps the person and starts from where they live."""
        home = communes_by_code([self.record.learner.commune_code]).get(self.record.learner.commune_code)
        place = f"{home.name} ({', '.join(home.postal_codes[:1])})" if home else ""
        pairs = {"q": words, "lieu": place, PARAMETER: self.journey.key}
        return f"{reverse('search:home')}?{urlencode({name: value for name, value in pairs.items() if value})}"

    def _barriers(self) -> list[str]:
        barriers = barriers_of(actor=self.actor, learner=self.record.learner)
        return [barrier_text(each) for each in barriers if each.solved_on is None]

    def _other_occupations(self, words: str, rome: str) -> list[dict[str, str]]:
        """Other occupations that match the words."""
        return [
            {
                "label": each.occupation.label,
                "url": f"{self.request.path}?{urlencode({'q': words, 'metier': each.occupation.code})}",
            }
            for each in (search_occupations(words, limit=5) if words else [])
            if each.occupation.code != rome
        ]


@OrientationPage.view(
    form_class=RefuseSessionsForm,
    template_name="advisers/orient.html",
    crumb="Orientation",
)
def orient(page: OrientationPage, data: dict[str, Any]) -> str:
    recommendation = recommendation_by_id(actor=page.actor, journey=page.journey, identifier=data["conseil"])
    record_adviser_decision(actor=page.actor, recommendation=recommendation, session_id=None, reason=data["why"])
    return "C’est noté : rien de cette liste n’est proposé. La recherche libre reste ouverte."


def _goal(rome: str) -> str:
    known = occupation_by_code(rome) if rome else None
    return known.label if known else ""


def _prefilled(start: OrientationStart, training: Training | None) -> str:
    """What the list was made from, when nothing was typed."""
    if start is OrientationStart.LAST_TRAINING and training is not None:
        return f"d’après sa dernière formation : {training.title}"
    if start is OrientationStart.PROJECT:
        return "pour choisir son projet : aucun métier n’est encore visé"
    return "d’après son projet" if start is OrientationStart.GOAL else ""


def _choices(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One line a training and town: its first session in the order of the rule, the others as « autres dates »."""
    by_place: dict[tuple[object, ...], dict[str, Any]] = {}
    for row in rows:
        place = (row["tier"], row["training_id"], row["module_id"], row["commune_code"])
        first = by_place.setdefault(place, row | {"others": []})
        if first["session_id"] != row["session_id"]:
            first["others"].append(row)
    return list(by_place.values())


def _tier(tier: OrientationTier, choices: list[dict[str, Any]]) -> dict[str, Any]:
    title, note = _TIERS[tier]
    shown = len(choices) if tier is OrientationTier.NEAR else _SHOWN
    return {
        "id": tier.value,
        "title": title,
        "note": f"{pluralise(len(choices), 'choix', 'choix')} · {note}",
        "count": len(choices),
        "shown": choices[:shown],
        "folded": choices[shown:],
        "fold_title": pluralise(len(choices) - shown, "autre choix", "autres choix"),
    }


def _sum(tiers: list[dict[str, Any]]) -> str:
    """« 3 + 9 + 2 = 14 »."""
    counts = [tier["count"] for tier in tiers if tier["count"]]
    return f"{' + '.join(map(format_number, counts))} = {format_number(sum(counts))}" if len(counts) > 1 else ""


def _answer(choices: list[dict[str, Any]], profile: OrientationProfile) -> str:
    if not choices:
        return "Aucune formation à venir ne répond dans la région. Cherchez avec d’autres mots, ou choisir son projet."
    if profile.latitude is None:
        return (
            f"{pluralise(len(choices), 'choix', 'choix')} dans la région. Sa commune n’est pas connue : "
            "écrivez-la dans son dossier pour avoir les kilomètres."
        )
    first, near = choices[0], sum(each["is_near"] for each in choices)
    return (
        f"{pluralise(len(choices), 'choix', 'choix')}, dont {format_number(near)} à 30 km au plus. "
        f"En tête : {first['title']}, {first['town'] or 'lieu non dit'}, {first['distance']}. "
        "La règle donne un ordre et des raisons ; c’est vous, avec la personne, qui choisissez."
    )


class SavedAdvicePage(JourneyPage):
    """A saved recommendation, whose number is in the URL."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.saved = recommendation_by_id(actor=self.actor, journey=self.journey, identifier=kwargs["identifier"])

    @property
    def decision(self) -> str:
        return DECISION_LABELS[AdviserDecision(self.saved.decision)] if self.saved.decision else ""

    def file(self, content: bytes | str, media_type: str, extension: str) -> HttpResponse:
        return file_response(content, media_type, f"explication-{self.saved.pk}.{extension}")


@SavedAdvicePage.view(template_name="advisers/advice.html", crumb="Pourquoi cet ordre ?")
def saved_advice(page: SavedAdvicePage) -> dict[str, Any]:
    """« Pourquoi cet ordre ? »: the recommendation, recomputed for comparison."""
    recomputed = replay_recommendation(page.saved)
    kept_scores = [(each["candidate"]["session_id"], each["score"]) for each in page.saved.candidates]
    return {
        "title": page.crumb,
        "row": page.saved,
        "same": [(each.candidate.session_id, each.score) for each in recomputed] == kept_scores,
        "decision": page.decision,
        "lines": scored_session_rows(page, recomputed, None, {}),
        "inputs": page.saved.inputs,
        "goal": _goal(page.saved.inputs["rome"]),
        "file_url": page.url("advisers:advice_file", page.journey.key, page.saved.pk),
        "pdf_url": page.url("advisers:advice_pdf", page.journey.key, page.saved.pk),
        "synthetic": page.record.learner.is_synthetic,
    }


@SavedAdvicePage.view()
def saved_advice_json(page: SavedAdvicePage) -> HttpResponse:
    """Same as JSON: parameters and points of the person, in the order of the rule (L. 311-3-1 of the CRPA)."""
    saved = page.saved
    payload = {
        "donnees_fictives": page.journey.is_synthetic,
        "regle": saved.rule,
        "faite_le": saved.made_at.isoformat(),
        "empreinte": saved.digest,
        "entrees": saved.inputs,
        "sessions": saved.candidates,
        "decision": saved.decision,
        "motif": saved.reason,
    }
    return page.file(json.dumps(payload, ensure_ascii=False, indent=1), "application/json", "json")


@SavedAdvicePage.view()
def saved_advice_pdf(page: SavedAdvicePage) -> HttpResponse:
    """Same as PDF, to give to the person: each reason with its points, who decided and when."""
    saved = page.saved
    summary = AdviceSummary(
        name=page.record.name,
        body=page.record.body,
        goal=_goal(saved.inputs["rome"]),
        words=saved.inputs["words"],
        made_on=paris_date(saved.made_at),
        rule=saved.rule,
        digest=saved.digest,
        decision=page.decision,
        decided_by=saved.decided_by,
        decided_on=paris_date(saved.decided_at) if saved.decided_at else None,
        reason=saved.reason,
    )
    sessions = [
        AdvisedSession(
            line["title"], ", ".join(part for part in (line["provider"], line["town"]) if part), line["starts"],
            line["score"], tuple(line["points"]), line["session_id"] == saved.session_id,
        )
        for line in scored_session_rows(page, replay_recommendation(saved), None, {})
    ]  # fmt: skip
    content = advice_pdf.write(summary, sessions, as_of=today(), synthetic=page.journey.is_synthetic)
    return page.file(content, advice_pdf.MEDIA_TYPE, "pdf")


def scored_session_rows(
    page: JourneyPage, advice: Sequence[ScoredSession], recommendation_id: int | None, release: Mapping[int, str]
) -> list[dict[str, Any]]:
    """In the given order, two queries, four with modules.

    ``recommendation_id``: decided by a proposal, None when none is possible.
    """
    sessions = session_queryset(actor=page.actor).in_bulk([each.candidate.session_id for each in advice])
    modules = modules_of_sessions(actor=page.actor, session_ids=list(sessions))
    return [
        _session_row(
            page.journey.key,
            each,
            sessions[each.candidate.session_id],
            recommendation_id,
            release.get(each.candidate.session_id, ""),
            modules.get(each.candidate.session_id),
        )
        for each in advice
        if each.candidate.session_id in sessions
    ]


def _session_row(
    journey_key: UUID,
    each: ScoredSession,
    session: Session,
    recommendation_id: int | None,
    release: str,
    module: EnteredModule | None,
) -> dict[str, Any]:
    candidate, triplet = each.candidate, session.triplet
    parts = [triplet.training, triplet.training_action, triplet.session]
    starts = format_day(candidate.starts_on) if candidate.starts_on else "date à venir"
    return {
        "session_id": candidate.session_id,
        "training_id": candidate.training_id or session.training.pk,
        "commune_code": candidate.commune_code,
        "tier": each.tier,
        "distance": "distance non connue" if candidate.kilometres is None else f"{candidate.kilometres:.0f} km",
        "is_near": candidate.kilometres is not None and candidate.kilometres <= NEAR_KM,
        "is_full": candidate.left is not None and candidate.left <= 0,
        "title": f"{session.training.title}, {module}" if module else session.training.title,
        "module_id": module.module_id if module else None,
        "provider": session.provider.name,
        "town": session.site.town if session.site else "",
        "starts": "toute l’année" if candidate.is_rolling else starts,
        "score": each.score,
        "good": [reason for reason in each.reasons if reason.points > 0],
        "neutral": [reason for reason in each.reasons if reason.points == 0],
        "bad": [reason for reason in each.reasons if reason.points < 0],
        "points": [_points_text(reason) for reason in each.reasons],
        "codes": {reason.code for reason in each.reasons},
        "release": release,
        "url": reverse("sessions:session", args=parts),
        "propose_url": reverse("advisers:propose", args=[journey_key, *parts]) + f"?conseil={recommendation_id}"
        if recommendation_id
        else "",
    }


def _points_text(reason: ScoreReason) -> str:
    sign = "+" if reason.points > 0 else "−" if reason.points < 0 else ""
    return f"{sign}{abs(reason.points)} : {reason.sentence}"
