"""Messages between who applied and who instructs: append-only, and each side is told of those of the other."""

from __future__ import annotations

from pacte.accounts.row_context import system_elevation
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, hide_unless, refuse_blank
from pacte.procedures.models import Application, Case, CaseMessage
from pacte.procedures.permissions import may
from pacte.procedures.queries.applications import is_author
from pacte.procedures.queries.scopes import scope_of_case
from pacte.procedures.services.applicant_letters import tell_applicant, tell_instructors
from pacte.procedures.services.guards import refuse_unless

MOST_MESSAGE_SIGNS = 4000


def post_message(*, actor: Actor, case: Case, text: str) -> CaseMessage:
    """Adds a message to a case that came from outside, also once it has ended.

    Raises ``NotFound`` for somebody else's case, ``PermissionDenied`` for who reads it without writing on it,
    ``ValidationError`` (``message_missing``), ``Conflict`` (``nobody_applied``).
    """
    refuse_blank(text, "message_missing", "Le message est vide.", hint="Écrivez votre question ou votre réponse.")
    with system_elevation():
        row = Application.objects.select_related("guest", "plan").filter(case=case)
        application = row.first()
        from_applicant = application is not None and is_author(actor, application)
        if not from_applicant:
            scope = scope_of_case(actor=actor, case=case, on=today())
            hide_unless(may(actor, "procedures.read", scope))
            refuse_unless(actor, "procedures.write", scope)
        if application is None:
            raise Conflict("nobody_applied", "Personne n’a déposé ce dossier : il n’y a personne à qui écrire.")
        with audit_event(
            actor=actor, name="procedures.post_message", subject_kind="file", subject_id=case.pk,
            subject_label=case.title, organisation_id=case.organisation_id,
        ):  # fmt: skip
            message = CaseMessage.objects.create(
                organisation_id=case.organisation_id,
                case=case,
                is_from_applicant=from_applicant,
                text=text.strip()[:MOST_MESSAGE_SIGNS],
                person_name=actor.name[:200],
                recorded_at=now(),
            )
        if from_applicant:
            tell_instructors(actor=actor, case=case, title=f"Message : {case.title}", text=message.text)
        else:
            tell_applicant(
                actor=actor,
                application=application,
                title=f"Un message sur votre demande n° {case.number}",
                text="La Région vous a écrit. Ce lien ouvre le message, et permet d’y répondre :",
            )
    return message
