"""Give a person a place: propose a session, or find a new one after a cancellation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse

from pacte.journeys.queries.obligations import obligations_of
from pacte.journeys.queries.recommendations import (
    candidate_from_row,
    orientation_profile,
    profile_from_json,
    recommendation_by_id,
    search_rows_by_session,
)
from pacte.journeys.records import JourneyState, StepKind
from pacte.journeys.rules.consequences import Consequence
from pacte.journeys.rules.orientation import score_sessions
from pacte.journeys.services import StepInput, settle_obligation
from pacte.journeys.services.recommendations import record_adviser_decision
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, NotFound, ValidationError
from pacte.kernel.french import format_day, pluralise
from pacte.kernel.user_input import parse_whole_number
from pacte.offer.queries import alternative_sessions, modules_of_sessions, session_by_triplet, sessions_of_alternatives
from pacte.offer.records import Triplet
from pacte.web.form_fields import day_field, text_field
from pacte.web.pages.advisers.adviser_pages import JourneyFormPage, JourneyPage
from pacte.web.pages.advisers.protected_pages import release_labels
from pacte.web.request import Request
from pacte.workflows.record_journey_step import record_journey_step

if TYPE_CHECKING:
    from pacte.journeys.models import Recommendation
    from pacte.journeys.records.orientation import ScoredSession
    from pacte.offer.models import Session
    from pacte.offer.rules.alternatives import AlternativeSession

ALGORITHM_NOTICE = (
    "La liste d’où vient cette proposition a été ordonnée par un traitement algorithmique (article L. 311-3-1 du code "
    "des relations entre le public et l’administration). Vous pouvez en demander les règles et leur application à "
    "votre cas. Personne n’est écarté par ce traitement, et c’est vous qui décidez."
)


class ProposeForm(forms.Form):
    on = day_field("Proposé le", initial=today)
    why = text_field(
        "Un mot sur ce choix", 300, required=False, help_text="Facultatif. Il reste avec la liste qui a servi."
    )


class ProposalPage(JourneyFormPage):
    """The session of the URL, with the reasons of the list it comes from, and the sentence to tell the person."""

    source: Recommendation | None = None

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        triplet = Triplet(kwargs["training"], kwargs["action"], kwargs["session"])
        self.session = session_by_triplet(actor=self.actor, triplet=triplet)
        module = modules_of_sessions(actor=self.actor, session_ids=[self.session.pk]).get(self.session.pk)
        title = self.session.training.title
        self.followed = f"{title}, {module}" if module else title
        if id_text := self.request.GET.get("conseil", ""):
            if (identifier := parse_whole_number(id_text)) is None:
                raise NotFound
            self.source = recommendation_by_id(actor=self.actor, journey=self.journey, identifier=identifier)

    def context(self) -> dict[str, Any]:
        advice = self._advice()
        release = release_labels(self.actor, self.record, [advice.candidate]) if advice else {}
        return {
            "sentence": proposal_sentence(self.session, advice, self.followed),
            "mention": ALGORITHM_NOTICE if self.source is not None else "",
            "release": release.get(self.session.pk, ""),
            "synthetic": self.record.learner.is_synthetic,
        }

    def _advice(self) -> ScoredSession | None:
        """Same reasons as in the list; None for a session that is not in the public search."""
        row = search_rows_by_session([self.session.pk]).get(self.session.pk)
        if row is None:
            return None
        inputs = self.source.inputs if self.source is not None else {"rome": self.journey.goal_rome, "words": ""}
        profile = orientation_profile(
            learner=self.record.learner, rome=inputs["rome"], words=inputs["words"], on=today()
        )
        if self.source is not None:
            listed = profile_from_json(self.source.inputs)
            profile = replace(
                profile, start=listed.start, formacode=listed.formacode, natures=listed.natures,
                is_first_step=listed.is_first_step,
            )  # fmt: skip
        return score_sessions(profile, [candidate_from_row(row, profile)])[0]


@ProposalPage.view(
    form_class=ProposeForm,
    template_name="advisers/propose.html",
    title=lambda page: f"Proposer cette session à {page.record.name} ?",
    intro=lambda page: _session_sentence(page.session, page.followed),
    submit_label="Enregistrer la proposition",
    crumb="Proposer",
)
def propose(page: ProposalPage, data: dict[str, Any]) -> str:
    step_input = StepInput(StepKind.PROPOSED, data["on"], session_id=page.session.pk)
    record_journey_step(actor=page.actor, key=page.journey.key, step_input=step_input)
    if page.source is not None and not page.source.decision:
        record_adviser_decision(
            actor=page.actor, recommendation=page.source, session_id=page.session.pk, reason=data["why"]
        )
    return f"« {page.followed} » est proposée à {page.record.name}."


def _session_sentence(session: Session, followed: str) -> str:
    starts = f", à partir du {format_day(session.starts_on)}" if session.starts_on else ""
    town = f" à {session.site.town}" if session.site and session.site.town else ""
    return f"{followed}{town}, {session.provider.name}{starts}."


def proposal_sentence(session: Session, advice: ScoredSession | None, followed: str) -> str:
    """What to tell the person, in plain French; the reasons are those of the rule. ``followed``: training, module."""
    reasons = advice.reasons if advice else ()
    good = ", ".join(reason.sentence for reason in reasons if reason.points > 0)
    warn = ", ".join(reason.sentence for reason in reasons if reason.points < 0)
    sentences = (
        f"Je vous propose « {followed} »{f', à {session.site.town}' if session.site else ''}.",
        f"Pourquoi : {good}." if good else "",
        f"À savoir : {warn}." if warn else "",
        "Vous pouvez l’accepter, la refuser ou en demander une autre.",
    )
    return " ".join(sentence for sentence in sentences if sentence)


class ReseatPage(JourneyPage):
    """« Où la replacer ? »: after a cancellation, each admitted person must get a place or a call."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        if self.journey.state != JourneyState.TO_RESEAT or self.journey.session is None:
            raise Conflict(
                "journeys_no_reseat", "Aucune place n’est due à cette personne.",
                "Sa session n’est pas annulée, ou elle a déjà retrouvé une place.", "Revenez à la personne.",
            )  # fmt: skip
        self.alternatives = alternative_sessions(actor=self.actor, session=self.journey.session, on=today(), limit=8)
        self.sessions = sessions_of_alternatives(actor=self.actor, alternatives=self.alternatives)

    def post(self, request: Request) -> HttpResponse:
        is_call = request.POST.get("act") == "called"
        message = self._note_call() if is_call else self._reseat(request.POST.get("session", ""))
        return self.redirect(self.back_url, message)

    def _note_call(self) -> str:
        for obligation in obligations_of(actor=self.actor, journey=self.journey):
            if obligation.what == Consequence.RESEAT_OR_CALL and obligation.settled_on is None:
                settle_obligation(actor=self.actor, identifier=obligation.pk)
        return "L’appel est noté. Une place reste à trouver."

    def _reseat(self, session_id: str) -> str:
        chosen = parse_whole_number(session_id)
        if chosen is None or chosen not in self.sessions:
            raise ValidationError("session", "Aucune session n’est choisie.", hint="Choisissez-en une dans la liste.")
        step_input = StepInput(StepKind.RESEATED, today(), session_id=chosen)
        record_journey_step(actor=self.actor, key=self.journey.key, step_input=step_input)
        return "La personne a sa nouvelle place. L’ancienne reste comptée comme perdue."


