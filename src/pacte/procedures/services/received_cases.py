"""An application that came in a file of another tool becomes a case, once; read again changed, a version of it."""

from __future__ import annotations

from typing import Any

from pacte.accounts.services import ensure_guest
from pacte.audit.services import audit_event
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import paris_date, today
from pacte.kernel.errors import Conflict, NotFound, ValidationError
from pacte.kernel.french import join_words
from pacte.plan.queries.stakeholders import plan_action_by_number, stakeholders_by_action
from pacte.procedures.models import Case, CaseOrigin, RoundEntry
from pacte.procedures.permissions import CaseScope
from pacte.procedures.queries.receiving import ReceivingPlace
from pacte.procedures.queries.reference_names import unknown_references
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.records.description import Procedure
from pacte.procedures.records.form import SectionAuthor
from pacte.procedures.records.received import (
    APPLICATION_TOOL_LABELS,
    ApplicationTool,
    ReceivedApplication,
    ReceivedChange,
    ReceivedOutcome,
)
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.conditions import is_filled
from pacte.procedures.rules.form_answers import asked_fields, sections_by
from pacte.procedures.rules.form_check import form_errors, refuse_form_errors
from pacte.procedures.services.case_fields import update_case_fields
from pacte.procedures.services.case_opening import refuse_procedure, save_new_case
from pacte.procedures.services.documents import keep_document
from pacte.procedures.services.guards import add_case_event, refuse_invalid_case_date, refuse_unless


def receive_application(
    *, actor: Actor, place: ReceivingPlace, number: ActionCode, tool: ApplicationTool, received: ReceivedApplication
) -> ReceivedChange:
    """Opens the case of an application, or adds to it what changed in the tool since. The caller is in a transaction.

    An answer that was corrected here stays. Who applied is the guest of their address, so that the case is read by who
    instructs it and by no other body of the pact. Nobody is written to: the tool acknowledges and answers.
    Raises ``NotFound``, ``PermissionDenied``, ``ValidationError`` (``form_errors``, ``round_closed``, ``other_round``,
    ``email``), ``Conflict`` (``procedure_closed``, ``case_moved_on``, ``changed_on_both_sides``).
    """
    origins = CaseOrigin.objects.select_related("case__plan", "case__plan_action", "version")
    known = origins.filter(organisation_id=place.plan.organisation_id, tool=tool, number=received.number).first()
    if known is None:
        return _open(actor, place, number, tool, received)
    return _update(actor, place, known, received)


def _open(
    actor: Actor, place: ReceivingPlace, number: ActionCode, tool: ApplicationTool, received: ReceivedApplication
) -> ReceivedChange:
    plan, procedure, on = place.plan, place.procedure, paris_date(received.sent_at)
    action = plan_action_by_number(plan=plan, number=number)
    stakeholders = stakeholders_by_action(actor=actor, plan=plan, on=today(), numbers={number}).get(number)
    if action is None or stakeholders is None:
        raise NotFound
    refuse_unless(actor, "procedures.open", CaseScope(stakeholders))
    refuse_procedure(actor=actor, plan=plan, number=number, procedure=procedure, on=on)
    refuse_invalid_case_date(on)
    _refuse_wrong_answers(actor, procedure, received.answers)
    title = received.title or received.applicant_name or procedure.short_title.capitalize()
    with audit_event(
        actor=actor, name="procedures.receive", subject_kind="file", subject_label=title,
        organisation_id=plan.organisation_id,
    ) as entry:  # fmt: skip
        case = Case(
            organisation_id=plan.organisation_id, plan=plan, plan_action=action, procedure_code=procedure.code,
            edition=procedure.edition,
            guest=ensure_guest(actor=actor, host=plan.organisation, email=received.email),
            applicant_name=received.applicant_name[:200], title=title[:200], sent_at=received.sent_at, opened_on=on,
        )  # fmt: skip
        save_new_case(actor=actor, case=case, procedure=procedure, values=received.answers, is_sending=True)
        _refuse_other_round(place, case)
        CaseOrigin.objects.create(
            organisation_id=case.organisation_id, case=case, tool=tool, number=received.number,
            version=case.versions.order_by("pk").last(),
        )  # fmt: skip
        entry.set_subject("file", case.pk, case.title)
        entry.detail.update(tool=tool, number=case.number, procedure=procedure.code)
    source = f"{APPLICATION_TOOL_LABELS[tool]}, dossier n° {received.number}"
    add_case_event(actor=actor, case=case, kind=CaseEventKind.SENT, on=on, after=source)
    _keep_links(actor, case, procedure, received)
    return ReceivedChange(ReceivedOutcome.OPENED, case.number, missing=_missing(procedure, received.answers))


