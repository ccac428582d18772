"""« Mon parcours »: next action first, then my appointments, my progress, my results, my contacts, my data."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from pacte.journeys.queries.learner_recommendations import my_advice
from pacte.journeys.records import REQUEST_LABELS, InvitationOutcome, JourneyState, LearnerRequestKind, StepKind
from pacte.journeys.rules.learner_wording import DECISION_SENTENCES, STATE_WORDS, TimelineItem, learner_timeline
from pacte.journeys.rules.messages import slot_words
from pacte.kernel.clock import now, today
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.web.pages.learner_portal.link_pages import LinkPage
from pacte.web.pages.learner_portal.remaining_blocks_page import TargetCertification, target_certification

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pacte.journeys.models import Invitation
    from pacte.journeys.queries.learner_portal import MyJourney
    from pacte.journeys.queries.learner_recommendations import MyAdvice, MyReason, MySession

_CALLBACK_STATES = frozenset(
    {JourneyState.OPEN, JourneyState.MISSED, JourneyState.NOT_KEPT, JourneyState.DECLINED, JourneyState.TO_RESEAT,
     JourneyState.NEW, JourneyState.CLOSED}
)  # fmt: skip
_DONE_MESSAGES = {
    "situation": ("Merci.", "Votre réponse est enregistrée."),
    "demande": ("C’est noté.", "Votre conseiller est prévenu. Sa réponse s’affichera ici."),
}


@LinkPage.view(template_name="learner_portal/journey.html")
def my_journey(page: LinkPage) -> dict[str, Any]:
    on, portal = today(), page.portal
    current = portal.journeys[0] if portal.journeys else None
    target = target_certification(portal)
    return {
        "done": _DONE_MESSAGES.get(page.request.GET.get("fait", "")),
        "first_name": portal.first_name,
        "todo": _todo(page, current, target, on),
        "slots": [
            _slot_link(page, each) for journey in portal.journeys for each in journey.invitations if _is_live(each)
        ],
        "title": current.title if current else "",
        "why": proposal_reasons(my_advice(actor=page.actor), current.journey.session_id) if current else None,
        "steps": _timeline_items(current, on) if current else [],
        "earlier": [_earlier_journey(each) for each in portal.journeys[1:]],
        "presence": _presence(current),
        "attestations": [each for journey in portal.journeys for each in _attestation_links(page, journey)],
        "aim": target,
        "referrer": portal.referrer,
        "provider": _provider(current),
        "answers": [
            {"what": REQUEST_LABELS[LearnerRequestKind(each.kind)], "on": each.made_at, "answer": each.answer}
            for each in portal.requests
        ],
    }


def _is_live(each: Invitation) -> bool:
    if each.chosen is None:
        return each.outcome == "" and each.expires_on >= today()
    return each.chosen.ends_at > now()


def _todo(page: LinkPage, current: MyJourney | None, target: TargetCertification | None, on: date) -> dict[str, Any]:
    """The first action that applies: choose, come, answer, begin, or wait."""
    live = [(each, journey) for journey in page.portal.journeys for each in journey.invitations if _is_live(each)]
    if live:
        return _invitation_todo(page, *live[0])
    if page.portal.survey_months:
        return {
            "title": "Dites où vous en êtes",
            "text": f"C’était il y a {page.portal.survey_months[0][1]} mois : avez-vous un emploi ? Une minute suffit.",
            "verb": "Répondre",
            "url": page.url("learner_portal:situation"),
        }
    if current is None:
        return {"title": STATE_WORDS[JourneyState.NEW][0], "text": STATE_WORDS[JourneyState.NEW][1]}
    title, text = STATE_WORDS[current.state]
    session = current.journey.session
    if current.state is JourneyState.ADMITTED and session and session.starts_on and session.starts_on >= on:
        title, text = f"Votre formation commence le {format_day(session.starts_on)}", f"{current.title}. {text}"
    if current.state is JourneyState.IN_TRAINING and session and session.ends_on:
        text = f"{current.title}, jusqu’au {format_day(session.ends_on)}. {text}"
    todo: dict[str, Any] = {"title": title, "text": text}
    if current.state in (JourneyState.ENDED, JourneyState.CLOSED) and target and target.missing_codes:
        todo |= {"verb": "Voir ce qui reste", "url": page.url("learner_portal:next")}
    elif current.state in _CALLBACK_STATES:
        todo |= {"verb": "Demander à être rappelé(e)", "url": page.url("learner_portal:ask", "rappel")}
    return todo


def _invitation_todo(page: LinkPage, each: Invitation, journey: MyJourney) -> dict[str, Any]:
    url = page.url("learner_portal:my_slot", each.pk)
    if each.chosen is None or each.outcome == InvitationOutcome.NONE_SUITS:
        text = f"Information collective, {journey.title}. Vous avez jusqu’au {format_day(each.expires_on)}."
        return {"title": "Choisissez votre rendez-vous", "text": text, "verb": "Voir les moments proposés", "url": url}
    where = "à distance" if each.chosen.is_remote else each.chosen.place
    return {
        "title": slot_words(each.chosen.starts_at).capitalize(),
        "text": f"{each.chosen.title}. {where}",
        "verb": "Voir mon rendez-vous",
        "url": url,
    }


def _slot_link(page: LinkPage, each: Invitation) -> dict[str, str]:
    chosen = each.chosen
    return {
        "label": slot_words(chosen.starts_at).capitalize() if chosen else "À choisir",
        "note": chosen.title if chosen else f"avant le {format_day(each.expires_on)}",
        "url": page.url("learner_portal:my_slot", each.pk),
    }


def _timeline_items(current: MyJourney, on: date) -> list[TimelineItem]:
    """Past steps, then upcoming ones: only what was decided."""
    lines = learner_timeline(current.steps, current.bodies, current.body_of_step)
    chosen = [each.chosen for each in current.invitations if each.chosen and each.chosen.ends_at > now()]
    lines += [
        TimelineItem(None, slot_words(each.starts_at).capitalize(), each.title, is_done=False, is_next=True)
        for each in chosen
    ]
    session = current.journey.session
    if session and current.state not in (JourneyState.ENDED, JourneyState.CLOSED, JourneyState.DECLINED):
        if session.starts_on and session.starts_on > on and current.journey.entered_on is None:
            is_in = current.state is JourneyState.ADMITTED
            note = current.title if is_in else f"{current.title}, si vous êtes admis(e)"
            lines.append(TimelineItem(session.starts_on, "Début de la formation", note, is_done=False))
        if session.ends_on and session.ends_on > on:
            lines.append(
                TimelineItem(session.ends_on, "Fin prévue de la formation", current.provider_name, is_done=False)
            )
    return lines


def _earlier_journey(journey: MyJourney) -> dict[str, str]:
    steps = learner_timeline(journey.steps, journey.bodies, journey.body_of_step)
    last = steps[-1] if steps else None
    note = f"{last.what}{f', {last.note}' if last.note else ''}, {format_day(last.when)}" if last and last.when else ""
    return {"title": journey.title or "Un projet", "note": note}


def _presence(current: MyJourney | None) -> dict[str, str] | None:
    """Signed attendance and hours of the training; None before the entry."""
    if current is None or not current.presence.planned:
        return None
    presence = current.presence
    return {
        "attended": f"{format_number(presence.attended)} sur "
        f"{pluralise(presence.planned, 'demi-journée', 'demi-journées')}",
        "hours": f"{format_number(presence.minutes / 60)}\u00a0h",
        "excused": pluralise(presence.excused, "absence excusée", "absences excusées"),
        "absent": pluralise(presence.absent, "absence sans excuse", "absences sans excuse"),
    }


def _attestation_links(page: LinkPage, journey: MyJourney) -> list[dict[str, str]]:
    """Link to the PDF, once the provider gave it: the last attestation covers all."""
    attestation_steps = journey.of(StepKind.ATTESTATION_GIVEN)
    if not attestation_steps or not journey.title:
        return []
    return [
        {
            "label": f"Mon attestation : {journey.title}",
            "note": f"{journey.provider_name}, remise le {format_day(attestation_steps[-1].happened_on)}, "
            f"PDF à garder ou à imprimer",
            "url": page.url("learner_portal:attestation", journey.journey.key),
        }
    ]


def _provider(current: MyJourney | None) -> dict[str, str] | None:
    session = current.journey.session if current else None
    return {"name": session.provider.name, "phone": session.provider.phone} if session else None


def recommendation_items(recommendations: Iterable[MyAdvice]) -> list[dict[str, Any]]:
    """One item a recommendation: its inputs, the sessions with their points, and the decision."""
    return [
        {
            "on": each.made_at,
            "sought": " ; ".join(part for part in (each.goal, each.words) if part) or "sans métier précis",
            "considered": pluralise(each.considered, "session considérée", "sessions considérées"),
            "decided": DECISION_SENTENCES[each.decision] if each.decision else "Rien n’est encore décidé.",
            "sessions": [_scored_session(session) for session in each.sessions],
        }
        for each in recommendations
    ]


def proposal_reasons(recommendations: Iterable[MyAdvice], session_id: int | None) -> dict[str, Any] | None:
    """Why that session was proposed; None without a recommendation."""
    for each in recommendations:
        proposed = next((session for session in each.sessions if session.is_proposed), None)
        if proposed and session_id is not None and each.proposed_id == session_id and each.decision:
            return _scored_session(proposed) | {"decided": DECISION_SENTENCES[each.decision]}
    return None


def _scored_session(each: MySession) -> dict[str, Any]:
    starts = format_day(each.starts_on) if each.starts_on else "date à venir"
    return {
        "rank": each.rank,
        "title": each.title,
        "note": f"{each.provider}, {'toute l’année' if each.is_rolling else starts}",
        "is_proposed": each.is_proposed,
        "score": each.score,
        "reasons": [_reason_text(reason) for reason in each.reasons],
    }


def _reason_text(reason: MyReason) -> str:
    """« +40 : mène au métier visé »; a reason without effect is shown without points."""
    if not reason.points:
        return reason.sentence
    return f"{'+' if reason.points > 0 else '−'}{abs(reason.points)} : {reason.sentence}"
