"""World of access: a draft and an application of a commune of our Region, with who writes with it."""

from __future__ import annotations

from uuid import uuid4

from pacte.accounts.models import Guest
from pacte.accounts.records import GuestScope
from pacte.accounts.row_context import acting_as
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.plan.models import Plan
from pacte.procedures.models import Application, CaseDocument
from pacte.procedures.records.documents import DocumentCheckKind, DocumentState
from pacte.procedures.rules.catalogue import procedure_by_code
from pacte.procedures.services.applications import begin_application, save_section, send_application
from pacte.procedures.services.attachments import add_attachment
from pacte.procedures.services.co_applicants import accept_invitation, invite_co_applicant
from pacte.procedures.services.document_verdicts import add_document_check
from tests.accounts.guests_at_hand import guest_of, secret_for
from tests.cast import MACHINE, Cast
from tests.infra.attachments.samples import photo

# The shipped procedure to which a commune applies: any other would do.
APPLIED_TO = "training_worksite"
_ANSWERS = {
    "body": {"project_owner": "Commune d’essai", "siret": "21180270700011", "contact": "Jeanne Martin"},
    "project": {"commune": "18279", "summary": "Un four à pain", "starts_on": "2030-03-01", "insurance": "none"},
    "group": {"group_size": 8},
    "funding": {"costs": [{"what": "Bois", "euros": 100}], "funders": [{"who": "Commune", "euros": 100}]},
}


def applications_of_the_world(cast: Cast) -> dict[str, int | str]:
    """Names of these objects, for the addresses. The commune is the guest of « link of a guest »."""
    commune = Actor(name="une commune", guest_id=guest_of(cast.region, "mairie@exemple.fr").pk)
    other = Actor(name="une autre commune", guest_id=guest_of(cast.region, "autre@exemple.fr").pk)
    with acting_as(MACHINE):
        plan = Plan.objects.get(code="our-plan")
    case = _sent(commune, plan)
    draft, theirs = _begun(commune, plan), _begun(other, plan)
    with acting_as(commune):
        kept = add_attachment(actor=commune, application=draft, field="insurance_proof", name="p.txt", data=b"essai")
        friend = invite_co_applicant(actor=commune, application=draft, email="architecte@exemple.fr")
        invite_co_applicant(actor=commune, application=draft, email="paysagiste@exemple.fr")
    with acting_as(MACHINE):
        invited = Guest.objects.get(email="paysagiste@exemple.fr", organisation=cast.region)
    co_applicant = Actor(name="une architecte", guest_id=friend.guest_id)
    with acting_as(co_applicant):
        accept_invitation(actor=co_applicant, application_id=draft.pk)
    return {
        "link of another guest": secret_for(_guest(other.guest_id)),
        "application of a guest": case,
        "flawed document of a guest": _flawed_document(case),
        "draft of a guest": draft.pk,
        "draft of another guest": theirs.pk,
        "document of a draft": kept.pk,
        "co-applicant of a draft": friend.pk,
        "link of a co-applicant": secret_for(_guest(friend.guest_id), GuestScope.CO_APPLY, draft.pk),
        "link of somebody invited": secret_for(invited, GuestScope.CO_APPLY, draft.pk),
    }


def _begun(actor: Actor, plan: Plan) -> Application:
    with acting_as(actor):
        return begin_application(
            actor=actor, plan=plan, number=ActionCode(1), procedure_code=APPLIED_TO, key=uuid4(), name="Commune"
        )


def _sent(actor: Actor, plan: Plan) -> int:
    application = _begun(actor, plan)
    with acting_as(actor):
        for section in procedure_by_code(APPLIED_TO).form:
            if section.code in _ANSWERS:
                save_section(
                    actor=actor, application=application, section=section, values=_ANSWERS[section.code], title="Four"
                )
        add_attachment(actor=actor, application=application, field="photos", name="lieu.jpg", data=photo())
        send_application(actor=actor, application=application, arrived_at=now())
    return application.pk


def _flawed_document(application_id: int) -> int:
    """The photo of the application, of which the night found that its content is lost."""
    with acting_as(MACHINE):
        document = CaseDocument.objects.get(case__application=application_id)
        kind, lost = DocumentCheckKind.INTEGRITY, DocumentState.LOST
        add_document_check(actor=MACHINE, document=document, kind=kind, result=lost)
    return document.pk


def _guest(guest_id: int | None) -> Guest:
    with acting_as(MACHINE):
        return Guest.objects.get(pk=guest_id)
