"""Request of adaptation: what somebody needs in order to follow a training, from the request to what changed.

Source: the action « ressource handicap » of the operational table, and its extension to other publics « if results »:
the public is one answer of the form. The need is asked for, never a diagnosis. The day on which the adaptation is
effective is that of the transition. Whether it helped is not declared: it is read in the journey that the case names
by its number, and the form asks for nobody's name.
"""

from pacte.kernel.actor import Role
from pacte.procedures.records.applicant_transitions import correction_transitions, withdrawal
from pacte.procedures.records.applicants import ApplicantKind, Applicants
from pacte.procedures.records.conditions import Is, Not
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
    PhoneField,
    ReferenceField,
    ReferenceTarget,
    SectionAuthor,
    TextField,
)

_PURPOSE = "adapter la formation au besoin de la personne"
_SOURCE = (
    "demandes d’aménagement : parcours où l’aménagement a été mis en place avant la fin et dont la fin est constatée ; "
    "parmi eux, ceux qui sont allés au terme ou à leur objectif, d’après les étapes du parcours"
)
_DISABILITY = Is("public", "disability")
_WITHIN_DAYS = 30
_REQUEST = Requirement(RequirementKind.FORM, "les réponses à la demande")
_REFERENT = Requirement(RequirementKind.FIELD, "le référent", "referent")
_JOURNEY = Requirement(RequirementKind.FIELD, "le numéro du parcours", "journey")
_PLAN = Requirement(RequirementKind.FIELD, "le plan d’aménagement", "adaptation_plan")
_PAYER = Requirement(RequirementKind.FIELD, "qui paie", "payer")
_SATISFACTION = Requirement(RequirementKind.FIELD, "la satisfaction de la personne", "satisfaction")
_BEFORE_EFFECT = ("requested", "correcting", "entrusted", "planned")

