"""Applications from outside: begin, save, send once, correct. Writes go through the machine, for the applicant alone.

A draft takes no number and nobody of the Region reads it. Sending makes the case, once: the row of the application is
locked, so that six clicks or two hundred posts give one case and the same receipt.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any
from uuid import UUID

from pacte.accounts.models import Guest, Organisation
from pacte.accounts.row_context import system_elevation
from pacte.audit.services import AuditEvent, audit_event
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, paris_date, today
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ensure_found, hide_unless, refuse_blank
from pacte.kernel.french import format_day
from pacte.plan.models import Plan
from pacte.plan.queries.stakeholders import plan_action_by_number
from pacte.procedures.models import Application, Case
from pacte.procedures.permissions import may_apply
from pacte.procedures.queries.applications import application_detail, continuable_cases, is_applicant, is_author
from pacte.procedures.queries.reference_names import unknown_references
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.records.description import Procedure
from pacte.procedures.records.form import FormSection, SectionAuthor
from pacte.procedures.rules.applicant_addresses import arrival_text
from pacte.procedures.rules.catalogue import procedure_by_code, procedure_edition
from pacte.procedures.rules.conditions import is_filled
from pacte.procedures.rules.form_answers import answers_to_continue, asked_answers, sections_by
from pacte.procedures.rules.form_check import form_errors, refuse_form_errors
from pacte.procedures.services.applicant_letters import tell_receipt
from pacte.procedures.services.attachments import keep_attachments
from pacte.procedures.services.case_opening import refuse_procedure, save_new_case
from pacte.procedures.services.case_versions import add_case_version
from pacte.procedures.services.guards import add_case_event


def begin_application(
    *,
    actor: Actor,
    plan: Plan,
    number: ActionCode,
    procedure_code: str,
    key: UUID,
    name: str = "",
    body: Organisation | None = None,
    about: Mapping[str, Any] | None = None,
    continues: Case | None = None,
) -> Application:
    """Begins a draft, or returns the one of that ``key``, or a draft of the same procedure that nothing was written in.

    For a guest, or in the name of ``body`` from an account. ``about``: first answers, given by the page that it begins
    from; an account names a journey that it reads, and the caller has checked that a guest came by the personal link
    of theirs. ``continues``: an ended case of theirs of the same call, whose answers the draft begins with, documents
    apart. Raises ``NotFound`` (no such action), ``PermissionDenied``, ``ValidationError`` (``form_errors``),
    ``Conflict`` (``procedure_closed``, ``procedure_elsewhere``, ``drafts_full``).
    """
    procedure = procedure_by_code(procedure_code)
    hide_unless(may_apply(actor, procedure, body.pk if body else None))
    action = plan_action_by_number(plan=plan, number=number)
    if action is None or procedure.applicants is None:
        raise NotFound
    if continues is not None:
        hide_unless(continues in continuable_cases(actor=actor, plan=plan, procedure=procedure, on=today()))
    first = {**(answers_to_continue(procedure.form, continues.values) if continues else {}), **(about or {})}
    refuse_form_errors(
        unknown_references(actor=actor, fields=procedure.fields, values=first, proved=_proved(actor, first))
    )
    with system_elevation():
        # A link of one Region opens nothing of another.
        hide_unless(body or Guest.objects.filter(pk=actor.guest_id, organisation_id=plan.organisation_id).exists())
        refuse_procedure(actor=actor, plan=plan, number=number, procedure=procedure, on=today())
        owner = {"body": body} if body else {"guest_id": actor.guest_id}
        mine = Application.objects.filter(**owner, plan=plan)
        existing = (
            mine.filter(key=key).first()
            or mine.filter(
                case=None,
                procedure_code=procedure.code,
                edition=procedure.edition,
                plan_action=action,
                step=0,
                values=first,
                continues=continues,
            ).first()
        )
        if existing:
            return existing
        if mine.filter(case=None, procedure_code=procedure.code).count() >= procedure.applicants.most_drafts:
            raise Conflict(
                "drafts_full",
                f"Vous avez déjà {procedure.applicants.most_drafts} brouillons pour cette démarche.",
                hint="Reprenez-en un, ou supprimez celui qui ne sert plus.",
            )
        moment = now()
        with audit_event(
            actor=actor, name="procedures.begin_application", subject_kind="application",
            subject_label=procedure.title, organisation_id=plan.organisation_id,
        ) as entry:  # fmt: skip
            application = Application.objects.create(
                organisation_id=plan.organisation_id,
                plan=plan,
                plan_action=action,
                procedure_code=procedure.code,
                edition=procedure.edition,
                key=key,
                applicant_name=name.strip()[:200],
                values=first,
                continues=continues,
                title=continues.title if continues else "",
                created_at=moment,
                touched_at=moment,
                **owner,
            )
            entry.set_subject("application", application.pk, procedure.title)
    return application


def save_section(
    *,
    actor: Actor,
    application: Application,
    section: FormSection,
    values: Mapping[str, Any],
    title: str = "",
    seen: int | None = None,
) -> Application:
    """Saves the answers of one section of a draft, or of a section opened for correction.

    An answer may be missing, never absurd. ``seen``: the step at which the writer read the form; the answers of another
    section are never touched. Raises ``Conflict`` (``draft_changed``, ``section_closed``), ``ValidationError``.
    """
    with system_elevation():
        locked = _locked(actor, application)
        detail = application_detail(actor=actor, application=locked, on=today())
        if not detail.is_open(section):
            raise Conflict(
                "section_closed",
                f"« {section.title} » ne se modifie plus.",
                "Votre demande est envoyée.",
                "Écrivez un message si une réponse doit changer.",
            )
        before = {each.code: locked.values.get(each.code) for each in section.fields}
        after = {each.code: values.get(each.code) for each in section.fields if each.code in values}
        if seen is not None and seen != locked.step and any(before[code] != value for code, value in after.items()):
            _refuse_stale(locked, section, seen)
        answers = {code: each for code, each in {**locked.values, **after}.items() if is_filled(each)}
        refuse_form_errors(form_errors((section,), answers, complete=False))
        refuse_form_errors(
            unknown_references(actor=actor, fields=section.fields, values=answers, proved=_proved(actor, locked.values))
        )
        locked.values, locked.title = answers, title.strip()[:200] or locked.title
        locked.step, locked.touched_at, locked.warned_days = locked.step + 1, now(), None
        locked.steps = {**locked.steps, section.code: locked.step}
        locked.save()
    return locked


def send_application(*, actor: Actor, application: Application, arrived_at: datetime) -> Case:
    """Sends a draft: the case is made, with its number. Sent again, the same case is returned.

    ``arrived_at``: when the request arrived, before anything was read in it: it decides whether it is in time, in
    Paris, and is kept with the case. Raises ``Conflict`` (``procedure_closed``: the draft stays), ``PermissionDenied``
    (a co-applicant never sends), ``ValidationError`` (``form_errors``, ``title_missing``).
    """
    with system_elevation():
        locked = _locked(actor, application)
        if not is_applicant(actor, locked):
            raise PermissionDenied(
                "sending_right",
                "Vous écrivez cette demande avec quelqu’un : c’est cette personne qui l’envoie.",
                hint="Prévenez-la que tout est prêt.",
            )
        if locked.case is not None:
            return locked.case
        procedure = procedure_edition(locked.procedure_code, locked.edition)
        _refuse_late(procedure, arrived_at)
        values = _complete_answers(actor, procedure, locked)
        locked.title = procedure.title if procedure.is_sensitive else locked.title
        refuse_blank(locked.title, "title_missing", "La demande n’a pas d’intitulé.", hint="Donnez-lui un nom court.")
        with _sending(actor, locked) as entry:
            case = Case(
                organisation_id=locked.organisation_id,
                plan=locked.plan,
                plan_action=locked.plan_action,
                procedure_code=locked.procedure_code,
                edition=locked.edition,
                guest_id=locked.guest_id,
                body_id=locked.body_id,
                applicant_name=locked.applicant_name,
                title=locked.title,
                sent_at=arrived_at,
                continues_id=locked.continues_id,
                opened_on=today(),
            )
            save_new_case(actor=actor, case=case, procedure=procedure, values=values, is_sending=True)
            keep_attachments(actor=actor, application=locked, case=case, fields=values.keys())
            locked.case, locked.touched_at = case, now()
            locked.save()
            entry.detail.update(case=case.pk, number=case.number)
        tell_receipt(actor=actor, application=locked, case=case)
    return case


def merge_correction(*, actor: Actor, case: Case) -> None:
    """Makes what the applicant corrected the answers of their case: one more version, the former one stays.

    Raises ``ValidationError`` (``form_errors``).
    """
    locked = ensure_found(Application.objects.select_for_update(of=("self",)).filter(case=case).first())
    procedure = procedure_edition(locked.procedure_code, locked.edition)
    answers = _complete_answers(actor, procedure, locked)
    open_codes = {each.code for section in procedure.form if section.code in locked.opens for each in section.fields}
    values = {code: each for code, each in case.values.items() if code not in open_codes} | {
        code: each for code, each in answers.items() if code in open_codes
    }
    add_case_version(actor=actor, case=case, values=values, on=today(), is_sending=True)
    add_case_event(actor=actor, case=case, kind=CaseEventKind.SENT, on=today(), after="correction")
    keep_attachments(actor=actor, application=locked, case=case, fields=values.keys())


def _complete_answers(actor: Actor, procedure: Procedure, application: Application) -> dict[str, Any]:
    """The answers to what is asked of the applicant. Raises ``ValidationError`` when something lacks."""
    mine = sections_by(procedure.form, SectionAuthor.APPLICANT)
    answers = asked_answers(mine, application.values)
    refuse_form_errors(form_errors(mine, answers, complete=True))
    fields = [each for section in mine for each in section.fields]
    proved = _proved(actor, application.values)
    refuse_form_errors(unknown_references(actor=actor, fields=fields, values=answers, proved=proved))
    return answers


def _proved(actor: Actor, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The answers whose journey is not looked for again: those that the draft of somebody without account holds."""
    return values if actor.guest_id is not None else {}