def _update(actor: Actor, place: ReceivingPlace, origin: CaseOrigin, received: ReceivedApplication) -> ReceivedChange:
    """The answers of which the tool says something else than in the last file, unless they were corrected here."""
    case, known = origin.case, origin.version.values if origin.version else {}
    if (case.plan_id, case.procedure_code) != (place.plan.pk, place.procedure.code):
        raise Conflict(
            "elsewhere_received", f"Ce numéro est déjà celui du dossier n° {case.number}, d’une autre démarche.",
            hint="Vérifiez la démarche choisie.",
        )  # fmt: skip
    procedure = procedure_edition(case.procedure_code, case.edition)
    labels = {each.code: each.label for each in procedure.fields}
    codes = [each for each in labels if each in received.field_codes]
    corrected = {each for each in codes if case.values.get(each) != known.get(each)} | set(origin.kept_here)
    changed = [each for each in codes if received.answers.get(each) != known.get(each)]
    new = [each for each in changed if each not in origin.kept_here]
    if both := [labels[each] for each in new if each in corrected]:
        if all(case.values.get(each) == received.answers.get(each) for each in new):
            return ReceivedChange(ReceivedOutcome.SAME, case.number)
        raise Conflict(
            "changed_on_both_sides", f"{join_words(both)} : corrigé ici, dossier n° {case.number}, et changé là-bas.",
            hint="Écrivez la bonne réponse dans le dossier.",
        )  # fmt: skip
    if not new:
        return ReceivedChange(ReceivedOutcome.SAME, case.number)
    if case.stage != procedure.first_stage.code:
        raise Conflict(
            "case_moved_on",
            f"{join_words([labels[each] for each in new])} : changé là-bas, mais le dossier n° {case.number} est déjà "
            "instruit.",
            "Rien n’est remplacé sans que quelqu’un le décide.", "Lisez la nouvelle réponse, corrigez le dossier.",
        )  # fmt: skip
    values: dict[str, Any] = {each: received.answers.get(each) for each in new}
    _refuse_wrong_answers(actor, procedure, {k: v for k, v in {**case.values, **values}.items() if is_filled(v)})
    update_case_fields(
        actor=actor, case=case, title=case.title, values=values, on=today(),
        reason=f"{APPLICATION_TOOL_LABELS[ApplicationTool(origin.tool)]}, dossier n° {origin.number}",
    )  # fmt: skip
    origin.version, origin.kept_here = case.versions.order_by("pk").last(), sorted(corrected)
    origin.save(update_fields=["version", "kept_here"])
    return ReceivedChange(ReceivedOutcome.CHANGED, case.number, tuple(labels[each] for each in new))


def _refuse_wrong_answers(actor: Actor, procedure: Procedure, answers: Any) -> None:
    mine = sections_by(procedure.form, SectionAuthor.APPLICANT)
    refuse_form_errors(form_errors(mine, answers, complete=False))
    fields = [each for section in mine for each in section.fields]
    refuse_form_errors(unknown_references(actor=actor, fields=fields, values=answers))


def _refuse_other_round(place: ReceivingPlace, case: Case) -> None:
    """The moment of sending decides of the round; a file of another one was chosen by mistake."""
    if place.call_round is None:
        return
    if not RoundEntry.objects.filter(case=case, call_round=place.call_round).exists():
        raise ValidationError(
            "other_round", f"Cette demande n’est pas arrivée pendant « {place.call_round.title} ».",
            hint="Déposez le fichier pour la session où elle est arrivée.",
        )  # fmt: skip


def _keep_links(actor: Actor, case: Case, procedure: Procedure, received: ReceivedApplication) -> None:
    """Where each document is: its bytes stay in the tool."""
    for each in procedure.fields:
        if text := received.links.get(each.code, ""):
            keep_document(
                actor=actor, case=case, kind=each.code, title=each.label, on=case.opened_on, content=None,
                verdict=None, reference=text,
            )  # fmt: skip


def _missing(procedure: Procedure, answers: Any) -> tuple[str, ...]:
    mine = sections_by(procedure.form, SectionAuthor.APPLICANT)
    return tuple(
        each.label for each in asked_fields(mine, answers) if each.is_required and not is_filled(answers.get(each.code))
    )