PROCEDURE = Procedure(
    code="adaptation_request",
    title="Demande d’aménagement d’une formation",
    short_title="demande d’aménagement",
    purpose="Adapter une formation à ce dont la personne a besoin pour aller au terme.",
    applicant="Un conseiller, un organisme de formation ou la personne elle-même",
    applicants=Applicants(
        (ApplicantKind.PERSON,),
        frozenset({Role.ADVISER, Role.PROVIDER}),
        most_drafts=20,
        button="Demander un aménagement",
    ),
    is_sensitive=True,
    keeps=Retention(months=24, draft_days=30),
    stages=(
        CaseStage("requested", "Demandé", "De quoi la personne a-t-elle besoin ?", shown="Reçue"),
        CaseStage("correcting", "À préciser", "Que manque-t-il à la demande ?"),
        CaseStage("entrusted", "Confié à un référent", "Quel aménagement convient ?", shown="Suivie par un référent"),
        CaseStage("planned", "Plan arrêté", "Quand l’aménagement sera-t-il en place ?", shown="Aménagement prévu"),
        CaseStage("effective", "En place", "L’aménagement convient-il ?"),
        CaseStage("ended", "Terminé", "La personne en est-elle satisfaite ?", is_end=True),
        CaseStage("not_followed_up", "Sans suite", "Pourquoi rien n’a-t-il été aménagé ?", is_end=True),
        CaseStage("withdrawn", "Retiré", "Pourquoi y a-t-on renoncé ?", is_end=True),
    ),
    transitions=(
        *correction_transitions(
            "requested",
            "Renvoyer la demande",
            (_REQUEST,),
            opens=("training", "need"),
            verb="Demander une précision",
            days=15,
        ),
        Transition("entrust", "Confier à un référent", ("requested",), "entrusted", STEERING_ROLES, (_REFERENT,)),
        Transition("plan", "Arrêter le plan", ("entrusted",), "planned", STEERING_ROLES, (_JOURNEY, _PLAN, _PAYER)),
        Transition("take_effect", "Dire l’aménagement en place", ("planned",), "effective", STEERING_ROLES),
        Transition(
            "end", "Clore le suivi", ("effective",), "ended", STEERING_ROLES, (_SATISFACTION,), outcome="adapted"
        ),
        Transition(
            "drop",
            "Ne pas donner suite",
            (*_BEFORE_EFFECT, "effective"),
            "not_followed_up",
            STEERING_ROLES,
            needs_reason=True,
            outcome="not_followed_up",
        ),
        withdrawal("Retirer la demande", _BEFORE_EFFECT),
    ),
    form=(
        FormSection(
            "training",
            "La formation",
            (
                ReferenceField(
                    code="journey",
                    label="Numéro du parcours",
                    kind=ReferenceTarget.JOURNEY,
                    help="Ou l’adresse d’une page de ce parcours ; jamais un nom. Déjà rempli si vous venez de cette "
                    "page. Si vous demandez pour vous-même sans le connaître, laissez vide : le référent le retrouve.",
                    is_required=False,
                    is_personal=True,
                    purpose="savoir si la personne va au terme de sa formation",
                ),
                ReferenceField(code="session", label="Session de la formation", kind=ReferenceTarget.SESSION),
                TextField(
                    code="contact",
                    label="Qui joindre",
                    help="La personne ou le professionnel qui répondra au référent.",
                    is_personal=True,
                    purpose="répondre à la demande",
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
            "need",
            "Le besoin",
            (
                ChoiceField(
                    code="public",
                    label="À quel titre",
                    choices=(
                        ("disability", "Situation de handicap, reconnue ou non"),
                        ("literacy", "Difficultés à lire ou à écrire"),
                        ("prison", "Personne placée sous main de justice"),
                        ("lone_parent", "Parent seul"),
                        ("other", "Autre situation"),
                    ),
                    is_personal=True,
                    purpose="savoir à quels publics étendre la ressource handicap",
                ),
                ChoiceField(
                    code="needs",
                    label="Ce qu’il faut aménager",
                    is_multiple=True,
                    choices=(
                        ("pace", "Le rythme ou les horaires"),
                        ("workstation", "Le poste et le matériel"),
                        ("access", "L’accès aux locaux"),
                        ("materials", "Les supports de cours"),
                        ("human_help", "Une aide humaine"),
                        ("exam", "Les conditions d’examen"),
                    ),
                    is_personal=True,
                    purpose=_PURPOSE,
                ),
                TextField(
                    code="need_in_words",
                    label="Le besoin en quelques mots",
                    help="Le besoin, jamais le diagnostic : « une pause toutes les heures », « des supports en gros "
                    "caractères ». N’écrivez aucun nom.",
                    is_required=False,
                    is_long=True,
                    most=1500,
                    is_personal=True,
                    purpose=_PURPOSE,
                ),
                DayField(code="wished_on", label="En place avant le"),
            ),
        ),
        FormSection(
            "answer",
            "La réponse",
            (
                TextField(
                    code="referent",
                    label="Référent",
                    is_personal=True,
                    purpose="dire à la personne qui suit sa demande",
                ),
                TextField(
                    code="adaptation_plan",
                    label="Plan d’aménagement",
                    help="Ce qui change, où et pour combien de temps. Ni nom ni diagnostic.",
                    is_long=True,
                    most=4000,
                    is_personal=True,
                    purpose=_PURPOSE,
                ),
                ChoiceField(
                    code="payer",
                    label="Qui paie",
                    choices=(
                        ("agefiph", "AGEFIPH"),
                        ("fiphfp", "FIPHFP"),
                        ("provider", "L’organisme de formation"),
                        ("region", "La Région"),
                        ("opco", "Un opérateur de compétences"),
                        ("none", "Aucun coût"),
                        ("other", "Un autre financeur"),
                    ),
                ),
                AmountField(code="cost", label="Montant"),
                NumberField(
                    code="satisfaction",
                    label="Satisfaction de la personne",
                    help="De 1, pas du tout, à 5, tout à fait.",
                    unit="sur 5",
                    least=1,
                    most=5,
                ),
            ),
            author=SectionAuthor.INSTRUCTOR,
        ),
    ),
    documents=(
        CaseDocumentKind("plan", "Plan d’aménagement signé"),
        CaseDocumentKind("quote", "Devis ou facture"),
        CaseDocumentKind("other", "Autre pièce, sans donnée médicale"),
    ),
    deadlines=(
        CaseDeadlineKind("referent_due", "Référent à désigner", "requested", reminders=(2,), days=5),
        CaseDeadlineKind("answer_due", "Précision attendue", "correcting", reminders=(3,), days=15),
        CaseDeadlineKind("plan_due", "Plan à arrêter", "entrusted", reminders=(5,), days=15),
        CaseDeadlineKind("effect_due", "Aménagement à mettre en place", "planned", days=_WITHIN_DAYS),
        CaseDeadlineKind("end_due", "Fin de la formation", "effective"),
    ),
    outcomes=(
        CaseOutcome("adapted", "formation aménagée"),
        CaseOutcome("not_followed_up", "sans suite"),
        CaseOutcome("withdrawn", "retirée"),
    ),
    counts=(
        CaseCount(
            "completion_with_adaptation",
            "personnes accompagnées par la ressource handicap qui vont au terme de leur formation",
            "%",
            "%",
            _SOURCE,
            "take_effect",
            when=_DISABILITY,
            measure=CountMeasure.COMPLETED,
            journey="journey",
            within_days=_WITHIN_DAYS,
            context_fields=("payer", "satisfaction"),
        ),
        CaseCount(
            "completion_with_adaptation_other_publics",
            "personnes d’autres publics, formation aménagée, qui vont à son terme",
            "%",
            "%",
            _SOURCE,
            "take_effect",
            when=Not(_DISABILITY),
            measure=CountMeasure.COMPLETED,
            journey="journey",
            within_days=_WITHIN_DAYS,
            context_fields=("payer", "satisfaction"),
        ),
    ),
    examples=(
        ProcedureExample(
            "une formation aménagée, du besoin à la satisfaction",
            (
                ExampleAction(ExampleActionKind.FORM),
                ExampleAction(ExampleActionKind.MOVE, "entrust", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.FIELD, "referent"),
                ExampleAction(ExampleActionKind.MOVE, "entrust", Role.BUYER, refusal_code="move_right"),
                ExampleAction(ExampleActionKind.MOVE, "entrust", Role.ACTION_LEAD),
                ExampleAction(ExampleActionKind.FIELD, "adaptation_plan"),
                ExampleAction(ExampleActionKind.FIELD, "payer"),
                ExampleAction(ExampleActionKind.MOVE, "plan", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.FIELD, "journey"),
                ExampleAction(ExampleActionKind.MOVE, "plan"),
                ExampleAction(ExampleActionKind.MOVE, "take_effect"),
                ExampleAction(ExampleActionKind.MOVE, "end", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.FIELD, "satisfaction"),
                ExampleAction(ExampleActionKind.MOVE, "end"),
            ),
            ends_at="ended",
            outcome="adapted",
        ),
        ProcedureExample(
            "une demande précisée, puis retirée par qui l’a faite",
            (
                ExampleAction(ExampleActionKind.MOVE, "ask", refusal_code="reason_missing"),
                ExampleAction(ExampleActionKind.MOVE, "ask", reason="quels supports ?"),
                ExampleAction(ExampleActionKind.MOVE, "resend", refusal_code="move_right"),
                ExampleAction(ExampleActionKind.FORM),
                ExampleAction(ExampleActionKind.MOVE, "resend", is_applicant=True),
                ExampleAction(
                    ExampleActionKind.MOVE, "withdraw", reason="la personne change de formation", is_applicant=True
                ),
            ),
            ends_at="withdrawn",
            outcome="withdrawn",
        ),
        ProcedureExample(
            "une demande sans suite, avec son motif",
            (
                ExampleAction(ExampleActionKind.MOVE, "drop", refusal_code="reason_missing"),
                ExampleAction(ExampleActionKind.MOVE, "drop", reason="la formation est annulée"),
            ),
            ends_at="not_followed_up",
            outcome="not_followed_up",
        ),
    ),
)
