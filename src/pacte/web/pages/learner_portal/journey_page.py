"""« Mon parcours »: next action first, then appointments, progress, results, contacts; and which blocks are missing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from pacte.journeys.queries.learner_recommendations import my_advice
from pacte.journeys.queries.module_plans import kept_plan
from pacte.journeys.queries.progress_shares import own_shares
from pacte.journeys.records import REQUEST_LABELS, InvitationOutcome, JourneyState, LearnerRequestKind, StepKind
from pacte.journeys.rules.chains import present_stage
from pacte.journeys.rules.learner_wording import (
    STATE_WORDS,
    CertificationProgress,
    TimelineItem,
    learner_timeline,
    upcoming_items,
)
from pacte.journeys.rules.messages import slot_words
from pacte.journeys.rules.progress_shares import SHARE_STATE_LABELS
from pacte.journeys.rules.state_machine import BEFORE_ENTRY, FINISHED, IN_TRAINING
from pacte.kernel.clock import now, today
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.queries import modules_of_sessions
from pacte.web.journey_cases import journey_case_lines, learner_requests
from pacte.web.module_plan_rows import kept_plan_rows
from pacte.web.pages.learner_portal.data_page import proposal_reasons
from pacte.web.pages.learner_portal.link_pages import LinkPage
from pacte.web.pages.learner_portal.review_page import own_follow_up
from pacte.web.remaining_blocks import remaining, target_certification

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pacte.journeys.models import Invitation, ProgressShare
    from pacte.journeys.queries.learner_portal import MyJourney

_CALLBACK_STATES = frozenset(
    {JourneyState.OPEN, JourneyState.MISSED, JourneyState.NOT_KEPT, JourneyState.DECLINED, JourneyState.TO_RESEAT,
     JourneyState.NEW, JourneyState.CLOSED}
)  # fmt: skip


@LinkPage.view(template_name="learner_portal/journey.html")
def my_journey(page: LinkPage) -> dict[str, Any]:
    on, portal = today(), page.portal
    current, next_stage = _current_and_next(portal.journeys)
    session = current.journey.session if current else None
    target, progress = target_certification(portal)
    my_cases = journey_case_lines(page.actor, [each.journey.key for each in portal.journeys])
    live = [(each, journey) for journey in portal.journeys for each in journey.live_invitations(at=now())]
    return {
        "first_name": portal.first_name,
        "todo": _invitation_todo(page, *live[0]) if live else _todo(page, current, progress, on),
        "slots": [_slot_link(page, each) for each, _ in live],
        "title": _followed(page, current) if current else "",
        "why": proposal_reasons(my_advice(actor=page.actor), current.journey.session_id) if current else None,
        "steps": _timeline_items(current, on) if current else [],
        "next_stage": _next_stage(next_stage) if next_stage else None,
        "earlier": [_earlier_journey(each) for each in portal.journeys if each not in (current, next_stage)],
        "plan": _own_plan_rows(page),
        "presence": _presence(current),
        "shares": [_share_line(page, each) for each in own_shares(actor=page.actor) if each.ended_on is None],
        "requests": learner_requests(page.actor, current.journey) if current and current.state not in FINISHED else [],
        "cases": [each for cases in my_cases.values() for each in cases],
        "attestations": [each for journey in portal.journeys for each in _attestation_links(page, journey)],
        "target": target,
        "progress": progress,
        "referrer": portal.referrer,
        "followed": own_follow_up(page, current.journey if current else None),
        "provider": session.provider if session else None,
        "answers": [
            {"what": REQUEST_LABELS[LearnerRequestKind(each.kind)], "on": each.made_at, "answer": each.answer}
            for each in portal.requests
        ],
    }


def _followed(page: LinkPage, journey: MyJourney) -> str:
    """The training, and the module that is followed alone. One query, with a session or not."""
    session_id = journey.journey.session_id or 0
    module = modules_of_sessions(actor=page.actor, session_ids=[session_id]).get(session_id)
    return f"{journey.title}, {module}" if module else journey.title


def _current_and_next(journeys: Sequence[MyJourney]) -> tuple[MyJourney | None, MyJourney | None]:
    """The journey to show first, a training that goes on if there is one, and the next stage opened beside it."""
    training = next((each for each in journeys if each.state in IN_TRAINING), None)
    if training is None:
        present = present_stage((each.journey.pk, each.journey.follows_id, each.state) for each in journeys)
        return next((each for each in journeys if each.journey.pk == present), None), None
    following = (each for each in journeys if each.journey.follows_id == training.journey.pk)
    return training, next((each for each in following if each.state in BEFORE_ENTRY), None)


def _own_plan_rows(page: LinkPage) -> list[dict[str, Any]]:
    """The steps of the plan that were proposed to the person, in order."""
    plan = kept_plan(actor=page.actor, learner=page.portal.learner)
    return kept_plan_rows(page.actor, plan, [each.journey for each in page.portal.journeys])


def _next_stage(journey: MyJourney) -> dict[str, str]:
    title, text = STATE_WORDS[journey.state]
    until = journey.journey.seat_until if journey.state is JourneyState.RESERVED else None
    hold = f"Votre place est tenue jusqu’au {format_day(until)}. " if until else ""
    session = journey.journey.session
    starts = f"À partir du {format_day(session.starts_on)}. " if session and session.starts_on else ""
    return {"title": journey.title or "Un nouveau projet", "state": title, "note": f"{starts}{hold}{text}"}


def _todo(page: LinkPage, current: MyJourney | None, progress: CertificationProgress, on: date) -> dict[str, Any]:
    """The first action that applies, without any invitation: answer, begin, or wait."""
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
    if current.state in (JourneyState.RESERVED, JourneyState.INTERRUPTED) and (until := current.journey.seat_until):
        text = f"{current.title}. Votre place est tenue jusqu’au {format_day(until)}. {text}"
    todo: dict[str, Any] = {"title": title, "text": text}
    if current.state in FINISHED and progress.left:
        todo |= {"verb": "Voir ce qui reste", "url": page.url("learner_portal:next")}
    elif current.state in _CALLBACK_STATES:
        todo |= {"verb": "Demander à être rappelé(e)", "url": page.url("learner_portal:ask", "rappel")}
    return todo


def _invitation_todo(page: LinkPage, each: Invitation, journey: MyJourney) -> dict[str, Any]:
    url = page.url("learner_portal:my_slot", each.pk)
    if each.chosen is None or each.outcome == InvitationOutcome.NONE_SUITS:
        what = "Rendez-vous avec votre conseiller" if each.is_individual else f"Information collective, {journey.title}"
        text = f"{what}. Vous avez jusqu’au {format_day(each.expires_on)}."
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
    if session is None:
        return lines
    starts_on = None if current.journey.entered_on else session.starts_on
    names = {"title": current.title, "provider": current.provider_name}
    return lines + upcoming_items(current.state, starts_on=starts_on, ends_on=session.ends_on, on=on, **names)


def _share_line(page: LinkPage, share: ProgressShare) -> dict[str, str]:
    note = SHARE_STATE_LABELS[share.state_on(today())]
    return {
        "label": f"Montrer ce qui me reste à {share.agency}",
        "note": note,
        "url": page.url("learner_portal:shares"),
    }


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


@LinkPage.view(template_name="learner_portal/next.html")
def remaining_blocks(page: LinkPage) -> dict[str, Any]:
    return {**remaining(page.actor, page.portal), "back": page.url("learner_portal:journey")}
