"""What calls for projects have alike, from the admission to the last payment: a call adds its form, grid and reports.

The application is read by several people who do not see one another's score, a committee decides within the envelope
of the round, a convention is signed, and the grant is paid in two parts against a report (ADR 52).
"""

from __future__ import annotations

from dataclasses import replace

from pacte.kernel.actor import Role
from pacte.procedures.records.applicant_transitions import correction_transitions, withdrawal
from pacte.procedures.records.audits import AuditSampling
from pacte.procedures.records.conditions import Is
from pacte.procedures.records.description import (
    STEERING_ROLES,
    CaseDeadlineKind,
    CaseDocumentKind,
    CaseOutcome,
    CaseStage,
    Requirement,
    RequirementKind,
    Transition,
)
from pacte.procedures.records.money import Instalment, Payments, ProRata
from pacte.procedures.records.reading import (
    CallRounds,
    CommitteeKind,
    ConflictKind,
    ConflictRules,
    ReadingCriterion,
    ReadingGrid,
)

READING_GRID, COMMITTEE, CONVENTION, FINAL_REPORT = "reading", "panel", "convention", "final"
_FINANCE = frozenset({Role.FINANCE_OFFICER})
_FORM = Requirement(RequirementKind.FORM, "les réponses du dossier")
_ELIGIBLE = Requirement(
    RequirementKind.CONDITION, "la recevabilité, vérifiée", "eligible", condition=Is("eligible", "yes")
)
_READ = Requirement(RequirementKind.READ, "toutes les lectures", READING_GRID)
_GAP_SETTLED = Requirement(RequirementKind.GAP_SETTLED, "une lecture de plus : les notes sont éloignées", READING_GRID)
_DECIDED = Requirement(RequirementKind.QUORUM, "la décision du comité", COMMITTEE)
_GRANTED = Requirement(RequirementKind.IN_ENVELOPE, "un montant accordé, dans l’enveloppe", COMMITTEE)
_SIGNED = Requirement(RequirementKind.SIGNED, "la convention signée par les deux parties", CONVENTION)
_REPORTED = Requirement(RequirementKind.REPORT_ACCEPTED, "le bilan final accepté", FINAL_REPORT)
_CONTROLLED = Requirement(RequirementKind.AUDITED, "le contrôle du dossier, tiré dans l’échantillon")
_SETTLED = Requirement(RequirementKind.PAYMENTS_SETTLED, "les versements soldés")
_BEFORE_AWARD = ("received", "correcting", "reading", "panel")
_CONTACT_PURPOSE = "répondre à la demande"

