"""Propose a session: the reasons, the sentence to tell the person, and the step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from pacte.journeys.queries import journey_by_key
from pacte.journeys.queries.adviser_learners import LearnerRecord, learner_record
from pacte.journeys.queries.recommendations import (
    candidate_from_row,
    orientation_profile,
    recommendation_by_id,
    search_rows_by_session,
)
from pacte.journeys.records import StepKind
from pacte.journeys.rules.orientation import score_sessions
from pacte.journeys.services import StepInput
from pacte.journeys.services.recommendations import record_adviser_decision
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_day as french_day
from pacte.kernel.user_input import parse_whole_number
from pacte.offer.queries import session_by_triplet
from pacte.offer.records import Triplet
from pacte.web.form_fields import day_field, text_field
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.advisers.page_context import (
    ADVISERS_STYLESHEET,
    advisers_page_context,
    learner_page_url,
    request_actor,
)
from pacte.web.pages.advisers.release_dates import release_labels
from pacte.web.require_login import require_login
from pacte.workflows.record_journey_step import record_journey_step

if TYPE_CHECKING:
    from uuid import UUID

    from pacte.journeys.models import Journey, Recommendation
    from pacte.journeys.records.orientation import ScoredSession
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Session

ALGORITHM_NOTICE = (
    "La liste d’où vient cette proposition a été ordonnée par un traitement algorithmique (article L. 311-3-1 du code "
    "des relations entre le public et l’administration). Vous pouvez en demander les règles et leur application à "
    "votre cas. Personne n’est écarté par ce traitement, et c’est vous qui décidez."
)


class ProposeForm(forms.Form):
    on = day_field("Proposé le")
    why = text_field(
        "Un mot sur ce choix", 300, required=False, help_text="Facultatif. Il reste avec la liste qui a servi."
    )


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: UUID, training: str, action: str, session: str) -> HttpResponse:
    actor, on = request_actor(request), today()
    journey = journey_by_key(actor=actor, key=key)
    record = learner_record(actor=actor, key=journey.learner.key, on=on)
    training_session = session_by_triplet(actor=actor, triplet=Triplet(training, action, session))
    saved_recommendation = _source_recommendation(request, actor, journey)
    advice = _advice(journey, record, training_session, saved_recommendation)
    form = ProposeForm(request.POST if request.method == "POST" else None, initial={"on": on})
    back = learner_page_url(record.learner.key)

    def run(values: dict[str, Any]) -> str:
        step_input = StepInput(StepKind.PROPOSED, values["on"], session_id=training_session.pk)
        record_journey_step(actor=actor, key=key, step_input=step_input)
        if saved_recommendation is not None and not saved_recommendation.decision:
            record_adviser_decision(
                actor=actor, recommendation=saved_recommendation, session_id=training_session.pk, reason=values["why"]
            )
        return f"« {training_session.training.title} » est proposée à {record.name}."

    page_spec = FormPage(
        title=f"Proposer cette session à {record.name} ?", submit_label="Enregistrer la proposition", back_url=back,
        intro=_about(training_session), stylesheet=ADVISERS_STYLESHEET, template="advising/propose.html",
    )  # fmt: skip
    values = advisers_page_context((record.name, back), ("Proposer", "")) | {
        "sentence": proposal_sentence(training_session, advice),
        "mention": ALGORITHM_NOTICE if saved_recommendation is not None else "",
        "reasons": advice.reasons if advice else (),
        "release": release_labels(actor, record, [advice.candidate]).get(training_session.pk, "") if advice else "",
        "synthetic": record.learner.is_synthetic,
    }
    return form_page(request, page_spec, form, run, values)


def _source_recommendation(request: HttpRequest, actor: Actor, journey: Journey) -> Recommendation | None:
    """The saved recommendation named by the URL, if any."""
    id_text = request.GET.get("conseil", "")
    if not id_text:
        return None
    if (identifier := parse_whole_number(id_text)) is None:
        raise NotFound
    return recommendation_by_id(actor=actor, journey=journey, identifier=identifier)


def _advice(
    journey: Journey, record: LearnerRecord, training_session: Session, saved_recommendation: Recommendation | None
) -> ScoredSession | None:
    """Same reasons as in the list; None for a session that is not in the public search."""
    row = search_rows_by_session([training_session.pk]).get(training_session.pk)
    if row is None:
        return None
    rome = saved_recommendation.inputs["rome"] if saved_recommendation is not None else journey.goal_rome
    words = saved_recommendation.inputs["words"] if saved_recommendation is not None else ""
    profile = orientation_profile(learner=record.learner, rome=rome, words=words, on=today())
    return score_sessions(profile, [candidate_from_row(row, profile)])[0]


def _about(training_session: Session) -> str:
    starts = f", à partir du {french_day(training_session.starts_on)}" if training_session.starts_on else ""
    town = f" à {training_session.site.town}" if training_session.site and training_session.site.town else ""
    return f"{training_session.training.title}{town}, {training_session.provider.name}{starts}."


def proposal_sentence(training_session: Session, advice: ScoredSession | None) -> str:
    """What to tell the person, in plain French; the reasons are those of the rule."""
    good = [reason.sentence for reason in advice.reasons if reason.points > 0] if advice else []
    warn = [reason.sentence for reason in advice.reasons if reason.points < 0] if advice else []
    sentences = [
        f"Je vous propose « {training_session.training.title} »"
        + (f", à {training_session.site.town}" if training_session.site else "")
        + "."
    ]
    if good:
        sentences.append(f"Pourquoi : {', '.join(good)}.")
    if warn:
        sentences.append(f"À savoir : {', '.join(warn)}.")
    sentences.append("Vous pouvez l’accepter, la refuser ou en demander une autre.")
    return " ".join(sentences)
