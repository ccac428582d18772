"""Asks firms how many people they hired, reminds them once, and records what they confirm."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from pacte.accounts.records import GuestScope
from pacte.accounts.row_context import system_elevation
from pacte.accounts.services import ensure_guest
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import pluralise
from pacte.notifications.records import GuestLetterInput
from pacte.notifications.services import queue_guest_letter
from pacte.procedures.models import Case, HireAnswer, HireInquiry
from pacte.procedures.queries.promises import ask_days, hire_inquiry, said_hired, sessions_of_case, transitions_taken
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.records.promises import FirmPromise
from pacte.procedures.rules.catalogue import procedure_edition, procedures_by_code
from pacte.procedures.rules.hire_promises import firm_promises, is_binding, is_time_to_ask, is_time_to_remind
from pacte.procedures.services.guards import add_case_event


def ask_promised_hires(*, actor: Actor, on: date | None = None) -> int:
    """Writes to each firm whose promise may be told kept or not, once a date, then once more. Machine only.

    Returns the number of letters: the same day again writes none.
    """
    actor.require_system("hires", "Ces lettres partent d’elles-mêmes.")
    day = on or today()
    codes = [code for code, each in procedures_by_code().items() if each.promises]
    cases = Case.objects.filter(procedure_code__in=codes).select_related("organisation").order_by("pk")
    return sum(_ask_firms_of_case(actor, each, day) for each in cases)


def record_hires(*, actor: Actor, inquiry_id: int, hired: int) -> None:
    """Records what the firm confirms; the same number again adds nothing. Raises ``NotFound`` for another firm.

    Raises ``ValidationError`` (``hires_beyond_promise``).
    """
    detail = hire_inquiry(actor=actor, inquiry_id=inquiry_id, on=today())
    posts = detail.promise.posts
    if not 0 <= hired <= posts:
        raise ValidationError(
            "hires_beyond_promise",
            f"La promesse porte sur {pluralise(posts, 'poste')}.",
            "Les autres embauches ne la concernent pas.",
            f"Donnez un nombre de 0 à {posts}.",
        )
    if hired == detail.hired:
        return
    inquiry = detail.inquiry
    with system_elevation(), audit_event(
        actor=actor, name="procedures.confirm_hires", subject_kind="file", subject_id=inquiry.case_id,
        subject_label=detail.case_title, organisation_id=inquiry.organisation_id,
    ) as entry:  # fmt: skip
        HireAnswer.objects.create(
            organisation_id=inquiry.organisation_id, inquiry=inquiry, hired=hired, recorded_at=now()
        )
        add_case_event(
            actor=actor, case=Case.objects.get(pk=inquiry.case_id), kind=CaseEventKind.HIRES_CONFIRMED, on=today(),
            after=f"{inquiry.firm_name} : {_hires(hired)}",
            before="" if detail.hired is None else f"{inquiry.firm_name} : {_hires(detail.hired)}",
        )  # fmt: skip
        entry.detail.update(hired=hired, months=inquiry.months)


def _ask_firms_of_case(actor: Actor, case: Case, on: date) -> int:
    """The latest date that has come is asked: a site that was off for months does not write twice."""
    spec = procedure_edition(case.procedure_code, case.edition).promises
    if spec is None or not is_binding(spec, transitions_taken(case)):
        return 0
    sessions = sessions_of_case(actor=actor, case=case, spec=spec)
    come = [(months, day) for months, day in zip(spec.months, ask_days(spec, sessions), strict=False) if day <= on]
    if not come:
        return 0
    months, day = come[-1]
    may_ask = is_time_to_ask(day, said_hires=said_hired(actor=actor, case=case, sessions=sessions, on=on), on=on)
    promises = [each for each in firm_promises(spec, case.values, on) if each.email]
    return sum(_write_to_firm(actor, case, each, months, on, may_ask=may_ask) for each in promises)


def _write_to_firm(actor: Actor, case: Case, promise: FirmPromise, months: int, on: date, *, may_ask: bool) -> int:
    inquiry = HireInquiry.objects.filter(case=case, firm=promise.firm, months=months).select_related("guest").first()
    if inquiry is None:
        return _ask_firm(actor, case, promise, months, on) if may_ask else 0
    is_answered = inquiry.answers.exists()
    if is_answered or inquiry.reminded_on or not is_time_to_remind(inquiry.asked_on, on=on):
        return 0
    inquiry.reminded_on = on
    inquiry.save(update_fields=["reminded_on"])
    _send_letter(actor, inquiry, case, promise)
    return 1


def _ask_firm(actor: Actor, case: Case, promise: FirmPromise, months: int, on: date) -> int:
    guest = ensure_guest(
        actor=actor, host=case.organisation, email=promise.email, name=promise.name,
        synthetic=settings.INSTANCE.name == "demo",
    )  # fmt: skip
    inquiry = HireInquiry.objects.create(
        organisation_id=case.organisation_id, case=case, guest=guest, firm=promise.firm, firm_name=promise.name,
        months=months, asked_on=on,
    )  # fmt: skip
    add_case_event(
        actor=actor, case=case, kind=CaseEventKind.HIRES_ASKED, on=on, after=f"{promise.name}, à {months} mois"
    )
    _send_letter(actor, inquiry, case, promise)
    return 1


def _send_letter(actor: Actor, inquiry: HireInquiry, case: Case, promise: FirmPromise) -> None:
    if inquiry.guest.erased_at is not None:
        return
    text = (
        f"{promise.name} a promis {pluralise(promise.posts, 'poste')} aux personnes formées : « {case.title} ». "
        "Combien en avez-vous embauchées en CDI, ou en CDD d’au moins six mois ? Un clic suffit, même si c’est aucune :"
    )
    queue_guest_letter(
        actor=actor,
        guest=inquiry.guest,
        letter_input=GuestLetterInput(
            GuestScope.CONFIRM,
            "Combien de personnes formées avez-vous embauchées ?",
            text,
            subject_id=inquiry.pk,
            tail=f"embauches/{inquiry.pk}/",
        ),
    )


def _hires(count: int) -> str:
    return pluralise(count, "embauche") if count else "aucune embauche"
