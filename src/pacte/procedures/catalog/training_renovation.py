"""Renovation of a certifying training: gaps with what employers ask, modules rewritten, test session, renewed training.

Source: the action « renovate ten certifying trainings » of the operational table, and the three ways of working that it
names: support study, survey of competences, integrated approach. Gaps and modules are documents of the case.
"""

from pacte.kernel.actor import Role
from pacte.procedures.records.description import (
    STEERING_ROLES,
    CaseDeadlineKind,
    CaseDocumentKind,
    CaseField,
    CaseFieldKind,
    CaseOutcome,
    CaseStage,
    ExampleAction,
    ExampleActionKind,
    Procedure,
    ProcedureExample,
    Requirement,
    RequirementKind,
    Transition,
)

_CERTIFICATION = Requirement(RequirementKind.FIELD, "la certification", "certification")
_PROVIDER = Requirement(RequirementKind.FIELD, "l’organisme qui réécrit", "provider")
_GAPS = Requirement(RequirementKind.DOCUMENT, "la matrice des écarts", "gap_matrix")
_MODULES = Requirement(RequirementKind.DOCUMENT, "les modules réécrits", "modules")
_TEST = Requirement(RequirementKind.FIELD, "le début de la session test", "test_starts_on")
_CLAUSE = Requirement(RequirementKind.FIELD, "l’exigence pour les prochains achats", "purchase_clause")

PROCEDURE = Procedure(
    code="training_renovation",
    title="Rénovation d’une formation certifiante",
    short_title="rénovation",
    purpose="Réécrire une formation avec les employeurs, l’éprouver, puis l’exiger dans les achats.",
    applicant="Le porteur de l’action, avec un organisme de formation et une branche",
    stages=(
        CaseStage("chosen", "Formation choisie", "Quelle formation a vieilli, et qui la réécrit ?"),
        CaseStage("gaps", "Écarts", "Que demandent les employeurs qui n’est pas enseigné ?"),
        CaseStage("rewriting", "Réécriture", "Quels modules changent ?"),
        CaseStage("test", "Session test", "La formation réécrite tient-elle ?"),
        CaseStage("renewed", "Rénovée", "Qu’exige-t-on dans les prochains achats ?", is_end=True),
        CaseStage("dropped", "Sans suite", "Pourquoi s’est-on arrêté ?", is_end=True),
    ),
    transitions=(
        Transition("survey", "Relever les écarts", ("chosen",), "gaps", STEERING_ROLES, (_CERTIFICATION, _PROVIDER)),
        Transition("rewrite", "Passer à la réécriture", ("gaps",), "rewriting", STEERING_ROLES, (_GAPS,)),
        Transition("test", "Ouvrir la session test", ("rewriting",), "test", STEERING_ROLES, (_MODULES, _TEST)),
        Transition(
            "resume",
            "Réécrire de nouveau",
            ("test",),
            "rewriting",
            STEERING_ROLES,
            needs_reason=True,
            is_backward=True,
        ),
        Transition(
            "renew",
            "Déclarer la formation rénovée",
            ("test",),
            "renewed",
            STEERING_ROLES,
            (_CLAUSE,),
            outcome="renewed",
        ),
        Transition(
            "drop",
            "Arrêter sans suite",
            ("chosen", "gaps", "rewriting", "test"),
            "dropped",
            STEERING_ROLES,
            needs_reason=True,
            outcome="dropped",
        ),
    ),
    fields=(
        CaseField("certification", "Certification", help="Son titre et son numéro au RNCP, s’il est connu."),
        CaseField("provider", "Organisme qui réécrit"),
        CaseField("territory", "Territoire", help="Bassin ou département où se tient la session test."),
        CaseField(
            "origin",
            "Ce qui l’a fait naître",
            CaseFieldKind.CHOICE,
            choices=(
                ("support_study", "Étude-appui"),
                ("competence_survey", "Enquête-compétences"),
                ("integrated_approach", "Approche intégrée"),
            ),
        ),
        CaseField("test_starts_on", "Début de la session test", CaseFieldKind.DAY),
        CaseField("test_ends_on", "Fin de la session test", CaseFieldKind.DAY),
        CaseField("purchase_clause", "Exigence pour les prochains achats", CaseFieldKind.PARAGRAPH),
    ),
    documents=(
        CaseDocumentKind("gap_matrix", "Matrice des écarts"),
        CaseDocumentKind("modules", "Modules réécrits"),
        CaseDocumentKind("test_report", "Bilan de la session test"),
        CaseDocumentKind("minutes", "Compte rendu"),
        CaseDocumentKind("other", "Autre pièce"),
    ),
    deadlines=(
        CaseDeadlineKind("gaps_due", "Écarts à relever", "gaps"),
        CaseDeadlineKind("modules_due", "Modules à réécrire", "rewriting", (30, 7)),
        CaseDeadlineKind("report_due", "Bilan de la session test", "test"),
    ),
    outcomes=(CaseOutcome("renewed", "exigée dans les achats"), CaseOutcome("dropped", "sans suite")),
    examples=(
        ProcedureExample(
            "une formation réécrite deux fois, puis rénovée",
            (
                ExampleAction(ExampleActionKind.MOVE, "survey", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.FIELD, "certification"),
                ExampleAction(ExampleActionKind.FIELD, "provider"),
                ExampleAction(ExampleActionKind.MOVE, "survey", Role.BUYER, refusal_code="move_right"),
                ExampleAction(ExampleActionKind.MOVE, "survey", Role.ACTION_LEAD),
                ExampleAction(ExampleActionKind.MOVE, "rewrite", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.DOCUMENT, "gap_matrix"),
                ExampleAction(ExampleActionKind.MOVE, "rewrite"),
                ExampleAction(ExampleActionKind.DOCUMENT, "modules"),
                ExampleAction(ExampleActionKind.MOVE, "test", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.FIELD, "test_starts_on"),
                ExampleAction(ExampleActionKind.MOVE, "test"),
                ExampleAction(ExampleActionKind.MOVE, "resume", refusal_code="reason_missing"),
                ExampleAction(ExampleActionKind.MOVE, "resume", reason="deux blocs manquent"),
                ExampleAction(ExampleActionKind.MOVE, "test"),
                ExampleAction(ExampleActionKind.MOVE, "renew", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.FIELD, "purchase_clause"),
                ExampleAction(ExampleActionKind.MOVE, "renew"),
            ),
            ends_at="renewed",
            outcome="renewed",
        ),
        ProcedureExample(
            "une branche qui ne répond pas",
            (
                ExampleAction(ExampleActionKind.FIELD, "certification"),
                ExampleAction(ExampleActionKind.FIELD, "provider"),
                ExampleAction(ExampleActionKind.MOVE, "survey"),
                ExampleAction(ExampleActionKind.HOLD, reason="la branche désigne un expert"),
                ExampleAction(ExampleActionKind.DOCUMENT, "gap_matrix"),
                ExampleAction(ExampleActionKind.MOVE, "rewrite", refusal_code="file_held"),
                ExampleAction(ExampleActionKind.MOVE, "drop", reason="aucun expert en un an"),
            ),
            ends_at="dropped",
            outcome="dropped",
        ),
    ),
)
