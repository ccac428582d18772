"""What was asked about a journey, on the pages of those who follow the person, and how they ask for something more.

The button opens the form with the journey already named. Who comes by a personal link proves an e-mail first: the
journey then travels in the address, signed, and opens nothing by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse

from pacte.accounts.row_context import acting_as
from pacte.accounts.rules.guest_links import GUEST_LINK_LIFE
from pacte.journeys.queries import journey_by_key
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_day
from pacte.plan.queries import main_plan
from pacte.procedures.queries.journey_cases import (
    JourneyCase,
    bodies_that_apply,
    cases_of_journeys,
    procedures_about_journeys,
)
from pacte.procedures.records.form import SectionAuthor
from pacte.procedures.rules.form_answers import journey_answers, sections_by
from pacte.web.answers_display import answers_display
from pacte.web.remaining_blocks import case_sessions

if TYPE_CHECKING:
    from pacte.journeys.models import Journey
    from pacte.plan.models import Plan
    from pacte.procedures.records.description import Procedure

JOURNEY_PARAMETER = "parcours"
_SALT = "pacte.journey_cases"
_MACHINE = "parcours nommé par un lien personnel"


@dataclass(frozen=True, slots=True)
class NamedJourney:
    """The journey that an application begins about. ``session`` and ``training`` are "" before any."""

    key: UUID
    organisation_id: int
    followers: frozenset[int | None]
    session: str
    training: str

    def answers(self, procedure: Procedure) -> dict[str, Any]:
        """What it already answers of the form."""
        mine = sections_by(procedure.form, SectionAuthor.APPLICANT)
        return journey_answers(mine, key=self.key, session=self.session)


def journey_case_lines(actor: Actor, keys: Sequence[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """The cases about these journeys, by journey, for the template « journey_cases.html »."""
    return {
        key: [_line(actor, each) for each in cases] for key, cases in cases_of_journeys(actor=actor, keys=keys).items()
    }


def account_requests(actor: Actor, journey: Journey) -> list[dict[str, str]]:
    """What somebody may ask about a journey from an account: label and URL."""
    plan = _plan_of(actor, journey)
    if plan is None:
        return []
    followers = (journey.referrer_id, journey.provider_body_id)
    named = urlencode({JOURNEY_PARAMETER: str(journey.key)})
    return [
        {
            "label": each.applicants.button,
            "url": f"{reverse('applications:begin', args=[plan.code, each.code])}?{named}",
        }
        for each in procedures_about_journeys(actor=actor, plan=plan, on=today())
        if each.applicants and bodies_that_apply(actor=actor, procedure=each, followers=followers)
    ]


def learner_requests(actor: Actor, journey: Journey) -> list[dict[str, str]]:
    """The same for the person themselves, who says an e-mail first."""
    plan = _plan_of(actor, journey)
    if plan is None:
        return []
    signed = urlencode({JOURNEY_PARAMETER: TimestampSigner(salt=_SALT).sign(journey.key.hex)})
    return [
        {
            "label": each.applicants.button,
            "url": f"{reverse('procedures:ask', args=[plan.code, each.code])}?{signed}",
        }
        for each in procedures_about_journeys(actor=actor, plan=plan, on=today())
        if each.applicants and each.applicants.by_link
    ]


def read_journey(actor: Actor, text: str) -> NamedJourney:
    """The journey whose number is in the address of a page of an account. Raises ``NotFound`` unless it is theirs."""
    try:
        key = UUID(text)
    except ValueError:
        raise NotFound from None
    return _named(journey_by_key(actor=actor, key=key))


def signed_journey(text: str) -> NamedJourney:
    """The journey that an address names, as a personal link signed it. Raises ``NotFound`` once too old or altered."""
    try:
        key = UUID(TimestampSigner(salt=_SALT).unsign(text, max_age=GUEST_LINK_LIFE))
    except (BadSignature, ValueError):
        raise NotFound from None
    with acting_as(system_actor(_MACHINE)) as machine:
        return _named(journey_by_key(actor=machine, key=key))


def _plan_of(actor: Actor, journey: Journey) -> Plan | None:
    """The plan of today of the Region that holds the journey."""
    plan = main_plan(actor=actor)
    return plan if plan and plan.organisation_id == journey.organisation_id else None


def _named(journey: Journey) -> NamedJourney:
    session = journey.session
    return NamedJourney(
        key=journey.key,
        organisation_id=journey.organisation_id,
        followers=frozenset({journey.referrer_id, journey.provider_body_id}),
        session=session.number if session else "",
        training=session.training.title if session else "",
    )


def _line(actor: Actor, case: JourneyCase) -> dict[str, Any]:
    asked_by = f"demandé par {case.applicant}" if case.applicant else ""
    is_own = case.application_id is not None
    return {
        "title": case.procedure.title,
        "number": case.number,
        "note": ", ".join(part for part in (f"depuis le {format_day(case.since)}", asked_by) if part),
        "badge": {
            "word": (case.stage.shown or case.stage.label).lower(),
            "sign": "check" if case.stage.is_end else "clock",
            "tone": "",
        },
        "url": reverse("applications:cover", args=[case.plan_code, case.application_id]) if is_own else "",
        "parts": answers_display(case.sections, case.values),
        "sessions": None
        if case.stage.is_end
        else case_sessions(actor, case.procedure, case.values, host_id=case.host_id),
    }
