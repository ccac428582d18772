"""Study for a renovation: support study, survey of competences, or « integrated approach ».

Source: the action « rénover dix formations certifiantes » of the operational table: a year, three support studies,
three surveys and three to six integrated approaches, « pour avoir de la matière sur 10 types de certification ».
A study counts when what it gives is accepted, never when it is asked for.
"""

from pacte.kernel.actor import Role
from pacte.procedures.records.conditions import Filled, Is
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
    Requirement,
    RequirementKind,
    Transition,
)
from pacte.procedures.records.form import (
    ChoiceField,
    FormSection,
    LinesField,
    NumberField,
    ReferenceField,
    ReferenceTarget,
    SectionAuthor,
    TextField,
)

_KIND = Requirement(RequirementKind.FIELD, "la nature de l’étude", "kind")
_QUESTION = Requirement(RequirementKind.FIELD, "la question posée", "question")
_EXPECTED = Requirement(RequirementKind.DELIVERABLES_EXPECTED, "au moins un livrable attendu")
_RECEIVED = Requirement(RequirementKind.DELIVERABLES_RECEIVED, "la réception de tous les livrables")
_ACCEPTED = Requirement(RequirementKind.DELIVERABLES_JUDGED, "l’acceptation de tous les livrables")
_CERTIFICATION = Requirement(RequirementKind.FIELD, "la ou les certifications étudiées", "certifications")
_RESULT = Requirement(RequirementKind.FIELD, "ce que l’étude établit", "findings")
_REGISTER = "registre des études : celles dont les livrables sont acceptés"

