"""A call with a grant, two instalments and a report, for tests: no procedure of the catalogue pays yet as it does."""

from __future__ import annotations

import pytest

from pacte.kernel.actor import Role
from pacte.procedures.records.applicants import ApplicantKind, Applicants
from pacte.procedures.records.description import (
    STEERING_ROLES,
    CaseDocumentKind,
    CaseOutcome,
    CaseStage,
    Procedure,
    Requirement,
    RequirementKind,
    Transition,
)
from pacte.procedures.records.form import (
    AmountField,
    DayField,
    FormField,
    FormSection,
    LinesField,
    NumberField,
    TextField,
)
from pacte.procedures.records.money import CaseAmendmentKind, Instalment, Payments, ProRata, ReportDue, ReportKind
from pacte.procedures.rules import catalogue

_CONVENTION = Requirement(RequirementKind.DOCUMENT, "la convention signée", "convention")
_SETTLED = Requirement(RequirementKind.PAYMENTS_SETTLED, "les versements soldés")
_RETURNED = Requirement(RequirementKind.PAYMENTS_RETURNED, "rien de versé")
_FINANCE = frozenset({Role.FINANCE_OFFICER})


def _lines(code: str, label: str) -> LinesField:
    columns: tuple[FormField, ...] = (TextField(code="what", label="Quoi"), AmountField(code="euros", label="Montant"))
    return LinesField(code=code, label=label, one="Dépense", columns=columns, least=1)


CALL = Procedure(
    code="example_call",
    title="Appel à initiatives d’essai",
    short_title="appel d’essai",
    purpose="Essayer l’argent d’une procédure.",
    applicant="Une association",
    applicants=Applicants((ApplicantKind.ASSOCIATION,)),
    is_for_any_action=True,
    stages=(
        CaseStage("received", "Reçu", "Retient-on le projet ?"),
        CaseStage("signing", "Convention", "La convention est-elle signée ?"),
        CaseStage("running", "En cours", "Où en est le projet ?"),
        CaseStage("settling", "Solde", "Que reste-t-il à verser ?"),
        CaseStage("settled", "Soldé", "Qu’a donné le projet ?", is_end=True),
        CaseStage("refused", "Non retenu", "Pourquoi ?", is_end=True),
        CaseStage("returning", "Retrait", "Que faut-il rendre ?"),
        CaseStage("withdrawn", "Retiré", "Pourquoi ?", is_end=True),
    ),
    transitions=(
        Transition(
            "award",
            "Retenir",
            ("received",),
            "signing",
            STEERING_ROLES,
            (Requirement(RequirementKind.GRANTED, "le montant accordé"),),
        ),
        Transition(
            "refuse", "Ne pas retenir", ("received",), "refused", STEERING_ROLES, (_SETTLED,), needs_reason=True
        ),
        Transition("start", "Commencer", ("signing",), "running", STEERING_ROLES, (_CONVENTION,)),
        Transition("finish", "Finir", ("running",), "settling", STEERING_ROLES),
        Transition(
            "settle", "Solder", ("settling",), "settled", STEERING_ROLES | _FINANCE, (_SETTLED,), outcome="done"
        ),
        Transition(
            "withdraw",
            "Retirer",
            ("signing", "running", "settling"),
            "returning",
            STEERING_ROLES,
            needs_reason=True,
            by_applicant=True,
        ),
        Transition("give_up", "Renoncer", ("received",), "withdrawn", frozenset(), (_RETURNED,), by_applicant=True),
        Transition("close", "Clore le retrait", ("returning",), "withdrawn", STEERING_ROLES, (_SETTLED,)),
    ),
    form=(
        FormSection(
            "project",
            "Le projet",
            (TextField(code="summary", label="Résumé"), DayField(code="ends", label="Fin du projet")),
        ),
        FormSection("budget", "Budget", (_lines("costs", "Dépenses prévues"),)),
    ),
    documents=(CaseDocumentKind("convention", "Convention signée"), CaseDocumentKind("rib", "Relevé d’identité")),
    outcomes=(CaseOutcome("done", "soldé"),),
    reports=(
        ReportKind(
            "final",
            "Bilan final",
            ReportDue(field="ends", months=2),
            (
                FormSection(
                    "result",
                    "Ce qui a été fait",
                    (NumberField(code="audience", label="Public touché"), _lines("spent", "Dépenses prouvées")),
                ),
            ),
        ),
    ),
    payments=Payments(
        granted_by=STEERING_ROLES,
        prepared_by=STEERING_ROLES | _FINANCE,
        ordered_by=_FINANCE | {Role.REGION_PILOT},
        stopped_by=frozenset({"withdraw"}),
        instalments=(
            Instalment("advance", "Avance", _CONVENTION, percent=50, proofs=("rib",)),
            Instalment(
                "balance",
                "Solde",
                Requirement(RequirementKind.REPORT_ACCEPTED, "le bilan accepté", "final"),
                ceiling=ProRata("final.spent.euros", "costs.euros"),
            ),
        ),
    ),
    amendments=(
        CaseAmendmentKind("longer", "Prolongation", ("ends",), STEERING_ROLES),
        CaseAmendmentKind("budget", "Budget", ("costs",), frozenset({Role.REGION_PILOT})),
    ),
)

ANSWERS = {
    "summary": "Essai",
    "ends": "2020-06-30",
    "costs": [{"what": "Salle", "euros": 600_000}, {"what": "Matériel", "euros": 400_000}],
}


def spending(cents: int) -> dict[str, object]:
    """The answers of a final report that proves this spending."""
    return {"audience": 12, "spent": [{"what": "Tout", "euros": cents}]}


@pytest.fixture
def example_call(monkeypatch: pytest.MonkeyPatch) -> Procedure:
    """The catalogue, with the call of this file."""
    editions = {**catalogue.procedure_editions(), (CALL.code, CALL.edition): CALL}
    monkeypatch.setattr(catalogue, "procedure_editions", lambda: editions)
    return CALL
