"""Training worksite (« chantier école »): a project of a territory, on which a group is trained.

Source: the action « chantiers école » of the operational table: two to four a department, on projects of territories. A
commune or an intercommunal body proposes; the worksite is tied to its order and its session, so that trainees,
certifications and cost follow. Whether the target is a stock or a flow stays a question until it is decided: what is
counted is the worksites that opened.
"""

from pacte.kernel.actor import Role
from pacte.procedures.records.applicant_transitions import correction_transitions, withdrawal
from pacte.procedures.records.applicants import ApplicantKind, Applicants
from pacte.procedures.records.conditions import Is
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
    AmountField,
    AttachmentField,
    ChoiceField,
    DayField,
    EqualTotals,
    FormSection,
    LinesField,
    NumberField,
    PhoneField,
    ReferenceField,
    ReferenceTarget,
    SectionAuthor,
    SiretField,
    TextField,
    Total,
)
from pacte.reference.records import ZoneKind

_BUYING_ROLES = STEERING_ROLES | {Role.BUYER}
_PROJECT = Requirement(RequirementKind.FORM, "les réponses au projet et à son plan de financement")
_PLACE = Requirement(RequirementKind.FIELD, "la commune", "commune")
_PROJECT_OWNER = Requirement(RequirementKind.FIELD, "le maître d’ouvrage", "project_owner")
_PROVIDER = Requirement(RequirementKind.FIELD, "l’organisme de formation", "provider")
_GROUP = Requirement(RequirementKind.FIELD, "la taille du groupe", "group_size")
_START = Requirement(RequirementKind.FIELD, "le début du chantier", "starts_on")
_AGREEMENT = Requirement(RequirementKind.DOCUMENT, "la convention du chantier", "agreement")
_SESSION = Requirement(RequirementKind.FIELD, "la session de formation du chantier", "session")
_END = Requirement(RequirementKind.FIELD, "la fin du chantier", "ends_on")
_INSURED = Is("insurance", "covered")
_OPEN_STAGES = ("proposed", "correcting", "preparation", "open")

