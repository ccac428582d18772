"""The account where a grant is paid. A change voids what was approved, and the former contact is told."""

from __future__ import annotations

from pacte.accounts.records import GuestScope
from pacte.accounts.row_context import system_elevation
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import PermissionDenied, ensure_found, refuse_blank
from pacte.kernel.iban import checked_iban, masked_iban
from pacte.notifications.records import GuestLetterInput
from pacte.notifications.services import notify, queue_guest_letter
from pacte.procedures.models import Application, Case, PayeeAccount
from pacte.procedures.queries.applications import application_by_id
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.records.money import OPEN_STATES, PaymentKind, PaymentState
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.services.guards import add_case_event, locked_case
from pacte.procedures.services.money_follow_up import move_payment
from pacte.procedures.services.money_guards import acting_person, payments_by

_CHANGED = "le compte où verser a changé"


def set_own_account(*, actor: Actor, application: Application, iban: str, holder: str) -> PayeeAccount:
    """Gives the account, by who applied: a co-applicant never does.

    Raises ``NotFound``, ``PermissionDenied`` (``account_right``), ``ValidationError`` (``iban``, ``holder``).
    """
    detail = application_by_id(actor=actor, application_id=application.pk, on=today())
    if not detail.is_lead:
        raise PermissionDenied(
            "account_right", "Seule la personne qui a fait la demande donne le compte.", hint="Demandez-le-lui."
        )
    return _set_account(actor, ensure_found(detail.application.case), iban, holder)


def enter_account(*, actor: Actor, case: Case, iban: str, holder: str) -> PayeeAccount:
    """Enters the account from a bank statement on paper, by who prepares payments; they then never order one.

    Raises ``PermissionDenied``, ``ValidationError`` (``iban``, ``holder``).
    """
    payments_by(actor, case, "prepared_by")
    acting_person(actor)
    return _set_account(actor, case, iban, holder)


def _set_account(actor: Actor, case: Case, iban: str, holder: str) -> PayeeAccount:
    ensure_found(procedure_edition(case.procedure_code, case.edition).payments)
    number = checked_iban(iban)
    refuse_blank(holder, "holder", "Il manque le titulaire du compte.", hint="Recopiez-le du relevé d’identité.")
    with system_elevation(), locked_case(actor=actor, case=case, right="", name="set_account") as (locked, entry):
        former = PayeeAccount.objects.filter(case=locked).select_related("contact").order_by("pk").last()
        if former and (former.iban, former.holder) == (number, holder.strip()):
            return former
        account = PayeeAccount.objects.create(
            organisation_id=locked.organisation_id, case=locked, iban=number, holder=holder.strip()[:200],
            contact_id=locked.guest_id, set_by_id=actor.person_id, recorded_at=now(), person_name=actor.name[:200],
        )  # fmt: skip
        add_case_event(
            actor=actor, case=locked, kind=CaseEventKind.ACCOUNT_CHANGED, on=today(),
            before=masked_iban(former.iban) if former else "", after=masked_iban(number),
        )  # fmt: skip
        if former:
            _void_approvals(actor, locked)
            _tell_former_contact(actor, locked, former)
        entry.detail.update(account=account.pk)
    return account


def _void_approvals(actor: Actor, case: Case) -> None:
    for order in case.payments.select_for_update().filter(kind=PaymentKind.PAYMENT, state__in=OPEN_STATES):
        move_payment(actor=actor, case=case, order=order, state=PaymentState.VOID, on=today(), reason=_CHANGED)


def _tell_former_contact(actor: Actor, case: Case, former: PayeeAccount) -> None:
    """Whoever gave the former account learns that it changed, at the address that they proved."""
    text = (
        f"Le compte où verser l’aide du dossier « {case.title} » a changé. Les paiements préparés sont annulés."
        " Si vous n’en êtes pas à l’origine, dites-le tout de suite à la Région."
    )
    if former.contact and former.contact.erased_at is None:
        letter = GuestLetterInput(scope=GuestScope.APPLY, title="Le compte de votre dossier a changé", text=text)
        queue_guest_letter(actor=actor, guest=former.contact, letter_input=letter)
    if former.set_by_id:
        notify(
            actor=actor, host_id=case.organisation_id, person_ids=[former.set_by_id], kind="account_changed",
            subject="Le compte d’un dossier a changé", text=text, address="", key=f"account:{former.pk}",
        )  # fmt: skip