PROCEDURE = Procedure(
    code="competence_study",
    title="Étude-appui, enquête-compétences ou approche intégrée",
    short_title="étude de compétences",
    purpose="Établir ce que les employeurs demandent et ce que les formations enseignent, pour rénover.",
    applicant="Le porteur de l’action",
    stages=(
        CaseStage("framing", "Cadrage", "Que cherche-t-on, sur quelles certifications ?"),
        CaseStage("running", "En cours", "Qu’est-ce qui a été remis ?"),
        CaseStage("judging", "Vérification", "Ce qui a été remis répond-il à la question ?"),
        CaseStage("done", "Acceptée", "Qu’établit l’étude ?", is_end=True),
        CaseStage("dropped", "Sans suite", "Pourquoi s’est-on arrêté ?", is_end=True),
    ),
    transitions=(
        Transition("start", "Lancer l’étude", ("framing",), "running", STEERING_ROLES, (_KIND, _QUESTION, _EXPECTED)),
        Transition("deliver", "Passer à la vérification", ("running",), "judging", STEERING_ROLES, (_RECEIVED,)),
        Transition(
            "resume",
            "Redemander des livrables",
            ("judging",),
            "running",
            STEERING_ROLES,
            needs_reason=True,
            is_backward=True,
        ),
        Transition(
            "accept",
            "Accepter l’étude",
            ("judging",),
            "done",
            STEERING_ROLES,
            (_ACCEPTED, _CERTIFICATION, _RESULT),
            outcome="accepted",
        ),
        Transition(
            "drop",
            "Arrêter sans suite",
            ("framing", "running", "judging"),
            "dropped",
            STEERING_ROLES,
            needs_reason=True,
            outcome="dropped",
        ),
    ),
    form=(
        FormSection(
            "study",
            "L’étude",
            (
                ChoiceField(
                    code="kind",
                    label="Nature",
                    is_listed=True,
                    choices=(
                        ("support_study", "Étude-appui"),
                        ("competence_survey", "Enquête-compétences"),
                        ("integrated_approach", "Approche intégrée"),
                    ),
                ),
                TextField(code="question", label="Question posée", is_long=True, most=4000),
                TextField(code="led_by", label="Qui la mène", help="L’ORFE, une branche, un cabinet."),
                ReferenceField(
                    code="certifications",
                    label="Certifications étudiées",
                    help="Leurs numéros au RNCP ou au répertoire spécifique.",
                    kind=ReferenceTarget.CERTIFICATION,
                    is_multiple=True,
                ),
                NumberField(code="firms", label="Employeurs interrogés", unit="employeurs", least=0),
            ),
            author=SectionAuthor.INSTRUCTOR,
        ),
        FormSection(
            "result",
            "Ce qu’elle établit",
            (
                TextField(code="findings", label="Ce que l’étude établit", is_long=True, most=4000),
                LinesField(
                    code="path",
                    label="Parcours certifiant défini",
                    help="Ses étapes, dans l’ordre ; laissez vide si l’étude n’en définit pas.",
                    one="étape",
                    most=20,
                    columns=(
                        TextField(code="step", label="Étape"),
                        TextField(code="leads_to", label="Bloc ou certification visés"),
                        NumberField(code="hours", label="Durée", unit="heures", least=1),
                    ),
                ),
            ),
            author=SectionAuthor.INSTRUCTOR,
        ),
    ),
    documents=(
        CaseDocumentKind("specification", "Cahier des charges"),
        CaseDocumentKind("deliverable", "Livrable"),
        CaseDocumentKind("minutes", "Compte rendu"),
        CaseDocumentKind("other", "Autre pièce"),
    ),
    deadlines=(CaseDeadlineKind("end_due", "Fin de l’étude", "running", (30, 7)),),
    outcomes=(CaseOutcome("accepted", "acceptée"), CaseOutcome("dropped", "sans suite")),
    counts=(
        CaseCount(
            "support_studies_done",
            "études-appui acceptées",
            "études",
            "étude",
            _REGISTER,
            "accept",
            when=Is("kind", "support_study"),
        ),
        CaseCount(
            "competence_surveys_done",
            "enquêtes-compétences acceptées",
            "enquêtes",
            "enquête",
            _REGISTER,
            "accept",
            when=Is("kind", "competence_survey"),
        ),
        CaseCount(
            "integrated_approach_projects",
            "approches intégrées acceptées",
            "projets",
            "projet",
            _REGISTER,
            "accept",
            when=Is("kind", "integrated_approach"),
        ),
        CaseCount(
            "certification_types_covered",
            "certifications étudiées",
            "types de certification",
            "type de certification",
            "registre des études : certifications différentes de celles qui sont acceptées",
            "accept",
            different="certifications",
        ),
        CaseCount(
            "certifying_paths_defined",
            "parcours certifiants définis",
            "parcours",
            "parcours",
            "registre des études : celles qui définissent un parcours, étape par étape",
            "accept",
            when=Filled("path"),
        ),
    ),
    examples=(
        ProcedureExample(
            "une enquête reprise une fois",
            (
                ExampleAction(ExampleActionKind.MOVE, "start", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.FIELD, "kind"),
                ExampleAction(ExampleActionKind.FIELD, "question"),
                ExampleAction(ExampleActionKind.EXPECT, "1"),
                ExampleAction(ExampleActionKind.MOVE, "start", Role.BUYER, refusal_code="move_right"),
                ExampleAction(ExampleActionKind.MOVE, "start", Role.ACTION_LEAD),
                ExampleAction(ExampleActionKind.MOVE, "deliver", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.RECEIVE, "1"),
                ExampleAction(ExampleActionKind.MOVE, "deliver"),
                ExampleAction(ExampleActionKind.REFUSE, "1", reason="aucun employeur du bâtiment"),
                ExampleAction(ExampleActionKind.MOVE, "accept", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.MOVE, "resume", reason="aucun employeur du bâtiment"),
                ExampleAction(ExampleActionKind.RECEIVE, "1"),
                ExampleAction(ExampleActionKind.MOVE, "deliver"),
                ExampleAction(ExampleActionKind.ACCEPT, "1"),
                ExampleAction(ExampleActionKind.MOVE, "accept", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.FIELD, "certifications"),
                ExampleAction(ExampleActionKind.FIELD, "findings"),
                ExampleAction(ExampleActionKind.MOVE, "accept"),
            ),
            ends_at="done",
            outcome="accepted",
        ),
    ),
)
