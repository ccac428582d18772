"""A procedure that no file of the catalogue names, with two editions: what the pages and services do of any of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from pacte.accounts.models import Guest
from pacte.accounts.row_context import acting_as
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor, Role
from pacte.plan.models import Plan
from pacte.procedures.models import Application
from pacte.procedures.records.applicants import ApplicantKind, Applicants
from pacte.procedures.records.conditions import Is
from pacte.procedures.records.description import (
    STEERING_ROLES,
    CaseDeadlineKind,
    CaseStage,
    Procedure,
    Requirement,
    RequirementKind,
    Transition,
)
from pacte.procedures.records.form import (
    AttachmentField,
    FormSection,
    NumberField,
    TextField,
    YesNoField,
)
from pacte.procedures.rules import catalogue
from pacte.procedures.services.applications import begin_application, save_section

CODE = "trial"
_HELPED = Is("helped", True)
FIRST = Procedure(
    code=CODE,
    title="Essai de démarche",
    short_title="essai",
    purpose="Essayer ce que font les pages de toute démarche.",
    applicant="Une commune ou un organisme",
    applicants=Applicants((ApplicantKind.COMMUNE,), frozenset({Role.PROVIDER}), most_drafts=2),
    is_for_any_action=True,
    public_from="accept",
    stages=(
        CaseStage("received", "Arrivé", "?", shown="Reçu"),
        CaseStage("correcting", "À corriger", "?"),
        CaseStage("reading", "Lecture", "?", shown="À l’étude"),
        CaseStage("accepted", "Accepté", "?", is_end=True),
        CaseStage("withdrawn", "Retiré", "?", is_end=True),
    ),
    transitions=(
        Transition(
            "ask", "Demander une correction", ("received",), "correcting", STEERING_ROLES, needs_reason=True,
            is_backward=True, opens=frozenset({"need"}), days=15,
        ),
        Transition(
            "resend", "Renvoyer", ("correcting",), "received", frozenset(),
            (Requirement(RequirementKind.FORM, "les réponses"),), by_applicant=True,
        ),
        Transition("read", "Lire", ("received",), "reading", STEERING_ROLES),
        Transition("accept", "Accepter", ("reading",), "accepted", STEERING_ROLES),
        Transition(
            "withdraw", "Retirer la demande", ("received", "correcting", "reading"), "withdrawn", frozenset(),
            needs_reason=True, by_applicant=True,
        ),
    ),
    deadlines=(CaseDeadlineKind("answer_due", "Réponse à donner", "received", days=30),),
    form=(
        FormSection(
            "who",
            "Qui demande",
            (
                TextField(code="body", label="Organisme", is_public=True),
                TextField(code="contact", label="Personne à joindre", is_personal=True, purpose="répondre"),
            ),
        ),
        FormSection(
            "need",
            "Le besoin",
            (
                NumberField(code="people", label="Personnes", unit="personnes", is_public=True),
                YesNoField(code="helped", label="Une aide est-elle demandée ?"),
                TextField(code="help", label="Quelle aide ?", when=_HELPED),
                AttachmentField(code="proof", label="Justificatif", when=_HELPED, is_required=False),
            ),
        ),
    ),
)  # fmt: skip
SECOND = replace(
    FIRST,
    edition=2,
    form=(
        replace(FIRST.form[0], fields=(FIRST.form[0].fields[0],)),
        replace(FIRST.form[1], fields=(*FIRST.form[1].fields, TextField(code="why", label="Pourquoi ?"))),
    ),
)
WHO = {"body": "Commune de Vierzon", "contact": "Jeanne Martin"}
NEED = {"people": 12, "helped": False}


def offer(monkeypatch: pytest.MonkeyPatch, *editions: Procedure) -> None:
    """Makes these the editions of the procedure, beside those of the catalogue."""
    known = {**catalogue.procedure_editions(), **{(each.code, each.edition): each for each in editions}}
    monkeypatch.setattr(catalogue, "procedure_editions", lambda: known)


def closed_on(day: date) -> Procedure:
    return replace(FIRST, closed_on=day)


def as_guest(guest: Guest) -> Actor:
    return Actor(name="par son lien", guest_id=guest.pk)


def begun(plan: Plan, actor: Actor, **given: object) -> Application:
    with acting_as(actor):
        return begin_application(
            actor=actor, plan=plan, number=ActionCode(1), procedure_code=CODE, key=uuid4(), name="Commune de Vierzon",
            **given,
        )  # type: ignore[arg-type]  # fmt: skip


def written_by(actor: Actor, application: Application, title: str = "Notre demande") -> Application:
    """Both sections answered."""
    with acting_as(actor):
        for section, values in zip(FIRST.form, (WHO, NEED), strict=True):
            application = save_section(
                actor=actor, application=application, section=section, values=values, title=title
            )
    return application
