"""The e-mail of who applied changes: proved on both addresses, or by the desk with its reason.

The proof of the old address is the link that asks; that of the new one is the link of the letter sent there. What the
guest had goes to the guest of the new address; the old links die, and the old address is told.
"""

from __future__ import annotations

from django.core import signing
from django.db.models import QuerySet

from pacte.accounts.models import Guest, Organisation
from pacte.accounts.queries import this_guest
from pacte.accounts.records import GuestScope
from pacte.accounts.row_context import system_elevation
from pacte.accounts.rules.rate_limits import INVITATION, RateLimitBucket
from pacte.accounts.services import consume_tokens, ensure_guest, revoke_guest_links
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, NotFound, TooManyRequests, ValidationError, ensure_found, hide_unless
from pacte.notifications.records import GuestLetterInput
from pacte.notifications.services import queue_guest_letter
from pacte.procedures.models import Application, Case, CoApplicant
from pacte.procedures.queries.scopes import scope_of_case
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.services.applicant_letters import tell_applicant
from pacte.procedures.services.guards import add_case_event, refuse_case_without_reason, refuse_unless

_SALT = "procedures.applicant_address"
_SECONDS = 2 * 24 * 3600
_MACHINE = "changement d’adresse d’un demandeur"


def ask_address_change(*, actor: Actor, email: str) -> None:
    """Sends to the new address the letter that proves it. Nothing changes before its link is opened and confirmed.

    The same whether that address is known or not. Raises ``ValidationError`` (``email``), ``TooManyRequests``.
    """
    guest = this_guest(actor=actor)
    with system_elevation():
        host = Organisation.objects.get(pk=guest.organisation_id)
        wait = consume_tokens(RateLimitBucket(INVITATION, f"address:{guest.pk}"))
        if wait is not None:
            raise TooManyRequests("address_too_fast", "Trop de changements viennent d’être demandés.", wait=wait)
        new = ensure_guest(actor=actor, host=host, email=email, name=guest.name, synthetic=guest.is_synthetic)
        if new.pk == guest.pk:
            raise ValidationError("email", "Cette adresse est déjà la vôtre.", hint="Écrivez la nouvelle.")
        token = signing.dumps([guest.pk, new.pk], salt=_SALT)
        letter = GuestLetterInput(
            GuestScope.APPLY,
            "Confirmez votre nouvelle adresse",
            "Quelqu’un demande que ses dossiers suivent cette adresse. Si c’est vous, ouvrez ce lien dans les deux "
            "jours et confirmez :",
            tail=f"adresse/{token}/",
        )
        queue_guest_letter(actor=system_actor(_MACHINE), guest=new, letter_input=letter)


def confirm_address_change(*, actor: Actor, token: str) -> int:
    """Gives what the former address had to the guest of the link. Returns how many applications moved.

    Raises ``NotFound`` for a token that is not theirs, ``Conflict`` (``address_late``) after two days.
    """
    try:
        old_id, new_id = signing.loads(token, salt=_SALT, max_age=_SECONDS)
    except signing.SignatureExpired as error:
        raise Conflict(
            "address_late", "Cette demande de changement date de plus de deux jours.",
            hint="Demandez-le de nouveau depuis l’ancienne adresse.",
        ) from error  # fmt: skip
    except signing.BadSignature as error:
        raise NotFound from error
    hide_unless(actor.guest_id == new_id)
    with system_elevation():
        old = ensure_found(Guest.objects.select_for_update().filter(pk=old_id, erased_at=None).first())
        new = Guest.objects.get(pk=new_id)
        return _move(actor, old, new, Application.objects.filter(guest=old), "")


def move_applicant_address(*, actor: Actor, case: Case, email: str, reason: str) -> None:
    """The desk gives one case to another address, when nobody reads the former one. Its reason stays at the case.

    Raises ``PermissionDenied``, ``ValidationError`` (``reason_missing``, ``email``), ``Conflict`` (``no_guest``).
    """
    refuse_unless(actor, "procedures.hand_over", scope_of_case(actor=actor, case=case, on=today()))
    refuse_case_without_reason(reason)
    with system_elevation():
        application = Application.objects.select_related("guest", "organisation").filter(case=case).first()
        if application is None or application.guest is None:
            raise Conflict("no_guest", "Ce dossier ne vient pas d’une personne sans compte.")
        old = application.guest
        new = ensure_guest(
            actor=actor, host=application.organisation, email=email, name=old.name, synthetic=old.is_synthetic
        )
        if new.pk == old.pk:
            raise ValidationError("email", "Cette adresse est déjà celle du dossier.", hint="Écrivez la nouvelle.")
        _move(actor, old, new, Application.objects.filter(pk=application.pk), reason)
        application.refresh_from_db()
        tell_applicant(
            actor=actor, application=application, title="Votre dossier suit cette adresse",
            text=f"La Région a rattaché le dossier « {case.title} » à cette adresse. Ce lien l’ouvre :",
        )  # fmt: skip


def _move(actor: Actor, old: Guest, new: Guest, applications: QuerySet[Application], reason: str) -> int:
    moved = list(applications.select_for_update(of=("self",)))
    with audit_event(
        actor=actor, name="procedures.change_address", subject_kind="guest", subject_id=new.pk,
        subject_label="Dossiers d’une personne sans compte", organisation_id=new.organisation_id, reason=reason.strip(),
    ) as entry:  # fmt: skip
        CoApplicant.objects.filter(application__in=moved, guest=new).delete()
        for each in moved:
            each.guest = new
            each.save(update_fields=["guest"])
            if each.case is not None:
                each.case.guest = new
                each.case.save(update_fields=["guest"])
                add_case_event(
                    actor=actor, case=each.case, kind=CaseEventKind.DESCRIBED, on=today(), code="applicant_email",
                    before="Adresse électronique du demandeur : la précédente", after="une autre, prouvée",
                    reason=reason,
                )  # fmt: skip
        entry.detail.update(before=old.pk, applications=[each.pk for each in moved])
    machine = system_actor(_MACHINE)
    revoke_guest_links(actor=machine, guest=old)
    letter = GuestLetterInput(
        GuestScope.APPLY,
        "Vos dossiers suivent une autre adresse",
        "Des dossiers déposés avec cette adresse suivent maintenant une autre adresse, et vos anciens liens ne les "
        "ouvrent plus. Si ce n’est pas voulu, écrivez à la Région sans attendre. Ce lien ouvre ce qui vous reste :",
    )
    queue_guest_letter(actor=machine, guest=old, letter_input=letter)
    return len(moved)
