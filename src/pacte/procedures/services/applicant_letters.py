"""What whoever applied is told, and whoever instructs: a guest by a letter with a link, an account by a notice."""

from __future__ import annotations

from datetime import date

from pacte.accounts.queries.people import people_of_organisations
from pacte.accounts.records import GuestScope
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.clock import now, today
from pacte.kernel.french import format_day, pluralise
from pacte.notifications.records import GuestLetterInput
from pacte.notifications.services import notify, queue_guest_letter
from pacte.plan.queries.stakeholders import stakeholders_by_action
from pacte.procedures.models import Application, Case
from pacte.procedures.records.description import Procedure, Transition
from pacte.procedures.rules.applicant_addresses import account_address, arrival_text, case_address, guest_tail

_LETTERS = "lettres aux demandeurs"


def tell_applicant(*, actor: Actor, application: Application, title: str, text: str, page: str = "") -> None:
    """Tells who applied. The caller has checked that ``actor`` may, and reads as the machine.

    ``page``: where the link of a guest leads, under the application.
    """
    machine = system_actor(_LETTERS)
    if application.guest is not None:
        if application.guest.erased_at is None:
            letter = GuestLetterInput(GuestScope.APPLY, title[:200], text, tail=guest_tail(application.pk, page))
            queue_guest_letter(actor=machine, guest=application.guest, letter_input=letter)
    elif application.body_id is not None:
        people = people_of_organisations(actor=machine, organisation_ids=[application.body_id], on=today())
        notify(
            actor=actor,
            host_id=application.organisation_id,
            person_ids=[each.pk for each in people],
            kind="application",
            subject=title,
            text=text,
            address=account_address(application.plan.code, application.pk),
        )


def tell_receipt(*, actor: Actor, application: Application, case: Case) -> None:
    """Says that the application arrived: its number, and when, with its zone. Whoever instructs is told too."""
    assert case.sent_at is not None
    tell_applicant(
        actor=actor,
        application=application,
        title=f"Reçu : votre demande n° {case.number}",
        text=f"Votre demande « {case.title} » est arrivée le {arrival_text(case.sent_at)}. Elle porte le n° "
        f"{case.number}. Ce lien ouvre le récépissé et le dossier :",
        page="recepisse/",
    )
    tell_instructors(
        actor=actor, case=case, title=f"Demande reçue : {case.title}",
        text=f"Dossier n° {case.number}, {case.applicant_name or 'sans nom de demandeur'}.",
    )  # fmt: skip


def tell_move(*, actor: Actor, case: Case, procedure: Procedure, transition: Transition, on: date, reason: str) -> None:
    """Tells who applied that a correction is asked of them, or that the stage has another name for them."""
    application = Application.objects.select_related("guest", "plan").filter(case=case).first()
    if application is None:
        return
    before = {_shown(procedure, code) for code in transition.before}
    after = _shown(procedure, transition.after)
    why = f" Motif : {reason.strip()}" if reason.strip() else ""
    if transition.opens:
        until = f" avant le {format_day(application.opens_until)}" if application.opens_until else ""
        days = f" Vous avez {pluralise(transition.days, 'jour')}." if transition.days else ""
        tell_applicant(
            actor=actor,
            application=application,
            title=f"À corriger : votre demande n° {case.number}",
            text=f"Une correction vous est demandée sur « {case.title} »{until}.{days}{why}\n\n"
            "Ce lien ouvre les parties à corriger :",
        )
    elif before != {after}:
        tell_applicant(
            actor=actor,
            application=application,
            title=f"{after} : votre demande n° {case.number}",
            text=f"Depuis le {format_day(on)}, votre demande « {case.title} » est à l’étape « {after} ».{why}\n\n"
            "Ce lien ouvre le dossier :",
        )


def tell_own_move(*, actor: Actor, application: Application, case: Case, procedure: Procedure, reason: str) -> None:
    """Acknowledges what the applicant did on their case, and tells whoever instructs it."""
    after, moment = procedure.stage(case.stage), arrival_text(now())
    tell_applicant(
        actor=actor,
        application=application,
        title=f"{after.shown or after.label} : votre demande n° {case.number}",
        text=f"C’est noté, le {moment}, pour votre demande « {case.title} ». Ce lien ouvre le dossier :",
    )
    why = f" Motif : {reason.strip()}" if reason.strip() else ""
    tell_instructors(
        actor=actor, case=case, title=f"{after.label} : {case.title}",
        text=f"Par le demandeur, dossier n° {case.number}.{why}",
    )  # fmt: skip


def tell_instructors(*, actor: Actor, case: Case, title: str, text: str) -> None:
    """Tells the owner of the case, else the people named for its action."""
    people = [case.owner_id] if case.owner_id else []
    if not people:
        number = case.plan_action.number
        stakeholders = stakeholders_by_action(
            actor=system_actor(_LETTERS), plan=case.plan, on=today(), numbers={number}
        ).get(number)
        people = sorted(stakeholders.lead_person_ids) if stakeholders else []
    if people:
        notify(
            actor=actor, host_id=case.organisation_id, person_ids=people, kind="application", subject=title,
            text=text, address=case_address(case.plan.code, case.number),
        )  # fmt: skip


def _shown(procedure: Procedure, code: str) -> str:
    stage = procedure.stage(code)
    return stage.shown or stage.label