CALL_STAGES = (
    CaseStage("received", "Reçu", "Le dossier est-il recevable ?"),
    CaseStage("correcting", "À corriger", "Que manque-t-il au dossier ?"),
    CaseStage("reading", "Lecture", "Que disent les lecteurs ?", shown="À l’étude"),
    CaseStage("panel", "Comité", "Que décide le comité ?", shown="À l’étude"),
    CaseStage("signing", "Convention", "Qui doit encore signer ?", shown="Retenu"),
    CaseStage("running", "En cours", "Où en est le projet ?"),
    CaseStage("settling", "Solde", "Que reste-t-il à verser ?"),
    CaseStage("settled", "Soldé", "Qu’a donné le projet ?", is_end=True),
    CaseStage("returning", "Arrêt", "Que faut-il verser, ou rendre ?"),
    CaseStage("stopped", "Arrêté", "Pourquoi ?", is_end=True),
    CaseStage("refused", "Non retenu", "Pourquoi ?", is_end=True),
    CaseStage("withdrawn", "Retiré", "Pourquoi ?", is_end=True),
)
CALL_OUTCOMES = (
    CaseOutcome("settled", "projet mené et soldé"),
    CaseOutcome("ineligible", "non recevable"),
    CaseOutcome("refused", "non retenu par le comité"),
    CaseOutcome("stopped", "arrêté avant la fin"),
    CaseOutcome("withdrawn", "retiré par qui l’a déposé"),
)
CALL_DOCUMENTS = (
    CaseDocumentKind("statutes", "Statuts"),
    CaseDocumentKind("quotes", "Devis"),
    CaseDocumentKind("bills", "Factures et justificatifs"),
    CaseDocumentKind("agreement", "Convention signée à la main"),
    CaseDocumentKind("minutes", "Compte rendu"),
    CaseDocumentKind("other", "Autre pièce"),
)
CALL_DEADLINES = (
    CaseDeadlineKind("eligibility_due", "Recevabilité à vérifier", "received", days=15),
    CaseDeadlineKind("correction_due", "Correction attendue", "correcting", days=15),
    CaseDeadlineKind("reading_due", "Lectures à rendre", "reading", days=30),
    CaseDeadlineKind("panel_due", "Décision du comité", "panel", days=30),
    CaseDeadlineKind("signing_due", "Convention à signer", "signing", days=45),
    CaseDeadlineKind("settling_due", "Solde à verser", "settling", days=45),
)
CALL_CONFLICTS = ConflictRules(
    frozenset(ConflictKind),
    body_fields=("siret",),
    partner_fields=("partners.who",),
    funder_fields=("funders.who",),
)
CALL_COMMITTEE = CommitteeKind(COMMITTEE, "Comité", READING_GRID, quorum=3)
CALL_ROUNDS = CallRounds(has_envelope=True, late_code=True, amount_field="asked")
CALL_PAYMENTS = Payments(
    granted_by=STEERING_ROLES,
    prepared_by=STEERING_ROLES | _FINANCE,
    ordered_by=_FINANCE | {Role.REGION_PILOT},
    stopped_by=frozenset({"stop"}),
    instalments=(
        Instalment("advance", "Avance", _SIGNED, percent=50),
        Instalment(
            "balance", "Solde", _REPORTED, proofs=("bills",), ceiling=ProRata("final.spent.euros", "costs.euros")
        ),
    ),
)
# To be confirmed by the Region: the amount, the share and who controls are its own rules of control.
CALL_AUDIT = AuditSampling(
    percent=10,
    always_above_cents=15_000_00,
    drawn_by=frozenset({Role.REGION_PILOT}),
    controlled_by=frozenset({Role.ANALYST, Role.FINANCE_OFFICER, Role.AUDITOR}),
)
_AFTER_RECEIPT = (
    Transition("admit", "Admettre à la lecture", ("received",), "reading", STEERING_ROLES, (_FORM, _ELIGIBLE)),
    Transition(
        "set_aside", "Écarter : non recevable", ("received",), "refused", STEERING_ROLES, (_SETTLED,),
        needs_reason=True, outcome="ineligible", papers=("refusal_letter",),
    ),
    Transition("submit", "Passer au comité", ("reading",), "panel", STEERING_ROLES, (_READ, _GAP_SETTLED)),
    Transition(
        "award", "Retenir", ("panel",), "signing", STEERING_ROLES, (_DECIDED, _GRANTED),
        papers=("award_letter", CONVENTION),
    ),
    Transition(
        "refuse", "Ne pas retenir", ("panel",), "refused", STEERING_ROLES, (_DECIDED, _SETTLED),
        needs_reason=True, outcome="refused", papers=("refusal_letter",),
    ),
    Transition("start", "Lancer le projet", ("signing",), "running", STEERING_ROLES, (_SIGNED,)),
    Transition("finish", "Passer au solde", ("running",), "settling", STEERING_ROLES, (_REPORTED,)),
    Transition(
        "settle", "Solder le dossier", ("settling",), "settled", STEERING_ROLES | _FINANCE,
        (_SETTLED, _CONTROLLED), outcome="settled",
    ),
    Transition(
        "stop", "Arrêter le projet", ("signing", "running", "settling"), "returning", STEERING_ROLES,
        needs_reason=True, by_applicant=True, is_backward=True,
    ),
    Transition(
        "close", "Clore l’arrêt", ("returning",), "stopped", STEERING_ROLES | _FINANCE, (_SETTLED,), outcome="stopped"
    ),
    replace(withdrawal("Retirer le dossier", _BEFORE_AWARD), needs=(_SETTLED,)),
)  # fmt: skip


def call_grid(*criteria: ReadingCriterion) -> ReadingGrid:
    """Returns the grid of a call: both grids are read above 15 points of 100, a third reader is asked above 35."""
    return ReadingGrid(
        READING_GRID, "Lecture", criteria, both_if_gap=15, third_if_gap=35,
        hides=frozenset({"contact", "email", "phone"}),
    )  # fmt: skip


def call_transitions(*sections: str) -> tuple[Transition, ...]:
    """Returns the moves of a call. ``sections``: those of who applies, opened again to be corrected."""
    return (
        *correction_transitions("received", "Renvoyer le dossier", (_FORM,), opens=sections, days=15),
        *_AFTER_RECEIPT,
    )


def payments_with(*proofs: str) -> Payments:
    """Returns the payments of a call whose balance needs these documents too, beside the bills."""
    *earlier, rest = CALL_PAYMENTS.instalments
    return replace(CALL_PAYMENTS, instalments=(*earlier, replace(rest, proofs=(*rest.proofs, *proofs))))