def _locked(actor: Actor, application: Application) -> Application:
    """The locked row, for its authors only.

    Its case is not joined: whoever waited for the lock would read the row as it is now, and its case as it was before.
    """
    row = (
        Application.objects.select_for_update(of=("self",))
        .select_related("plan", "plan_action", "guest")
        .filter(pk=application.pk)
        .first()
    )
    locked = ensure_found(row)
    hide_unless(is_author(actor, locked))
    return locked


def _sending(actor: Actor, application: Application) -> AbstractContextManager[AuditEvent]:
    return audit_event(
        actor=actor, name="procedures.send_application", subject_kind="application", subject_id=application.pk,
        subject_label=application.title, organisation_id=application.organisation_id,
    )  # fmt: skip


def _refuse_late(procedure: Procedure, arrived_at: datetime) -> None:
    newest = procedure_by_code(procedure.code)
    if newest.closed_on and paris_date(arrived_at) > newest.closed_on:
        raise Conflict(
            "procedure_closed",
            f"« {newest.title} » ne reçoit plus de demandes depuis le {format_day(newest.closed_on)} à minuit.",
            f"La vôtre est arrivée le {arrival_text(arrived_at)}.",
            "Votre brouillon est gardé : écrivez à la Région.",
        )


def _refuse_stale(application: Application, section: FormSection, seen: int) -> None:
    if application.steps.get(section.code, 0) > seen:
        raise Conflict(
            "draft_changed",
            f"« {section.title} » a changé entre-temps, dans une autre fenêtre ou par une autre personne.",
            hint="Relisez ; ce que vous avez écrit est encore dans le formulaire.",
        )