PROCEDURE = Procedure(
    code="training_worksite",
    title="Chantier école ou chantier formation",
    short_title="chantier",
    purpose="Former un groupe sur un projet utile au territoire, du projet à la fin du chantier.",
    applicant="Une commune ou une intercommunalité, avec un organisme de formation",
    applicants=Applicants((ApplicantKind.COMMUNE, ApplicantKind.INTERCOMMUNAL_BODY)),
    public_from="open",
    stages=(
        CaseStage("proposed", "Proposé", "Quel projet, dans quelle commune ?", shown="Reçu"),
        CaseStage("correcting", "À corriger", "Que manque-t-il à la proposition ?"),
        CaseStage("preparation", "Montage", "Qui forme, combien de personnes, avec quel argent ?"),
        CaseStage("open", "Ouvert", "Où en est le chantier ?"),
        CaseStage("done", "Terminé", "Qu’ont appris ceux qui l’ont fait ?", is_end=True),
        CaseStage("dropped", "Sans suite", "Pourquoi s’est-on arrêté ?", is_end=True),
        CaseStage("withdrawn", "Retiré", "Pourquoi la commune a-t-elle renoncé ?", is_end=True),
    ),
    transitions=(
        *correction_transitions(
            "proposed", "Renvoyer la proposition", (_PROJECT,), opens=("body", "project", "group", "funding")
        ),
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
        Transition("finish", "Clore le chantier", ("open",), "done", STEERING_ROLES, (_END, _SESSION), outcome="done"),
        Transition(
            "drop",
            "Arrêter sans suite",
            _OPEN_STAGES,
            "dropped",
            STEERING_ROLES,
            needs_reason=True,
            outcome="dropped",
        ),
        withdrawal("Retirer la proposition", ("proposed", "correcting", "preparation")),
    ),
    form=(
        FormSection(
            "body",
            "Qui propose",
            (
                TextField(
                    code="project_owner",
                    label="Maître d’ouvrage",
                    help="La commune, l’intercommunalité ou le bailleur.",
                    is_public=True,
                ),
                SiretField(code="siret", label="SIRET"),
                TextField(
                    code="contact", label="Personne à joindre", is_personal=True, purpose="répondre à la proposition"
                ),
                PhoneField(
                    code="phone",
                    label="Téléphone",
                    is_required=False,
                    is_personal=True,
                    purpose="répondre à la proposition",
                ),
            ),
        ),
        FormSection(
            "project",
            "Le projet",
            (
                ReferenceField(
                    code="commune",
                    label="Commune du chantier",
                    kind=ReferenceTarget.COMMUNE,
                    is_public=True,
                    is_listed=True,
                ),
                TextField(code="summary", label="Ce qui sera fait", is_long=True, most=2000, is_public=True),
                ReferenceField(
                    code="trades",
                    label="Métiers appris",
                    kind=ReferenceTarget.OCCUPATION,
                    is_multiple=True,
                    is_public=True,
                    is_required=False,
                ),
                DayField(code="starts_on", label="Début du chantier", is_public=True),
                DayField(code="ends_on", label="Fin du chantier", after="starts_on", is_public=True, is_required=False),
                ChoiceField(
                    code="insurance",
                    label="Assurance du chantier",
                    choices=(("covered", "Souscrite"), ("asked", "Demandée"), ("none", "Pas encore")),
                ),
                AttachmentField(
                    code="insurance_proof", label="Attestation d’assurance", is_required=False, when=_INSURED
                ),
                AttachmentField(code="photos", label="Photos du lieu", most=6, is_photo=True, is_required=False),
            ),
        ),
        FormSection(
            "group",
            "Le groupe",
            (
                NumberField(
                    code="group_size",
                    label="Taille du groupe",
                    unit="personnes",
                    least=1,
                    most=60,
                    help="Nombre de personnes formées en même temps.",
                    is_public=True,
                ),
                TextField(
                    code="audience",
                    label="Pour qui",
                    help="Par exemple « demandeurs d’emploi du quartier, sans diplôme ».",
                    is_required=False,
                ),
            ),
        ),
        FormSection(
            "funding",
            "Plan de financement",
            (
                LinesField(
                    code="costs",
                    label="Dépenses",
                    one="dépense",
                    least=1,
                    columns=(TextField(code="what", label="Dépense"), AmountField(code="euros", label="Montant")),
                ),
                LinesField(
                    code="funders",
                    label="Financeurs",
                    one="financeur",
                    least=1,
                    columns=(TextField(code="who", label="Financeur"), AmountField(code="euros", label="Montant")),
                ),
            ),
            checks=(
                EqualTotals(
                    Total(("costs.euros",)),
                    Total(("funders.euros",)),
                    "Les financements ne font pas la somme des dépenses",
                ),
            ),
        ),
        FormSection(
            "follow_up",
            "Suivi de la Région",
            (
                TextField(code="provider", label="Organisme de formation", is_public=True),
                ReferenceField(code="order", label="Commande", kind=ReferenceTarget.ORDER),
                ReferenceField(code="session", label="Session de formation", kind=ReferenceTarget.SESSION),
                TextField(code="gained", label="Ce que le groupe y a gagné", is_long=True, most=4000, is_public=True),
            ),
            author=SectionAuthor.INSTRUCTOR,
        ),
    ),
    documents=(
        CaseDocumentKind("agreement", "Convention du chantier"),
        CaseDocumentKind("budget", "Plan de financement"),
        CaseDocumentKind("photo", "Photo"),
        CaseDocumentKind("minutes", "Compte rendu"),
        CaseDocumentKind("report", "Bilan du chantier"),
        CaseDocumentKind("other", "Autre pièce"),
    ),
    deadlines=(
        CaseDeadlineKind("answer_due", "Réponse à donner à la commune", "proposed", days=60),
        CaseDeadlineKind("correction_due", "Correction attendue", "correcting", days=30),
        CaseDeadlineKind("agreement_due", "Convention à signer", "preparation"),
        CaseDeadlineKind("end_due", "Fin du chantier", "open"),
    ),
    outcomes=(
        CaseOutcome("done", "groupe formé"),
        CaseOutcome("dropped", "sans suite"),
        CaseOutcome("withdrawn", "retiré par la commune"),
    ),
    counts=(
        CaseCount(
            "training_worksites",
            "chantiers ouverts",
            "chantiers",
            "chantier",
            "dossiers de chantier : ceux qui ont ouvert, convention signée, dans la commune du dossier",
            "open",
            ended_by=("finish", "drop"),
            commune="commune",
            zone=ZoneKind.DEPARTMENT,
        ),
        CaseCount(
            "first_training_worksites",
            "chantiers ouverts",
            "projets",
            "projet",
            "dossiers de chantier : ceux qui ont ouvert, convention signée",
            "open",
        ),
    ),
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
                ExampleAction(ExampleActionKind.FIELD, "session"),
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
