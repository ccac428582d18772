"""Cohort of action 11: people who come out of a subsidised contract, and refugees, from identified to certified.

Source: « jeunes sortant de contrats aidés et publics réfugiés (ENIC-NARIC) », « expérimenter sur une cohorte ». A
person decides who is in the cohort. The request to ENIC-NARIC goes beside, with its pieces, its days and its answer.
What says that somebody is a refugee is written by who applies: those who train the person read the stage, never that.
"""

from pacte.kernel.actor import Role
from pacte.procedures.records.applicant_transitions import correction_transitions, withdrawal
from pacte.procedures.records.applicants import Applicants
from pacte.procedures.records.conditions import AnyOf, Is
from pacte.procedures.records.counts import CaseCount, CountMeasure
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
    Retention,
    Transition,
)
from pacte.procedures.records.form import (
    AmountField,
    ChoiceField,
    DayField,
    FormSection,
    NumberField,
    ReferenceField,
    ReferenceTarget,
    SectionAuthor,
    TextField,
    YesNoField,
)

_PURPOSE = "faire reconnaître l’expérience et les diplômes"
_CONTRACT, _REFUGEE = Is("origin", "subsidised_contract"), Is("origin", "refugee")
_REQUEST = Requirement(RequirementKind.FORM, "les réponses")
_CONSENT = Requirement(
    RequirementKind.CONDITION, "l’accord de la personne", condition=AnyOf((_CONTRACT, Is("consent", True)))
)
_INFORMED = Requirement(RequirementKind.FIELD, "le jour du rendez-vous d’information", "informed_on")
_CERTIFICATION = Requirement(RequirementKind.FIELD, "la certification", "certification")
_ADMISSIBLE = Requirement(RequirementKind.FIELD, "le jour de la recevabilité", "admissible_on")
_UNDER_WAY = ("identified", "informed", "admissible")

