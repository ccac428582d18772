"""Training in a firm: AFEST, or job rotation, where a substitute trained before replaces an employee who trains.

Sources: the action « parcours AFEST et job rotation » of the operational table, whose priority is « ? »: a committee
says yes or no first. AFEST: Code du travail, art. L6313-2 and D6313-3-2 (decree 2018-1341 of 28 December 2018), which
ask for an analysis of the work, a trainer named beforehand, reflective phases apart from the work, assessments.
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
    ChoiceField,
    DayField,
    EqualTotals,
    FormSection,
    LinesField,
    NumberField,
    PeriodsOverlap,
    PhoneField,
    ReferenceField,
    ReferenceTarget,
    SectionAuthor,
    SiretField,
    TextField,
    Total,
    YesNoField,
)

_FORM = Requirement(RequirementKind.FORM, "les réponses de l’entreprise")
_DECIDED = Requirement(RequirementKind.DECISION, "la décision d’un comité sur l’action")
_YES = Requirement(RequirementKind.CONDITION, "un oui de ce comité", condition=Is("committee_answer", True))
_AGREEMENT = Requirement(RequirementKind.DOCUMENT, "la convention entre l’entreprise et ses financeurs", "agreement")
_ASSESSED = Requirement(RequirementKind.FIELD, "ce que l’évaluation atteste", "assessment")
_ENDED = Requirement(RequirementKind.FIELD, "la fin constatée", "ended_on")
_BEFORE_START = ("received", "correcting", "agreeing")
_PURPOSE = "organiser la formation de cette personne et son remplacement"
_AFEST, _ROTATION = Is("kind", "afest"), Is("kind", "rotation")
_PAYERS = (
    ("opco", "OPCO"),
    ("region", "Région"),
    ("employment_service", "Pôle emploi"),
    ("firm", "Entreprise"),
)

PROCEDURE = Procedure(
    code="workplace_training",
    title="Formation en situation de travail (AFEST) ou job rotation",
    short_title="AFEST, job rotation",
    purpose="Former un salarié sur son poste, ou pendant qu’un remplaçant formé avant tient le poste.",
    applicant="Une entreprise, avec son OPCO",
    applicants=Applicants((ApplicantKind.FIRM, ApplicantKind.ASSOCIATION)),
    public_from="",
    stages=(
        CaseStage("received", "Reçu", "Le comité a-t-il dit oui ou non à ce type de parcours ?"),
        CaseStage("correcting", "À corriger", "Que manque-t-il à la demande ?"),
        CaseStage("agreeing", "Convention", "Qui paie quelle part ?"),
        CaseStage("running", "En cours", "Où en est le parcours ?"),
        CaseStage("completed", "Mené à terme", "Qu’est-ce qui est attesté ?", is_end=True),
        CaseStage("stopped", "Arrêté", "Pourquoi s’est-on arrêté ?", is_end=True),
        CaseStage("refused", "Sans suite", "Pourquoi n’est-ce pas retenu ?", is_end=True),
        CaseStage("withdrawn", "Retiré", "Pourquoi l’entreprise a-t-elle renoncé ?", is_end=True),
    ),
    transitions=(
        *correction_transitions(
            "received", "Renvoyer la demande", (_FORM,), opens=("firm", "path", "afest", "rotation", "funding")
        ),
        Transition(
            "retain", "Passer à la convention", ("received",), "agreeing", STEERING_ROLES, (_FORM, _DECIDED, _YES)
        ),
        Transition("start", "Commencer le parcours", ("agreeing",), "running", STEERING_ROLES, (_AGREEMENT,)),
        Transition(
            "complete",
            "Constater la fin du parcours",
            ("running",),
            "completed",
            STEERING_ROLES,
            (_ENDED, _ASSESSED),
            outcome="completed",
        ),
        Transition(
            "stop", "Arrêter le parcours", ("running",), "stopped", STEERING_ROLES, needs_reason=True, outcome="stopped"
        ),
        Transition(
            "refuse",
            "Ne pas donner suite",
            _BEFORE_START,
            "refused",
            STEERING_ROLES,
            needs_reason=True,
            outcome="refused",
        ),
        withdrawal("Retirer la demande", _BEFORE_START),
    ),
    form=(
        FormSection(
            "firm",
            "L’entreprise",
            (
                TextField(code="firm_name", label="Nom de l’entreprise", is_listed=True),
                SiretField(code="siret", label="SIRET"),
                TextField(code="opco", label="OPCO"),
                ReferenceField(code="commune", label="Commune", kind=ReferenceTarget.COMMUNE),
                TextField(
                    code="contact", label="Personne à joindre", is_personal=True, purpose="répondre à la demande"
                ),
                PhoneField(
                    code="phone",
                    label="Téléphone",
                    is_required=False,
                    is_personal=True,
                    purpose="répondre à la demande",
                ),
            ),
        ),
        FormSection(
            "path",
            "Le parcours",
            (
                ChoiceField(
                    code="kind",
                    label="Nature",
                    choices=(("afest", "AFEST"), ("rotation", "Job rotation")),
                    is_listed=True,
                ),
                ReferenceField(code="trade", label="Métier", kind=ReferenceTarget.OCCUPATION),
                TextField(code="skills", label="Compétences visées", is_long=True, most=2000),
                TextField(
                    code="employee",
                    label="Salarié formé",
                    help="Prénom et initiale suffisent.",
                    is_personal=True,
                    purpose=_PURPOSE,
                ),
                DayField(code="starts_on", label="Début de la formation"),
                DayField(code="ends_on", label="Fin de la formation", after="starts_on"),
            ),
        ),
        FormSection(
            "afest",
            "Ce qu’une AFEST demande",
            (
                YesNoField(code="work_analysis", label="L’activité de travail est analysée"),
                TextField(
                    code="trainer",
                    label="Formateur désigné",
                    is_personal=True,
                    purpose="vérifier que le formateur est désigné avant le parcours",
                ),
                NumberField(code="reflexive_phases", label="Phases réflexives prévues", unit="phases", least=1),
                TextField(code="assessments", label="Évaluations prévues", is_long=True, most=2000),
            ),
            intro="Analyse de l’activité, formateur désigné, phases réflexives, évaluations.",
            when=_AFEST,
        ),
        FormSection(
            "rotation",
            "Le remplacement",
            (
                TextField(
                    code="substitute",
                    label="Remplaçant",
                    help="Prénom et initiale suffisent.",
                    is_personal=True,
                    purpose=_PURPOSE,
                ),
                ReferenceField(
                    code="substitute_session",
                    label="Session suivie par le remplaçant",
                    kind=ReferenceTarget.SESSION,
                    is_required=False,
                ),
                DayField(code="substitute_trained_on", label="Remplaçant formé le"),
                DayField(
                    code="substitute_starts_on",
                    label="Début du remplacement",
                    after="substitute_trained_on",
                    help="Le remplaçant est formé avant.",
                ),
                DayField(code="substitute_ends_on", label="Fin du remplacement", after="substitute_starts_on"),
            ),
            when=_ROTATION,
            checks=(
                PeriodsOverlap(
                    ("starts_on", "ends_on"),
                    ("substitute_starts_on", "substitute_ends_on"),
                    "Le remplacement et la formation n’ont aucun jour en commun.",
                ),
            ),
        ),
        FormSection(
            "funding",
            "Qui paie quoi",
            (
                AmountField(code="cost", label="Coût du parcours"),
                LinesField(
                    code="funders",
                    label="Financeurs",
                    one="financeur",
                    least=1,
                    most=8,
                    columns=(
                        ChoiceField(code="payer", label="Financeur", choices=_PAYERS),
                        AmountField(code="euros", label="Montant"),
                    ),
                ),
            ),
            checks=(
                EqualTotals(
                    Total(("cost",)), Total(("funders.euros",)), "Les financements ne font pas le coût du parcours"
                ),
            ),
        ),
        FormSection(
            "follow_up",
            "Suivi",
            (
                YesNoField(code="committee_answer", label="Le comité a dit oui"),
                TextField(code="committee_reference", label="Décision", help="Comité, date et numéro."),
                DayField(code="ended_on", label="Fin constatée"),
                TextField(code="assessment", label="Ce que l’évaluation atteste", is_long=True, most=2000),
            ),
            author=SectionAuthor.INSTRUCTOR,
        ),
    ),
    documents=(
        CaseDocumentKind("agreement", "Convention"),
        CaseDocumentKind("protocol", "Protocole individuel de formation"),
        CaseDocumentKind("certificate", "Attestation"),
        CaseDocumentKind("minutes", "Compte rendu"),
        CaseDocumentKind("other", "Autre pièce"),
    ),
    deadlines=(
        CaseDeadlineKind("answer_due", "Réponse à donner à l’entreprise", "received", days=45),
        CaseDeadlineKind("correction_due", "Correction attendue", "correcting", days=30),
        CaseDeadlineKind("agreement_due", "Convention à signer", "agreeing", days=60),
        CaseDeadlineKind("end_due", "Fin du parcours", "running"),
    ),
    outcomes=(
        CaseOutcome("completed", "mené à terme"),
        CaseOutcome("stopped", "arrêté"),
        CaseOutcome("refused", "sans suite"),
        CaseOutcome("withdrawn", "retiré par l’entreprise"),
    ),
    counts=(
        CaseCount(
            "workplace_trainings_completed",
            "parcours AFEST et binômes de job rotation menés à terme",
            "parcours",
            "parcours",
            "dossiers d’AFEST et de job rotation : ceux dont la fin est constatée et l’évaluation écrite",
            "complete",
        ),
    ),
    examples=(
        ProcedureExample(
            "un binôme mené à terme, après le oui du comité",
            (
                ExampleAction(ExampleActionKind.MOVE, "retain", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.FORM),
                ExampleAction(ExampleActionKind.MOVE, "retain", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.DECISION),
                ExampleAction(ExampleActionKind.MOVE, "retain", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.ANSWER, "committee_answer", answer=False),
                ExampleAction(ExampleActionKind.MOVE, "retain", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.ANSWER, "committee_answer", answer=True),
                ExampleAction(ExampleActionKind.MOVE, "retain", Role.BUYER, refusal_code="move_right"),
                ExampleAction(ExampleActionKind.MOVE, "retain", Role.ACTION_LEAD),
                ExampleAction(ExampleActionKind.MOVE, "start", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.DOCUMENT, "agreement"),
                ExampleAction(ExampleActionKind.MOVE, "start"),
                ExampleAction(ExampleActionKind.MOVE, "complete", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.FIELD, "ended_on"),
                ExampleAction(ExampleActionKind.FIELD, "assessment"),
                ExampleAction(ExampleActionKind.MOVE, "complete"),
            ),
            ends_at="completed",
            outcome="completed",
        ),
        ProcedureExample(
            "une entreprise qui corrige, puis renonce",
            (
                ExampleAction(ExampleActionKind.MOVE, "ask", refusal_code="reason_missing"),
                ExampleAction(ExampleActionKind.MOVE, "ask", reason="le remplaçant n’est pas formé avant"),
                ExampleAction(ExampleActionKind.MOVE, "resend", refusal_code="move_right"),
                ExampleAction(ExampleActionKind.MOVE, "resend", refusal_code="needs_lacking", is_applicant=True),
                ExampleAction(ExampleActionKind.FORM),
                ExampleAction(ExampleActionKind.MOVE, "resend", is_applicant=True),
                ExampleAction(ExampleActionKind.MOVE, "withdraw", reason="le poste est pourvu", is_applicant=True),
            ),
            ends_at="withdrawn",
            outcome="withdrawn",
        ),
    ),
)
