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
from pacte.web.form_fields import day, text
from pacte.web.pages.advising.frame import STYLE, actor_in, frame, person_url
from pacte.web.pages.advising.release import releases
from pacte.web.plan_act import ActPage, act_page
from pacte.web.signed_in import signed_in
from pacte.workflows.record_journey_step import record_journey_step

if TYPE_CHECKING:
    from uuid import UUID

    from pacte.journeys.models import Journey, Recommendation
    from pacte.journeys.records.orientation import ScoredSession
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Session

MENTION = (
    "La liste d’où vient cette proposition a été ordonnée par un traitement algorithmique (article L. 311-3-1 du code "
    "des relations entre le public et l’administration). Vous pouvez en demander les règles et leur application à "
    "votre cas. Personne n’est écarté par ce traitement, et c’est vous qui décidez."
)


class ProposeForm(forms.Form):
    on = day("Proposé le")
    why = text("Un mot sur ce choix", 300, required=False, help_text="Facultatif. Il reste avec la liste qui a servi.")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: UUID, training: str, action: str, session: str) -> HttpResponse:
    actor, on = actor_in(request), today()
    journey = journey_by_key(actor=actor, key=key)
    found = learner_record(actor=actor, key=journey.learner.key, on=on)
    chosen = session_by_triplet(actor=actor, triplet=Triplet(training, action, session))
    kept = _kept(request, actor, journey)
    advice = _advice(journey, found, chosen, kept)
    form = ProposeForm(request.POST if request.method == "POST" else None, initial={"on": on})
    back = person_url(found.learner.key)

    def run(values: dict[str, Any]) -> str:
        given = StepInput(StepKind.PROPOSED, values["on"], session_id=chosen.pk)
        record_journey_step(actor=actor, key=key, step_input=given)
        if kept is not None and not kept.decision:
            record_adviser_decision(actor=actor, recommendation=kept, session_id=chosen.pk, reason=values["why"])
        return f"« {chosen.training.title} » est proposée à {found.name}."

    said = ActPage(
        title=f"Proposer cette session à {found.name} ?", verb="Enregistrer la proposition", back=back,
        answer=_about(chosen), stylesheet=STYLE, template="advising/propose.html",
    )  # fmt: skip
    values = frame((found.name, back), ("Proposer", "")) | {
        "sentence": sentence(chosen, advice),
        "mention": MENTION if kept is not None else "",
        "reasons": advice.reasons if advice else (),
        "release": releases(actor, found, [advice.candidate]).get(chosen.pk, "") if advice else "",
        "synthetic": found.learner.is_synthetic,
    }
    return act_page(request, said, form, run, values)


def _kept(request: HttpRequest, actor: Actor, journey: Journey) -> Recommendation | None:
    """The saved recommendation named by the URL, if any."""
    asked = request.GET.get("conseil", "")
    if not asked:
        return None
    if (identifier := parse_whole_number(asked)) is None:
        raise NotFound
    return recommendation_by_id(actor=actor, journey=journey, identifier=identifier)


def _advice(
    journey: Journey, found: LearnerRecord, chosen: Session, kept: Recommendation | None
) -> ScoredSession | None:
    """Same reasons as in the list; None for a session that is not in the public search."""
    row = search_rows_by_session([chosen.pk]).get(chosen.pk)
    if row is None:
        return None
    rome = kept.inputs["rome"] if kept is not None else journey.goal_rome
    words = kept.inputs["words"] if kept is not None else ""
    wanted = orientation_profile(learner=found.learner, rome=rome, words=words, on=today())
    return score_sessions(wanted, [candidate_from_row(row, wanted)])[0]


def _about(chosen: Session) -> str:
    starts = f", à partir du {french_day(chosen.starts_on)}" if chosen.starts_on else ""
    town = f" à {chosen.site.town}" if chosen.site and chosen.site.town else ""
    return f"{chosen.training.title}{town}, {chosen.provider.name}{starts}."


def sentence(chosen: Session, advice: ScoredSession | None) -> str:
    """What to tell the person, in plain French; the reasons are those of the rule."""
    good = [reason.sentence for reason in advice.reasons if reason.points > 0] if advice else []
    warn = [reason.sentence for reason in advice.reasons if reason.points < 0] if advice else []
    said = [f"Je vous propose « {chosen.training.title} »" + (f", à {chosen.site.town}" if chosen.site else "") + "."]
    if good:
        said.append(f"Pourquoi : {', '.join(good)}.")
    if warn:
        said.append(f"À savoir : {', '.join(warn)}.")
    said.append("Vous pouvez l’accepter, la refuser ou en demander une autre.")
    return " ".join(said)
