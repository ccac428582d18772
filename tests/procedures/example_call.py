"""A call that no region runs: two readers, a committee, an envelope. It only exists while a test needs it."""

from __future__ import annotations

import pytest

from pacte.kernel.actor import Role
from pacte.procedures.records.applicants import ApplicantKind, Applicants
from pacte.procedures.records.description import (
    STEERING_ROLES,
    CaseStage,
    Procedure,
    Requirement,
    RequirementKind,
    Transition,
)
from pacte.procedures.records.form import AmountField, EmailField, FormSection, LinesField, SiretField, TextField
from pacte.procedures.records.reading import (
    CallRounds,
    CommitteeKind,
    ConflictKind,
    ConflictRules,
    ReadingCriterion,
    ReadingGrid,
)

GRID = ReadingGrid(
    "reading",
    "Lecture",
    (
        ReadingCriterion("reach", "Publics", 3),
        ReadingCriterion("trades", "Métiers", 3),
        ReadingCriterion("cost", "Coût", 2, words_if_below=2),
    ),
    third_if_gap=30,
    both_if_gap=20,
    hides=frozenset({"contact"}),
)
CONFLICTS = ConflictRules(
    frozenset(ConflictKind),
    body_fields=("siret",),
    partner_fields=("partners.who",),
    funder_fields=("funders.who",),
)

CALL = Procedure(
    code="example_call",
    title="Appel d’essai",
    short_title="Appel",
    purpose="Essayer la lecture.",
    applicant="une association",
    is_for_any_action=True,
    applicants=Applicants((ApplicantKind.ASSOCIATION,), frozenset({Role.PROVIDER})),
    form=(
        FormSection(
            "project",
            "Le projet",
            (
                TextField(code="summary", label="Résumé", is_public=True),
                SiretField(code="siret", label="SIRET", is_required=False),
                AmountField(code="asked", label="Demandé", is_required=False),
                EmailField(code="contact", label="Contact", is_required=False, is_personal=True, purpose="répondre"),
                LinesField(
                    code="partners", label="Partenaires", one="un partenaire", is_required=False,
                    columns=(TextField(code="who", label="Qui"),),
                ),
                LinesField(
                    code="funders", label="Financeurs", one="un financeur", is_required=False,
                    columns=(TextField(code="who", label="Qui"), AmountField(code="euros", label="Euros")),
                ),
            ),
        ),
    ),
    stages=(
        CaseStage("received", "Reçu", "Est-il complet ?"),
        CaseStage("panel", "Comité", "Le retient-on ?"),
        CaseStage("kept", "Retenu", "", is_end=True),
        CaseStage("refused", "Non retenu", "", is_end=True),
    ),
    transitions=(
        Transition(
            "close", "Clore la lecture", ("received",), "panel", STEERING_ROLES,
            (
                Requirement(RequirementKind.READ, "deux lectures", "reading"),
                Requirement(RequirementKind.GAP_SETTLED, "une lecture de plus", "reading"),
            ),
        ),
        Transition(
            "award", "Retenir", ("panel",), "kept", STEERING_ROLES,
            (
                Requirement(RequirementKind.QUORUM, "la décision du comité", "panel"),
                Requirement(RequirementKind.IN_ENVELOPE, "un montant accordé", "panel"),
            ),
        ),
        Transition("refuse", "Ne pas retenir", ("received", "panel"), "refused", STEERING_ROLES, needs_reason=True),
    ),
    conflicts=CONFLICTS,
    grids=(GRID,),
    committees=(CommitteeKind("panel", "Comité", "reading", quorum=2),),
    rounds=CallRounds(has_envelope=True, late_code=True, amount_field="asked"),
)  # fmt: skip


def with_call(monkeypatch: pytest.MonkeyPatch, procedure: Procedure = CALL) -> None:
    """The catalogue holds the call, and nothing else."""
    monkeypatch.setattr(
        "pacte.procedures.rules.catalogue.procedure_editions", lambda: {(procedure.code, procedure.edition): procedure}
    )
