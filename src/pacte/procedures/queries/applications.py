"""Applications as their authors read them: drafts, and what they sent. Nobody else reads a draft."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from pacte.accounts.row_context import system_elevation
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import ensure_found, hide_unless
from pacte.plan.models import Plan
from pacte.procedures.models import Application, Attachment, Case, CaseEvent, CaseMessage, CoApplicant
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.records.description import CaseStage, Procedure, Transition
from pacte.procedures.records.form import FormSection, SectionAuthor
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.form_answers import asked_answers, asked_sections, sections_by
from pacte.procedures.rules.form_check import incomplete_sections

_SHOWN_EVENTS = (CaseEventKind.OPENED, CaseEventKind.SENT, CaseEventKind.MOVED)


@dataclass(frozen=True, slots=True)
class ApplicationDetail:
    """One application as its author sees it.

    ``is_lead``: the applicant, who sends; a co-applicant only writes. ``may_write``: a draft, or a case of which some
    sections are open. ``missing``: the sections that lack something. ``moves``: what the applicant may trigger now.
    """

    application: Application
    procedure: Procedure
    is_lead: bool
    may_write: bool
    sections: tuple[FormSection, ...]
    missing: frozenset[str]
    stage: CaseStage | None
    moves: tuple[Transition, ...]
    attachments: tuple[Attachment, ...]
    events: tuple[CaseEvent, ...]
    messages: tuple[CaseMessage, ...]

    @property
    def is_sent(self) -> bool:
        return self.application.case_id is not None

    @property
    def stage_label(self) -> str:
        """The stage in the words of who applies."""
        return (self.stage.shown or self.stage.label) if self.stage else "Brouillon, pas encore envoyé"

    @property
    def sent_attachments(self) -> tuple[Attachment, ...]:
        """The documents that were sent, or that a sending would take: those of questions that are asked."""
        values = self.application.case.values if self.application.case else self.application.values
        answers = asked_answers(sections_by(self.procedure.form, SectionAuthor.APPLICANT), values)
        return tuple(each for each in self.attachments if each.field in answers)

    def is_open(self, section: FormSection) -> bool:
        """True when the applicant may write in that section now."""
        return (
            section.author is SectionAuthor.APPLICANT
            and self.may_write
            and (not self.is_sent or section.code in self.application.opens)
        )


def own_applications(*, actor: Actor, plan: Plan | None = None) -> list[Application]:
    """Returns the drafts and cases of the actor, the last written first: as applicant, body or co-applicant."""
    rows = _own(actor).select_related("plan", "plan_action", "case", "guest")
    return list((rows.filter(plan=plan) if plan else rows).order_by("-touched_at", "-pk"))


def continuable_cases(*, actor: Actor, plan: Plan, procedure: Procedure, on: date) -> list[Case]:
    """Returns the ended cases of the actor that a new application of the same call may take up, the last first.

    Empty for a procedure without rounds. A case that was erased has nothing left to take up.
    """
    if procedure.rounds is None:
        return []
    mine = _own(actor).filter(plan=plan, procedure_code=procedure.code, case__ended_on__isnull=False)
    rows = mine.select_related("case").order_by("-case__ended_on", "-pk")
    return [each.case for each in rows if each.case and each.case.values and is_applicant(actor, each)]


def application_by_id(*, actor: Actor, application_id: int, on: date) -> ApplicationDetail:
    """Returns one application of the actor. Raises ``NotFound`` for anybody else's."""
    hide_unless(actor.guest_id or actor.organisation_ids)
    row = ensure_found(
        _own(actor).select_related("plan", "plan_action", "case", "guest").filter(pk=application_id).first()
    )
    return application_detail(actor=actor, application=row, on=on)


def application_detail(*, actor: Actor, application: Application, on: date) -> ApplicationDetail:
    """Returns what the author of an application sees of it."""
    procedure = procedure_edition(application.procedure_code, application.edition)
    case = application.case
    mine = sections_by(procedure.form, SectionAuthor.APPLICANT)
    stage = procedure.stage(case.stage) if case else None
    is_lead = actor.is_system or is_applicant(actor, application)
    is_correctable = bool(application.opens) and (application.opens_until is None or on <= application.opens_until)
    return ApplicationDetail(
        application=application,
        procedure=procedure,
        is_lead=is_lead,
        may_write=case is None or is_correctable,
        sections=asked_sections(mine, application.values),
        missing=incomplete_sections(mine, application.values),
        stage=stage,
        moves=tuple(each for each in procedure.transitions if each.by_applicant and stage and stage.code in each.before)
        if is_lead
        else (),
        attachments=tuple(application.attachments.filter(removed_at=None).defer("data").order_by("field", "pk")),
        events=tuple(case.steps.filter(kind__in=_SHOWN_EVENTS).order_by("pk")) if case else (),
        messages=tuple(case.messages.order_by("pk")) if case else (),
    )


def is_applicant(actor: Actor, application: Application) -> bool:
    """Returns True for the guest who applied, or for somebody of the body that applied."""
    return (actor.guest_id is not None and actor.guest_id == application.guest_id) or (
        application.body_id is not None and application.body_id in actor.organisation_ids
    )


def is_author(actor: Actor, application: Application) -> bool:
    """Returns True for who applied, and for who accepted to write with them. Reads as the machine."""
    return is_applicant(actor, application) or running_invitations(actor).filter(application=application).exists()


def running_invitations(actor: Actor, *, is_accepted: bool = True) -> QuerySet[CoApplicant]:
    """The invitations of a guest that still run: accepted, or waiting to be."""
    running = CoApplicant.objects.filter(guest_id=actor.guest_id or 0, ended_at=None, expires_at__gte=now())
    return running.filter(accepted_at__isnull=not is_accepted)


def invited_to(*, actor: Actor) -> list[tuple[int, str]]:
    """The applications that a guest is invited to write and has not accepted yet: key, and title of the procedure."""
    with system_elevation():
        rows = running_invitations(actor, is_accepted=False).select_related("application").order_by("pk")
        return [
            (each.application_id, procedure_edition(each.application.procedure_code, each.application.edition).title)
            for each in rows
        ]


def co_applicants_of(*, actor: Actor, application: Application) -> list[CoApplicant]:
    """Who was invited to write an application, for its applicant. Raises ``NotFound`` for anybody else."""
    hide_unless(is_applicant(actor, application))
    with system_elevation():
        return list(application.co_applicants.filter(ended_at=None).select_related("guest").order_by("pk"))


def _own(actor: Actor) -> QuerySet[Application]:
    if actor.guest_id is not None:
        invited = Q(pk__in=running_invitations(actor).values("application_id"))
        return Application.objects.filter(Q(guest_id=actor.guest_id) | invited)
    bodies: Iterable[int] = actor.organisation_ids
    return Application.objects.filter(body_id__in=bodies)
