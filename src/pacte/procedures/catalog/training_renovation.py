"""Renovation of a certifying training, or creation of one that deserves registration.

Gaps between what employers ask, what modules and blocks teach and what is attested; modules rewritten; test session;
what it taught us written down; a requirement for the next purchases; a note to the certifier.
Source: the action « rénover dix formations certifiantes » of the operational table, and the three ways of working that
it names: support study, survey of competences, integrated approach.
"""

from pacte.kernel.actor import Role
from pacte.procedures.records.counts import CaseCount
from pacte.procedures.records.description import (
    STEERING_ROLES,
    CaseDeadlineKind,
    CaseDocumentKind,
    CaseOutcome,
    CaseStage,
    ExampleAction,
    ExampleActionKind,
    Procedure,
    ProcedureExample,
    PurchaseClause,
    Requirement,
    RequirementKind,
    Transition,
)
from pacte.procedures.records.form import (
    ChoiceField,
    DayField,
    FormSection,
    LinesField,
    ReferenceField,
    ReferenceTarget,
    SectionAuthor,
    TextField,
)

_CERTIFICATION = Requirement(RequirementKind.FIELD, "la certification", "certification")
_PROVIDER = Requirement(RequirementKind.FIELD, "l’organisme qui réécrit", "provider")
_GAPS = Requirement(RequirementKind.FIELD, "la matrice des écarts", "gaps")
_MODULES = Requirement(RequirementKind.DOCUMENT, "les modules réécrits", "modules")
_TRAINING = Requirement(RequirementKind.FIELD, "la formation réécrite, au catalogue", "training")
_TEST = Requirement(RequirementKind.FIELD, "la session test", "session")
_LESSONS = Requirement(RequirementKind.FIELD, "ce que la session test a appris", "lessons")
_CLAUSE = Requirement(RequirementKind.FIELD, "l’exigence pour les prochains achats", "purchase_clause")
_NOTE = Requirement(RequirementKind.DOCUMENT, "la note au certificateur", "certifier_note")
_LEVELS = (("yes", "Oui"), ("partly", "En partie"), ("no", "Non"))
_ASKED = (("yes", "Demandée"), ("partly", "Souhaitée"), ("no", "Non demandée"))

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
        Transition(
            "test", "Ouvrir la session test", ("rewriting",), "test", STEERING_ROLES, (_MODULES, _TRAINING, _TEST)
        ),
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
            (_LESSONS, _CLAUSE, _NOTE),
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
    form=(
        FormSection(
            "training",
            "La formation",
            (
                ReferenceField(
                    code="certification",
                    label="Certification",
                    help="Son numéro au RNCP ou au répertoire spécifique.",
                    kind=ReferenceTarget.CERTIFICATION,
                    is_listed=True,
                ),
                ChoiceField(
                    code="purpose",
                    label="Ce qui est visé",
                    choices=(
                        ("renovation", "Rénover une formation certifiante"),
                        ("creation", "Créer une formation qui mérite de devenir certifiante"),
                    ),
                ),
                TextField(code="provider", label="Organisme qui réécrit"),
                ReferenceField(
                    code="training", label="Formation du catalogue", kind=ReferenceTarget.TRAINING, is_required=False
                ),
                ChoiceField(
                    code="origin",
                    label="Ce qui l’a fait naître",
                    choices=(
                        ("support_study", "Étude-appui"),
                        ("competence_survey", "Enquête-compétences"),
                        ("integrated_approach", "Approche intégrée"),
                    ),
                ),
                TextField(
                    code="territory", label="Territoire", help="Bassin ou département où se tient la session test."
                ),
            ),
            author=SectionAuthor.INSTRUCTOR,
        ),
        FormSection(
            "gaps",
            "Matrice des écarts",
            (
                LinesField(
                    code="gaps",
                    label="Compétences",
                    one="compétence",
                    most=60,
                    cells=(("asked", "asked_by"), ("taught", "taught_in"), ("attested", "attested_by")),
                    columns=(
                        TextField(code="competence", label="Compétence"),
                        ChoiceField(code="asked", label="Demandée par les employeurs", choices=_ASKED),
                        TextField(code="asked_by", label="Qui la demande, et où c’est écrit"),
                        ChoiceField(code="taught", label="Enseignée", choices=_LEVELS),
                        TextField(code="taught_in", label="Dans quel module ou bloc"),
                        ChoiceField(code="attested", label="Attestée", choices=_LEVELS),
                        TextField(code="attested_by", label="Par quelle épreuve ou attestation"),
                    ),
                ),
            ),
            intro="Une ligne par compétence ; chaque réponse dit d’où elle vient.",
            author=SectionAuthor.INSTRUCTOR,
        ),
        FormSection(
            "test",
            "Session test et suites",
            (
                ReferenceField(code="session", label="Session test", kind=ReferenceTarget.SESSION),
                DayField(code="test_starts_on", label="Début de la session test"),
                DayField(code="test_ends_on", label="Fin de la session test", after="test_starts_on"),
                TextField(code="lessons", label="Ce que la session test a appris", is_long=True, most=4000),
                TextField(code="purchase_clause", label="Exigence pour les prochains achats", is_long=True, most=2000),
            ),
            author=SectionAuthor.INSTRUCTOR,
        ),
    ),
    documents=(
        CaseDocumentKind("modules", "Modules réécrits"),
        CaseDocumentKind("test_report", "Bilan de la session test"),
        CaseDocumentKind("certifier_note", "Note au certificateur"),
        CaseDocumentKind("minutes", "Compte rendu"),
        CaseDocumentKind("other", "Autre pièce"),
    ),
    deadlines=(
        CaseDeadlineKind("gaps_due", "Écarts à relever", "gaps"),
        CaseDeadlineKind("modules_due", "Modules à réécrire", "rewriting", (30, 7)),
        CaseDeadlineKind("report_due", "Bilan de la session test", "test"),
    ),
    outcomes=(CaseOutcome("renewed", "exigée dans les achats"), CaseOutcome("dropped", "sans suite")),
    purchase_clause=PurchaseClause("renew", text="purchase_clause", certification="certification"),
    counts=(
        CaseCount(
            "certifying_trainings_renewed",
            "formations certifiantes rénovées ou créées",
            "formations",
            "formation",
            "dossiers de rénovation : ceux dont la formation, éprouvée, est exigée dans les prochains achats",
            "renew",
        ),
    ),
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
                ExampleAction(ExampleActionKind.FIELD, "gaps"),
                ExampleAction(ExampleActionKind.MOVE, "rewrite"),
                ExampleAction(ExampleActionKind.DOCUMENT, "modules"),
                ExampleAction(ExampleActionKind.MOVE, "test", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.FIELD, "training"),
                ExampleAction(ExampleActionKind.FIELD, "session"),
                ExampleAction(ExampleActionKind.MOVE, "test"),
                ExampleAction(ExampleActionKind.MOVE, "resume", refusal_code="reason_missing"),
                ExampleAction(ExampleActionKind.MOVE, "resume", reason="deux blocs manquent"),
                ExampleAction(ExampleActionKind.MOVE, "test"),
                ExampleAction(ExampleActionKind.MOVE, "renew", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.FIELD, "lessons"),
                ExampleAction(ExampleActionKind.FIELD, "purchase_clause"),
                ExampleAction(ExampleActionKind.DOCUMENT, "certifier_note"),
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
                ExampleAction(ExampleActionKind.FIELD, "gaps"),
                ExampleAction(ExampleActionKind.MOVE, "rewrite", refusal_code="file_held"),
                ExampleAction(ExampleActionKind.MOVE, "drop", reason="aucun expert en un an"),
            ),
            ends_at="dropped",
            outcome="dropped",
        ),
    ),
)