PROCEDURE = Procedure(
    code="cohort_validation",
    title="Cohorte de VAE accompagnée",
    short_title="cohorte de VAE",
    purpose="Repérer des personnes qui ont une expérience ou un diplôme à faire reconnaître, et les mener au bout.",
    applicant="Un conseiller",
    applicants=Applicants(roles=frozenset({Role.ADVISER}), most_drafts=40, button="Proposer pour la cohorte de VAE"),
    is_sensitive=True,
    keeps=Retention(months=36, draft_days=30),
    stages=(
        CaseStage("proposed", "Proposé", "La personne entre-t-elle dans la cohorte ?", shown="Reçue"),
        CaseStage("correcting", "À préciser", "Que manque-t-il ?"),
        CaseStage("identified", "Repéré", "Quand l’informer ?"),
        CaseStage("informed", "Informé", "Est-ce recevable ?"),
        CaseStage("admissible", "Recevable", "La certification est-elle obtenue ?"),
        CaseStage("certified", "Certifié", "Que fait la personne ensuite ?", is_end=True),
        CaseStage("stopped", "Arrêté", "Pourquoi n’est-on pas allé au bout ?", is_end=True),
        CaseStage("withdrawn", "Retiré", "Pourquoi y a-t-on renoncé ?", is_end=True),
    ),
    transitions=(
        *correction_transitions(
            "proposed",
            "Renvoyer",
            (_REQUEST,),
            opens=("candidate", "origin", "diploma"),
            verb="Demander une précision",
            days=15,
        ),
        Transition(
            "identify", "Retenir dans la cohorte", ("proposed",), "identified", STEERING_ROLES, (_REQUEST, _CONSENT)
        ),
        Transition("inform", "Noter l’information donnée", ("identified",), "informed", STEERING_ROLES, (_INFORMED,)),
        Transition(
            "admit",
            "Noter la recevabilité",
            ("informed",),
            "admissible",
            STEERING_ROLES,
            (_CERTIFICATION, _ADMISSIBLE),
        ),
        Transition(
            "certify", "Noter la certification", ("admissible",), "certified", STEERING_ROLES, outcome="certified"
        ),
        Transition(
            "stop",
            "Arrêter",
            ("proposed", *_UNDER_WAY),
            "stopped",
            STEERING_ROLES,
            needs_reason=True,
            outcome="stopped",
        ),
        withdrawal("Retirer", ("proposed", "correcting", *_UNDER_WAY)),
    ),
    form=(
        FormSection(
            "candidate",
            "La personne",
            (
                ReferenceField(
                    code="journey",
                    label="Numéro du parcours",
                    kind=ReferenceTarget.JOURNEY,
                    help="Ou l’adresse d’une page de ce parcours ; jamais un nom.",
                    is_personal=True,
                    purpose=_PURPOSE,
                ),
                TextField(
                    code="contact",
                    label="Qui joindre",
                    help="Le professionnel qui répondra.",
                    is_personal=True,
                    purpose="répondre à la demande",
                ),
            ),
        ),
        FormSection(
            "origin",
            "Comment la personne a été repérée",
            (
                ChoiceField(
                    code="origin",
                    label="À quel titre",
                    choices=(
                        ("subsidised_contract", "Fin d’un contrat aidé"),
                        ("refugee", "Personne réfugiée, avec son accord"),
                    ),
                    is_personal=True,
                    purpose=_PURPOSE,
                ),
                DayField(
                    code="contract_ends_on",
                    label="Fin du contrat aidé",
                    when=_CONTRACT,
                    is_personal=True,
                    purpose=_PURPOSE,
                ),
                YesNoField(
                    code="consent",
                    label="La personne a donné son accord pour que sa situation soit dite ici",
                    help="Sans son accord, elle n’est pas retenue à ce titre.",
                    when=_REFUGEE,
                    is_personal=True,
                    purpose=_PURPOSE,
                ),
            ),
        ),
        FormSection(
            "diploma",
            "Le diplôme étranger et ENIC-NARIC",
            (
                TextField(
                    code="foreign_diploma",
                    label="Diplôme déclaré",
                    help="Son intitulé et l’année, sans le nom de la personne.",
                    is_required=False,
                    is_personal=True,
                    purpose=_PURPOSE,
                ),
                ChoiceField(
                    code="naric_pieces",
                    label="Pièces réunies",
                    is_multiple=True,
                    is_required=False,
                    choices=(
                        ("diploma", "Le diplôme"),
                        ("transcript", "Les relevés de notes"),
                        ("duration", "L’attestation de la durée des études"),
                        ("translation", "Les traductions"),
                    ),
                    is_personal=True,
                    purpose=_PURPOSE,
                ),
                DayField(
                    code="naric_asked_on",
                    label="Demande envoyée à ENIC-NARIC le",
                    is_required=False,
                    is_personal=True,
                    purpose=_PURPOSE,
                ),
                DayField(
                    code="naric_answered_on",
                    label="Réponse reçue le",
                    after="naric_asked_on",
                    is_required=False,
                    is_personal=True,
                    purpose=_PURPOSE,
                ),
                ChoiceField(
                    code="naric_answer",
                    label="Réponse d’ENIC-NARIC",
                    is_required=False,
                    choices=(
                        ("level", "Attestation de comparabilité, avec un niveau"),
                        ("studies", "Attestation de reconnaissance d’études"),
                        ("none", "Pas d’attestation"),
                        ("more", "Pièces à compléter"),
                    ),
                    is_personal=True,
                    purpose=_PURPOSE,
                ),
                NumberField(
                    code="naric_level",
                    label="Niveau reconnu",
                    help="Du cadre national, de 3 à 8.",
                    least=3,
                    most=8,
                    is_required=False,
                    when=Is("naric_answer", "level"),
                    is_personal=True,
                    purpose=_PURPOSE,
                ),
            ),
            when=_REFUGEE,
        ),
        FormSection(
            "follow_up",
            "Le suivi",
            (
                DayField(code="informed_on", label="Point information conseil en VAE, rendez-vous tenu le"),
                ReferenceField(code="certification", label="Certification visée", kind=ReferenceTarget.CERTIFICATION),
                DayField(code="admissible_on", label="Recevable le", after="informed_on"),
                DayField(code="jury_on", label="Jury le", after="admissible_on"),
                NumberField(code="hours", label="Accompagnement", unit="heures", least=0, most=2000, places=1),
                AmountField(code="cost", label="Coût de l’accompagnement et des modules"),
            ),
            author=SectionAuthor.INSTRUCTOR,
        ),
    ),
    documents=(
        CaseDocumentKind("admissibility", "Décision de recevabilité"),
        CaseDocumentKind("statement", "Attestation reçue"),
        CaseDocumentKind("certificate", "Décision du jury"),
        CaseDocumentKind("other", "Autre pièce"),
    ),
    deadlines=(
        CaseDeadlineKind("answer_due", "Précision attendue", "correcting", reminders=(3,), days=15),
        CaseDeadlineKind("decision_due", "Décider de l’entrée dans la cohorte", "proposed", reminders=(3,), days=15),
        CaseDeadlineKind("information_due", "Rendez-vous d’information à tenir", "identified", (7,), days=30),
        CaseDeadlineKind("admissibility_due", "Recevabilité attendue", "informed", (15, 3), days=90),
        CaseDeadlineKind("naric_due", "Réponse d’ENIC-NARIC attendue", "informed", (15, 3)),
        CaseDeadlineKind("jury_due", "Jury", "admissible", (15, 3), field="jury_on"),
    ),
    outcomes=(
        CaseOutcome("certified", "certifié"),
        CaseOutcome("stopped", "arrêté"),
        CaseOutcome("withdrawn", "retiré"),
    ),
    counts=(
        CaseCount(
            "cohort_validation_of_experience",
            "personnes de la cohorte certifiées, sur les personnes repérées",
            "%",
            "%",
            "dossiers de la cohorte de VAE : personnes retenues ; parmi elles, celles qui sont certifiées",
            "certify",
            measure=CountMeasure.SHARE,
            out_of=("identify",),
            conversions=("inform", "admit", "certify"),
        ),
    ),
    examples=(
        ProcedureExample(
            "une personne réfugiée, avec son accord, du repérage à la certification",
            (
                ExampleAction(ExampleActionKind.MOVE, "identify", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.FORM),
                ExampleAction(ExampleActionKind.ANSWER, "origin", answer="refugee"),
                ExampleAction(ExampleActionKind.MOVE, "identify", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.ANSWER, "consent", answer=True),
                ExampleAction(ExampleActionKind.MOVE, "identify", Role.BUYER, refusal_code="move_right"),
                ExampleAction(ExampleActionKind.MOVE, "identify", Role.ACTION_LEAD),
                ExampleAction(ExampleActionKind.MOVE, "inform", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.FIELD, "informed_on"),
                ExampleAction(ExampleActionKind.MOVE, "inform"),
                ExampleAction(ExampleActionKind.FIELD, "certification"),
                ExampleAction(ExampleActionKind.MOVE, "admit", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.FIELD, "admissible_on"),
                ExampleAction(ExampleActionKind.MOVE, "admit"),
                ExampleAction(ExampleActionKind.MOVE, "certify"),
            ),
            ends_at="certified",
            outcome="certified",
        ),
        ProcedureExample(
            "une personne de la cohorte qui n’ira pas au bout",
            (
                ExampleAction(ExampleActionKind.FORM),
                ExampleAction(ExampleActionKind.ANSWER, "origin", answer="subsidised_contract"),
                ExampleAction(ExampleActionKind.MOVE, "identify"),
                ExampleAction(ExampleActionKind.MOVE, "stop", refusal_code="reason_missing"),
                ExampleAction(ExampleActionKind.MOVE, "stop", reason="elle a signé un contrat durable"),
            ),
            ends_at="stopped",
            outcome="stopped",
        ),
        ProcedureExample(
            "une proposition précisée, puis retirée par le conseiller",
            (
                ExampleAction(ExampleActionKind.MOVE, "ask", reason="quelle fin de contrat ?"),
                ExampleAction(ExampleActionKind.FORM),
                ExampleAction(ExampleActionKind.MOVE, "resend", is_applicant=True),
                ExampleAction(ExampleActionKind.MOVE, "withdraw", reason="la personne préfère non", is_applicant=True),
            ),
            ends_at="withdrawn",
            outcome="withdrawn",
        ),
    ),
)
