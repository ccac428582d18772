"""Hires promised in cases: what each firm promised, was asked and confirms, beside what the people trained say."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from pacte.accounts.row_context import system_elevation
from pacte.journeys.queries.people_hired import people_hired
from pacte.journeys.rules.situations import survey_date
from pacte.kernel.actor import Actor
from pacte.kernel.clock import known_before, paris_date, today
from pacte.kernel.errors import ensure_found, hide_unless
from pacte.offer.models import Session
from pacte.offer.queries import sessions_by_number
from pacte.procedures.models import Case, HireAnswer, HireInquiry
from pacte.procedures.queries.cases import CaseDetail
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.records.promises import FirmPromise, HireCount, HirePromises
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.hire_promises import firm_promises, hire_count, is_binding, session_numbers

# More sessions than this with one number would be an error of the offer.
_SAME_NUMBER = 10


@dataclass(frozen=True, slots=True)
class FirmHires:
    """One firm of a case. ``hired``: what it confirmed last, None before; ``asked_on``: the day of its last letter."""

    promise: FirmPromise
    asked_on: date | None = None
    hired: int | None = None
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class CasePromises:
    """The promises of a case. ``asks_on``: the days on which firms are asked; empty while no session is known."""

    is_binding: bool
    firms: tuple[FirmHires, ...]
    count: HireCount
    asks_on: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class HireInquiryDetail:
    """What a firm sees of a case: its own promise and answer, and a number of people. No name."""

    inquiry: HireInquiry
    case_title: str
    promise: FirmPromise
    said_hires: int
    hired: int | None


def sessions_by_unique_number(*, actor: Actor, numbers: Collection[str]) -> dict[str, Session]:
    """Returns the sessions of these numbers; a number that two providers share says nothing. Public. One query."""
    sessions_found: dict[str, list[Session]] = {}
    if not numbers:
        return {}
    for each in sessions_by_number(actor=actor, numbers=numbers, limit=len(numbers) * _SAME_NUMBER):
        sessions_found.setdefault(each.number, []).append(each)
    return {number: same[0] for number, same in sessions_found.items() if len(same) == 1}


def case_promises(*, actor: Actor, detail: CaseDetail, on: date) -> CasePromises | None:
    """Returns the promises of a case; None when its procedure has none, or for a reader without its documents."""
    spec = detail.procedure.promises
    if spec is None or not detail.sees_documents:
        return None
    return promises_of_case(actor=actor, case=detail.case, spec=spec, on=on)


def promises_of_case(*, actor: Actor, case: Case, spec: HirePromises, on: date) -> CasePromises:
    """Returns the promises of a case that the caller may read."""
    promises = firm_promises(spec, case.values, on)
    sessions = sessions_of_case(actor=actor, case=case, spec=spec)
    latest = _latest_answers(HireAnswer.objects.filter(inquiry__case=case))
    asked_days = {each.firm: each.asked_on for each in case.hire_inquiries.order_by("asked_on", "pk")}
    firms = tuple(
        FirmHires(
            each,
            asked_on=asked_days.get(each.firm),
            hired=answer.hired if (answer := latest.get(each.firm)) else None,
            answered_on=paris_date(answer.recorded_at) if answer else None,
        )
        for each in promises
    )
    confirmed = {each.promise.firm: each.hired for each in firms if each.hired is not None}
    return CasePromises(
        is_binding=is_binding(spec, transitions_taken(case)),
        firms=firms,
        count=hire_count(promises, confirmed, said_hired(actor=actor, case=case, sessions=sessions, on=on)),
        asks_on=ask_days(spec, sessions),
    )


def hire_inquiry(*, actor: Actor, inquiry_id: int, on: date) -> HireInquiryDetail:
    """Returns what the guest of a firm is asked. Raises ``NotFound`` for anybody else's."""
    hide_unless(actor.guest_id is not None)
    inquiry = ensure_found(HireInquiry.objects.filter(pk=inquiry_id, guest_id=actor.guest_id).first())
    with system_elevation():
        case = Case.objects.get(pk=inquiry.case_id)
        spec = procedure_edition(case.procedure_code, case.edition).promises
        promises = {each.firm: each for each in firm_promises(spec, case.values, on)} if spec else {}
        latest = _latest_answers(HireAnswer.objects.filter(inquiry__case=case, inquiry__firm=inquiry.firm))
    promise = ensure_found(promises.get(inquiry.firm))
    hide_unless(spec)
    sessions = sessions_of_case(actor=actor, case=case, spec=spec) if spec else []
    answer = latest.get(inquiry.firm)
    return HireInquiryDetail(
        inquiry=inquiry,
        case_title=case.title,
        promise=promise,
        said_hires=said_hired(actor=actor, case=case, sessions=sessions, on=on),
        hired=answer.hired if answer else None,
    )


def sessions_of_case(*, actor: Actor, case: Case, spec: HirePromises) -> list[Session]:
    """Returns the sessions that the case set up, the first to start first."""
    numbers = session_numbers(spec, case.values)
    sessions_found = sessions_by_unique_number(actor=actor, numbers=numbers)
    return sorted(sessions_found.values(), key=lambda each: (each.starts_on or date.max, each.pk))


def said_hired(*, actor: Actor, case: Case, sessions: Collection[Session], on: date) -> int:
    """Returns how many people trained say by that day that they are hired for long. Public: a number."""
    groups = {case.pk: [each.pk for each in sessions]}
    return people_hired(actor=actor, sessions=groups, known=known_before(today()), on=on).get(case.pk, 0)


def ask_days(spec: HirePromises, sessions: Collection[Session]) -> tuple[date, ...]:
    """Returns the days on which the firms are asked, after the last session has ended."""
    ends = [each.ends_on for each in sessions if each.ends_on]
    return tuple(survey_date(max(ends), months) for months in spec.months) if ends else ()


def transitions_taken(case: Case) -> frozenset[str]:
    return frozenset(case.steps.filter(kind=CaseEventKind.MOVED).values_list("code", flat=True))


def _latest_answers(answers: QuerySet[HireAnswer]) -> Mapping[str, HireAnswer]:
    """The last answer of each firm."""
    return {each.inquiry.firm: each for each in answers.select_related("inquiry").order_by("pk")}
