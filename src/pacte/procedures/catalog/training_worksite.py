"""Training worksite (« chantier école »): a project of a territory, on which a group is trained.

Source: the action « chantiers école » of the operational table: two to four a department, on projects of territories.
The co-funding and the market of a worksite are documents of its case.
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

_BUYING_ROLES = STEERING_ROLES | {Role.BUYER}
_PLACE = Requirement(RequirementKind.FIELD, "la commune", "commune")
_PROJECT_OWNER = Requirement(RequirementKind.FIELD, "le maître d’ouvrage", "project_owner")
_PROVIDER = Requirement(RequirementKind.FIELD, "l’organisme de formation", "provider")
_GROUP = Requirement(RequirementKind.FIELD, "la taille du groupe", "group_size")
_START = Requirement(RequirementKind.FIELD, "le début du chantier", "starts_on")
_AGREEMENT = Requirement(RequirementKind.DOCUMENT, "la convention du chantier", "agreement")
_END = Requirement(RequirementKind.FIELD, "la fin du chantier", "ends_on")

PROCEDURE = Procedure(
    code="training_worksite",
    title="Chantier école ou chantier formation",
    short_title="chantier",
    purpose="Former un groupe sur un projet utile au territoire, du projet à la fin du chantier.",
    applicant="Une commune ou une intercommunalité, avec un organisme de formation",
    stages=(
        CaseStage("proposed", "Proposé", "Quel projet, dans quelle commune ?"),
        CaseStage("preparation", "Montage", "Qui forme, combien de personnes, avec quel argent ?"),
        CaseStage("open", "Ouvert", "Où en est le chantier ?"),
        CaseStage("done", "Terminé", "Qu’ont appris ceux qui l’ont fait ?", is_end=True),
        CaseStage("dropped", "Sans suite", "Pourquoi s’est-on arrêté ?", is_end=True),
    ),
    transitions=(
        Transition(
            "prepare", "Passer au montage", ("proposed",), "preparation", STEERING_ROLES, (_PLACE, _PROJECT_OWNER)
        ),
        Transition(
            "open",
            "Ouvrir le chantier",
            ("preparation",),
            "open",
            _BUYING_ROLES,
            (_PROVIDER, _GROUP, _START, _AGREEMENT),
        ),
        Transition("finish", "Clore le chantier", ("open",), "done", STEERING_ROLES, (_END,), outcome="done"),
        Transition(
            "drop",
            "Arrêter sans suite",
            ("proposed", "preparation", "open"),
            "dropped",
            STEERING_ROLES,
            needs_reason=True,
            outcome="dropped",
        ),
    ),
    fields=(
        CaseField("commune", "Commune"),
        CaseField("department", "Département"),
        CaseField("project_owner", "Maître d’ouvrage", help="La commune, l’intercommunalité ou le bailleur."),
        CaseField("provider", "Organisme de formation"),
        CaseField("group_size", "Taille du groupe", help="Nombre de personnes formées en même temps."),
        CaseField("starts_on", "Début du chantier", CaseFieldKind.DAY),
        CaseField("ends_on", "Fin du chantier", CaseFieldKind.DAY),
        CaseField("gained", "Ce que le groupe y a gagné", CaseFieldKind.PARAGRAPH),
    ),
    documents=(
        CaseDocumentKind("agreement", "Convention du chantier"),
        CaseDocumentKind("budget", "Plan de financement"),
        CaseDocumentKind("minutes", "Compte rendu"),
        CaseDocumentKind("report", "Bilan du chantier"),
        CaseDocumentKind("other", "Autre pièce"),
    ),
    deadlines=(
        CaseDeadlineKind("agreement_due", "Convention à signer", "preparation"),
        CaseDeadlineKind("end_due", "Fin du chantier", "open"),
    ),
    outcomes=(CaseOutcome("done", "groupe formé"), CaseOutcome("dropped", "sans suite")),
    examples=(
        ProcedureExample(
            "un chantier mené au bout, arrêté un temps",
            (
                ExampleAction(ExampleActionKind.MOVE, "prepare", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.FIELD, "commune"),
                ExampleAction(ExampleActionKind.FIELD, "project_owner"),
                ExampleAction(ExampleActionKind.MOVE, "prepare", Role.BUYER, refusal_code="move_right"),
                ExampleAction(ExampleActionKind.MOVE, "prepare"),
                ExampleAction(ExampleActionKind.FIELD, "provider"),
                ExampleAction(ExampleActionKind.FIELD, "group_size"),
                ExampleAction(ExampleActionKind.FIELD, "starts_on"),
                ExampleAction(ExampleActionKind.MOVE, "open", Role.BUYER, refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.DOCUMENT, "agreement"),
                ExampleAction(ExampleActionKind.MOVE, "open", Role.BUYER),
                ExampleAction(ExampleActionKind.HOLD, reason="reprise des travaux"),
                ExampleAction(ExampleActionKind.FIELD, "ends_on"),
                ExampleAction(ExampleActionKind.RELEASE, reason="les travaux ont repris"),
                ExampleAction(ExampleActionKind.MOVE, "finish"),
            ),
            ends_at="done",
            outcome="done",
        ),
        ProcedureExample(
            "un projet que la commune retire",
            (
                ExampleAction(ExampleActionKind.MOVE, "drop", refusal_code="reason_missing"),
                ExampleAction(ExampleActionKind.MOVE, "drop", reason="la commune vend le bâtiment"),
                ExampleAction(ExampleActionKind.MOVE, "prepare", refusal_code="stage_passed"),
            ),
            ends_at="dropped",
            outcome="dropped",
        ),
    ),
)