@ReseatPage.view(http_method_names=("get", "head", "post"), template_name="advisers/reseat.html", crumb="Replacer")
def reseat(page: ReseatPage) -> dict[str, Any]:
    contact = page.record.contact
    return {
        "title": f"Où replacer {page.record.name} ?",
        "answer": _reseat_answer(page),
        "lines": [
            _alternative_row(page, each, page.sessions[each.session_id])
            for each in page.alternatives
            if each.session_id in page.sessions
        ],
        "orient_url": page.url("advisers:step", page.journey.key) + "?etape=need_expressed",
        "phone": contact.phone if contact else "",
        "synthetic": page.record.learner.is_synthetic,
    }


def _reseat_answer(page: ReseatPage) -> str:
    title = page.journey.session.training.title if page.journey.session else ""
    since = f"« {title} » est annulée depuis le {format_day(page.journey.state_on)}."
    if not page.alternatives:
        return f"{since} Aucune session proche n’a de place : appelez-la, ou ouvrez une autre recherche."
    return f"{since} {pluralise(len(page.alternatives), 'session a de la place', 'sessions ont de la place')}."


def _alternative_row(page: ReseatPage, alternative: AlternativeSession, session: Session) -> dict[str, Any]:
    triplet = session.triplet
    starts = format_day(alternative.starts_on) if alternative.starts_on else "date à venir"
    return {
        "id": session.pk,
        "title": session.training.title,
        "provider": session.provider.name,
        "town": session.site.town if session.site else "",
        "starts": "toute l’année" if alternative.is_rolling else starts,
        "left": "places non dites"
        if alternative.left is None
        else pluralise(alternative.left, "place libre", "places libres"),
        "reason": alternative.reason,
        "url": page.url("sessions:session", triplet.training, triplet.training_action, triplet.session),
    }
