"""One fictitious trainee with her link, future meetings with seats, pending invitations: data for the portal pages.

Inès followed a training, left it, and comes back: her second journey follows the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from pacte.accounts.queries import actor_of, person_by_email
from pacte.agenda.records import MeetingInput, MeetingKind
from pacte.agenda.services import open_meetings
from pacte.demo.region.holidays import next_working_day
from pacte.demo.stories.trainee import TraineeStory, trainee_story
from pacte.journeys.queries.learners_by_name import learner_by_name
from pacte.journeys.records import (
    Channel,
    EndKind,
    InvitationInput,
    InvitationMode,
    LearnerInput,
    SlotObstacle,
    StepKind,
)
from pacte.journeys.rules.attendance import Week
from pacte.journeys.rules.links import journey_path
from pacte.journeys.services import (
    StepInput,
    make_journey_link,
    make_slot_link,
    open_journey,
    open_learner,
    record_step,
    sign_week,
    use_link,
)
from pacte.kernel.clock import PARIS
from pacte.offer.queries import competences_of_training, own_providers, sessions_of_provider
from pacte.reference.queries import competence_blocks_of
from pacte.workflows.choose_slot import choose_slot, refuse_slots
from pacte.workflows.invite_people import invite_people
from pacte.workflows.record_sendings import record_sendings

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.agenda.models import Meeting
    from pacte.journeys.models import Invitation, Journey, Learner
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Session


@dataclass(frozen=True, slots=True)
class _Context:
    host: Organisation
    body: Organisation
    adviser: Actor
    provider: Actor
    session: Session
    past: Session | None
    on: date
    story: TraineeStory


def load_trainee(*, actor: Actor, host: Organisation, on: date) -> None:
    """Once: a second call finds Inès and changes nothing. Must run as the system actor, after the region is loaded."""
    story = trainee_story()
    if learner_by_name(actor=actor, first_name=story.first_name, last_name=story.last_name) is not None:
        return
    context = _build_context(host, on, story)
    if context is None:
        return
    meetings = _meetings(context)
    ines = _propose_journey(context, story.first_name, phone=story.phone, before=True)
    _invite(context, ines, meetings, Channel.SMS, is_sent=True)
    for each in story.others:
        journey = _propose_journey(context, each.first_name, phone=story.others_phone)
        invitation = _invite(context, journey, meetings, Channel(each.channel), is_sent=each.is_sent)
        if each.answer:
            _answer(actor, context, invitation, meetings, each.answer)


def trainee_path(*, actor: Actor) -> str:
    """A new link to the portal of Inès; empty when the demonstration has no such person."""
    story = trainee_story()
    learner = learner_by_name(actor=actor, first_name=story.first_name, last_name=story.last_name)
    present = learner.referents.filter(valid_until=None).select_related("body").first() if learner else None
    if learner is None or present is None:
        return ""
    link = make_journey_link(actor=actor, learner=learner, body=present.body, channel=Channel.LETTER)
    return journey_path(link.secret)


def _build_context(host: Organisation, on: date, story: TraineeStory) -> _Context | None:
    adviser, provider = person_by_email(story.adviser), person_by_email(story.provider)
    if adviser is None or provider is None:
        return None
    advising, training = actor_of(adviser, on=on), actor_of(provider, on=on)
    membership = adviser.memberships.select_related("organisation").first()
    provider_list = own_providers(actor=training)
    if membership is None or not provider_list:
        return None
    upcoming = sessions_of_provider(actor=training, provider=provider_list[0], host_id=host.pk, on=on)
    finished = sessions_of_provider(actor=training, provider=provider_list[0], host_id=host.pk, on=on, past=True)[:]
    sessions = [each.line.session for each in upcoming if (each.line.session.starts_on or on) > on + timedelta(days=10)]
    if not sessions:
        return None
    chosen = next((each for each in sessions if _blocks(each)), sessions[0])
    same = [each.line.session for each in finished if each.line.session.training.pk == chosen.training.pk]
    usable = [each for each in (*same, *(line.line.session for line in finished)) if each.state == "ended"]
    past = usable[0] if usable else None
    return _Context(host, membership.organisation, advising, training, chosen, past, on, story)


def _meetings(context: _Context) -> list[Meeting]:
    meetings = []
    for each in context.story.meetings:
        day = next_working_day(context.on + timedelta(days=each.in_days))
        start = datetime.combine(day, time(each.hour, each.minute), tzinfo=PARIS)
        meetings += open_meetings(
            actor=context.provider, host_id=context.host.pk, body_id=next(iter(context.provider.organisation_ids)),
            details=MeetingInput(
                MeetingKind.INFORMATION, f"{context.session.training.title} : visite et explications",
                timedelta(minutes=90), each.seats, context.story.place, context.story.commune,
            ),
            starts=[start], session=context.session, synthetic=True,
        )  # fmt: skip
    return meetings


def _invite(
    context: _Context, journey: Journey, meetings: list[Meeting], channel: Channel, *, is_sent: bool
) -> Invitation:
    invitation_input = InvitationInput(
        tuple(each.pk for each in meetings), InvitationMode.CHOSEN, channel, context.on + timedelta(days=2)
    )
    result = invite_people(actor=context.adviser, keys=[journey.key], invitation_input=invitation_input)
    (invitation,) = result.invitations
    if is_sent:
        record_sendings(actor=context.adviser, invitation_ids=[invitation.pk])
    return invitation


def _propose_journey(context: _Context, first_name: str, *, phone: str, before: bool = False) -> Journey:
    learner = open_learner(
        actor=context.adviser, host=context.host, body=context.body, synthetic=True,
        learner_input=LearnerInput(
            first_name, context.story.last_name, phone=phone,
            email=f"{first_name.casefold().replace('è', 'e')}@pacte.example",
            birth_year=context.on.year - 27, diploma=3, commune_code=context.story.commune, has_licence=False,
        ),
    )  # fmt: skip
    earlier = _past_journey(context, learner) if before else None
    opened = context.on - timedelta(days=21)
    journey = open_journey(
        actor=context.adviser, learner=learner, body=context.body, on=opened, goal_rome=_rome(context.session),
        follows=earlier,
    )  # fmt: skip
    _record(context.adviser, journey, StepKind.NEED_EXPRESSED, opened)
    _record(context.adviser, journey, StepKind.PROPOSED, context.on - timedelta(days=9), context.session)
    return journey


def _past_journey(context: _Context, learner: Learner) -> Journey | None:
    """A first training, left for a job: its attested and certified competences remain."""
    session = context.past
    if session is None or session.starts_on is None:
        return None
    start = session.starts_on
    journey = open_journey(
        actor=context.adviser,
        learner=learner,
        body=context.body,
        on=start - timedelta(days=40),
        goal_rome=_rome(session),
    )
    _record(context.adviser, journey, StepKind.NEED_EXPRESSED, start - timedelta(days=40))
    _record(context.adviser, journey, StepKind.PROPOSED, start - timedelta(days=30), session)
    _record(context.provider, journey, StepKind.ADMITTED, start - timedelta(days=8), session)
    _record(context.provider, journey, StepKind.ENTERED, start, session)
    monday = start - timedelta(days=start.weekday())
    for each in context.story.weeks:
        sign_week(actor=context.provider, key=journey.key, week=Week(monday, each.marks, each.minutes))
        monday += timedelta(days=7)
    left = start + timedelta(days=21)
    for competence in competences_of_training(actor=context.provider, training=session.training)[:2]:
        detail = {"competence": competence.text}
        _record(context.provider, journey, StepKind.COMPETENCE_ATTESTED, left, detail=detail)
    _record(context.provider, journey, StepKind.ENDED, left, detail={"end_kind": str(EndKind.TO_JOB)})
    for code in _blocks(context.session)[:1]:
        _record(context.provider, journey, StepKind.BLOCK_CERTIFIED, left, detail={"block": code})
    _record(
        context.provider,
        journey,
        StepKind.ATTESTATION_GIVEN,
        left,
        detail={"minutes": sum(each.minutes for each in context.story.weeks)},
    )
    return journey


def _record(
    actor: Actor,
    journey: Journey,
    kind: StepKind,
    on: date,
    session: Session | None = None,
    detail: Mapping[str, object] | None = None,
) -> None:
    step_input = StepInput(kind, on, session_id=session.pk if session else None, detail=detail or {})
    record_step(actor=actor, key=journey.key, step_input=step_input)


def _answer(actor: Actor, context: _Context, invitation: Invitation, meetings: list[Meeting], answer: str) -> None:
    """Answer through a link, as the person does."""
    slot_link = make_slot_link(actor=context.adviser, invitation=invitation, channel=Channel.SMS)
    link = use_link(actor=actor, secret=slot_link.secret)
    if link is not None and answer == "choisit":
        choose_slot(link=link, meeting_id=meetings[0].pk)
    elif link is not None and answer == "refuse":
        refuse_slots(link=link, obstacle=SlotObstacle.CHILDCARE, note="le mercredi")


def _rome(session: Session) -> str:
    codes = session.training.rome_codes
    return codes[0] if codes else ""


def _blocks(session: Session) -> list[str]:
    certification_codes = [f"RNCP{each['rncp']}" for each in session.training.certifications if each.get("rncp")]
    return [block.code for code in certification_codes for block in competence_blocks_of(code)]
