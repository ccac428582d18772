"""Training made with employers (« formation cousue main »): from a need of firms to the hires that they promised.

Source: the action « formation cousue main avec des entreprises » of the operational table: find firms that want to
hire, build with them a training that engages them, sign conventions; what is measured is the hires made, on a permanent
contract or on one of six months at least, out of the posts promised. Both sides prove a hire: the person trained, whose
journey says the contract at three and six months, and the firm, which confirms a number.
"""

from pacte.kernel.actor import Role
from pacte.procedures.records.applicant_transitions import correction_transitions, withdrawal
from pacte.procedures.records.applicants import ApplicantKind, Applicants
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
    Transition,
)
from pacte.procedures.records.form import (
    ChoiceField,
    DayField,
    EmailField,
    FormSection,
    LinesField,
    NumberField,
    PhoneField,
    ReferenceField,
    ReferenceTarget,
    SectionAuthor,
    SiretField,
    TextField,
)
from pacte.procedures.records.papers import LinesSigner, Paper, PaperPart, RegionSigner
from pacte.procedures.records.promises import HirePromises

_BUYING_ROLES = STEERING_ROLES | {Role.BUYER}
_NEED = Requirement(RequirementKind.FORM, "les réponses de l’entreprise")
_DESIGN = Requirement(RequirementKind.FIELD, "ce qui est construit avec les entreprises", "design")
_PROMISES = Requirement(RequirementKind.FIELD, "les promesses d’embauche", "promises")
_SIGNED = Requirement(
    RequirementKind.SIGNED, "la convention signée par chaque entreprise et par la Région", "convention"
)
_SESSION = Requirement(RequirementKind.FIELD, "la session de formation", "sessions")
_ANSWERED = Requirement(RequirementKind.FIELD, "le bilan avec les entreprises", "review")
_BEFORE_SIGNING = ("need", "correcting", "codesign", "signing")
_OPEN_STAGES = (*_BEFORE_SIGNING, "training", "hiring")
_ANSWER_PURPOSE = "répondre à la demande"

PROCEDURE = Procedure(
    code="custom_training",
    title="Formation cousue main avec des entreprises",
    short_title="formation cousue main",
    purpose="Construire avec des entreprises qui embauchent une formation, et les embauches qui la suivent.",
    applicant="Une entreprise, ou plusieurs ensemble",
    applicants=Applicants((ApplicantKind.FIRM, ApplicantKind.ASSOCIATION)),
    stages=(
        CaseStage("need", "Besoin", "Qui veut embaucher, sur quel métier, combien de personnes ?", shown="Reçu"),
        CaseStage("correcting", "À corriger", "Que manque-t-il à la demande ?"),
        CaseStage("codesign", "Construction", "Quelle formation, avec quelles entreprises ?"),
        CaseStage("signing", "Convention", "Qui promet combien d’embauches, et pour quand ?"),
        CaseStage("training", "Formation", "Où en sont le recrutement et la formation ?"),
        CaseStage("hiring", "Embauches", "Qui est embauché, et qui le confirme ?"),
        CaseStage("ended", "Terminé", "Que retient-on pour la suivante ?", is_end=True),
        CaseStage("dropped", "Sans suite", "Pourquoi s’est-on arrêté ?", is_end=True),
        CaseStage("withdrawn", "Retiré", "Pourquoi l’entreprise a-t-elle renoncé ?", is_end=True),
    ),
    transitions=(
        *correction_transitions("need", "Renvoyer la demande", (_NEED,), opens=("firm", "need", "engagement")),
        Transition("design", "Construire la formation", ("need",), "codesign", STEERING_ROLES, (_NEED,)),
        Transition(
            "prepare",
            "Établir la convention",
            ("codesign",),
            "signing",
            STEERING_ROLES,
            (_DESIGN, _PROMISES),
            papers=("convention",),
        ),
        Transition("sign", "Lancer la formation", ("signing",), "training", STEERING_ROLES, (_PROMISES, _SIGNED)),
        Transition("train", "Passer aux embauches", ("training",), "hiring", _BUYING_ROLES, (_SESSION,)),
        Transition("close", "Clore le dossier", ("hiring",), "ended", STEERING_ROLES, (_ANSWERED,), outcome="ended"),
        Transition(
            "drop", "Ne pas donner suite", _OPEN_STAGES, "dropped", STEERING_ROLES, needs_reason=True, outcome="dropped"
        ),
        withdrawal("Retirer la demande", _BEFORE_SIGNING),
    ),
    form=(
        FormSection(
            "firm",
            "L’entreprise",
            (
                TextField(code="applicant_firm", label="Nom de l’entreprise", is_listed=True),
                SiretField(code="applicant_siret", label="SIRET"),
                ReferenceField(code="commune", label="Commune", kind=ReferenceTarget.COMMUNE),
                TextField(code="contact", label="Personne à joindre", is_personal=True, purpose=_ANSWER_PURPOSE),
                PhoneField(
                    code="phone", label="Téléphone", is_required=False, is_personal=True, purpose=_ANSWER_PURPOSE
                ),
            ),
        ),
        FormSection(
            "need",
            "Le besoin",
            (
                ReferenceField(code="occupation", label="Métier", kind=ReferenceTarget.OCCUPATION, is_listed=True),
                NumberField(code="posts_needed", label="Postes à pourvoir", unit="postes", least=1, most=500),
                DayField(code="needed_on", label="Pour quand"),
                TextField(
                    code="workplace", label="Lieu de travail", help="Commune, et comment on y vient.", is_required=False
                ),
                TextField(
                    code="competences",
                    label="Ce qu’il faut savoir faire",
                    help="Les gestes du poste, pas un diplôme.",
                    is_long=True,
                    most=3000,
                ),
            ),
        ),
        FormSection(
            "engagement",
            "Ce que chaque entreprise promet",
            (
                LinesField(
                    code="promises",
                    label="Promesses d’embauche",
                    one="promesse",
                    help="Chacune se précise pendant la construction, jusqu’à la convention.",
                    is_required=False,
                    columns=(
                        TextField(code="firm_name", label="Entreprise"),
                        SiretField(code="siret", label="SIRET"),
                        EmailField(
                            code="email",
                            label="Courriel",
                            help="Nous y demanderons combien de personnes sont embauchées.",
                            is_personal=True,
                            purpose="demander à l’entreprise combien de personnes elle a embauchées",
                        ),
                        ReferenceField(code="post", label="Métier", kind=ReferenceTarget.OCCUPATION, is_required=False),
                        NumberField(code="posts", label="Postes", unit="postes", least=1, most=100),
                        ChoiceField(
                            code="contract",
                            label="Contrat",
                            choices=(("permanent", "CDI"), ("six_months", "CDD d’au moins 6 mois")),
                        ),
                        DayField(code="by", label="Au plus tard le"),
                    ),
                ),
            ),
            intro="Une promesse engage une fois la convention signée. Elle est tenue quand l’embauche est faite.",
        ),
        FormSection(
            "course",
            "La formation",
            (
                TextField(code="design", label="Ce qui est construit ensemble", is_long=True, most=5000),
                ReferenceField(code="sessions", label="Sessions", kind=ReferenceTarget.SESSION, is_multiple=True),
                ReferenceField(code="order", label="Commande", kind=ReferenceTarget.ORDER, is_required=False),
                TextField(code="review", label="Bilan avec les entreprises", is_long=True, most=5000),
            ),
            author=SectionAuthor.INSTRUCTOR,
        ),
    ),
    documents=(
        CaseDocumentKind("agreement", "Convention signée à la main"),
        CaseDocumentKind("programme", "Programme de la formation"),
        CaseDocumentKind("minutes", "Compte rendu"),
        CaseDocumentKind("other", "Autre pièce"),
    ),
    deadlines=(
        CaseDeadlineKind("answer_due", "Réponse à donner à l’entreprise", "need", days=15),
        CaseDeadlineKind("correction_due", "Correction attendue", "correcting", days=30),
        CaseDeadlineKind("design_due", "Formation à construire", "codesign", days=60),
        CaseDeadlineKind("signing_due", "Convention à signer", "signing", days=30),
        CaseDeadlineKind("session_due", "Session à ouvrir", "training", days=60),
        CaseDeadlineKind("review_due", "Bilan à faire", "hiring", days=210),
    ),
    papers=(
        Paper(
            code="convention",
            label="Convention",
            title="Convention de formation et d’embauche",
            is_docx=True,
            parts=(
                PaperPart(
                    heading="Le besoin",
                    sentences=(
                        "{applicant_firm} veut embaucher, pour ce métier : {occupation}.",
                        "Postes à pourvoir : {posts_needed}, pour le {needed_on}.",
                        "Lieu de travail : {workplace}.",
                        "Ce qu’il faut savoir faire : {competences}",
                    ),
                ),
                PaperPart(heading="La formation construite ensemble", sentences=("{design}",)),
                PaperPart(
                    heading="Ce que chaque entreprise promet",
                    sentences=(
                        "Chaque entreprise promet d’embaucher, parmi les personnes formées, aux conditions suivantes.",
                    ),
                    lines="promises",
                    columns=("firm_name", "siret", "post", "posts", "contract", "by"),
                    totals=("posts",),
                ),
                PaperPart(
                    heading="Ce que chacun fait",
                    sentences=(
                        "La Région fait ouvrir la formation et en suit le déroulement avec les entreprises.",
                        "Trois et six mois après la formation, chaque entreprise confirme combien de personnes formées "
                        "elle a embauchées. Une promesse est tenue quand ces personnes le disent aussi.",
                    ),
                ),
            ),
            signed_by=(
                LinesSigner(lines="promises", party="siret", name="firm_name", email="email"),
                RegionSigner(frozenset({Role.REGION_PILOT})),
            ),
        ),
    ),
    outcomes=(
        CaseOutcome("ended", "mené à terme"),
        CaseOutcome("dropped", "sans suite"),
        CaseOutcome("withdrawn", "retiré par l’entreprise"),
    ),
    promises=HirePromises(
        lines="promises",
        firm="siret",
        name="firm_name",
        email="email",
        posts="posts",
        by="by",
        sessions="sessions",
        signed="sign",
        void=frozenset({"drop"}),
    ),
    counts=(
        CaseCount(
            "employer_promises_kept",
            "embauches réalisées (CDI, ou CDD d’au moins 6 mois) sur les postes promis par les entreprises",
            "%",
            "%",
            "conventions avec des entreprises : postes promis dont la date est venue, tenus quand une personne formée "
            "dit son contrat à 3 ou 6 mois et que l’entreprise confirme l’embauche",
            "sign",
            measure=CountMeasure.HIRES,
        ),
        CaseCount(
            "cost_per_hire",
            "coût d’une embauche tenue",
            "€ par embauche",
            "€ par embauche",
            "conventions avec des entreprises dont une promesse est échue : euros commandés pour leurs sessions, sur "
            "les embauches que la personne et l’entreprise confirment",
            "sign",
            order="order",
            is_result=False,
            measure=CountMeasure.COST_PER_HIRE,
        ),
    ),
    examples=(
        ProcedureExample(
            "une formation construite avec une entreprise, jusqu’aux embauches",
            (
                ExampleAction(ExampleActionKind.MOVE, "design", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.FORM),
                ExampleAction(ExampleActionKind.MOVE, "design", Role.BUYER, refusal_code="move_right"),
                ExampleAction(ExampleActionKind.MOVE, "design", Role.ACTION_LEAD),
                ExampleAction(ExampleActionKind.MOVE, "prepare", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.FIELD, "design"),
                ExampleAction(ExampleActionKind.MOVE, "prepare", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.FIELD, "promises"),
                ExampleAction(ExampleActionKind.MOVE, "prepare"),
                ExampleAction(ExampleActionKind.MOVE, "sign", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.SIGN, "convention"),
                ExampleAction(ExampleActionKind.MOVE, "sign"),
                ExampleAction(ExampleActionKind.MOVE, "train", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.FIELD, "sessions"),
                ExampleAction(ExampleActionKind.MOVE, "train", Role.BUYER),
                ExampleAction(ExampleActionKind.MOVE, "close", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.FIELD, "review"),
                ExampleAction(ExampleActionKind.MOVE, "close"),
            ),
            ends_at="ended",
            outcome="ended",
        ),
        ProcedureExample(
            "une entreprise qui corrige, puis renonce avant de signer",
            (
                ExampleAction(ExampleActionKind.MOVE, "ask", refusal_code="reason_missing"),
                ExampleAction(ExampleActionKind.MOVE, "ask", reason="le métier n’est pas dit"),
                ExampleAction(ExampleActionKind.MOVE, "resend", refusal_code="move_right"),
                ExampleAction(ExampleActionKind.MOVE, "resend", refusal_code="needs_lacking", is_applicant=True),
                ExampleAction(ExampleActionKind.FORM),
                ExampleAction(ExampleActionKind.MOVE, "resend", is_applicant=True),
                ExampleAction(ExampleActionKind.MOVE, "withdraw", reason="le marché est perdu", is_applicant=True),
            ),
            ends_at="withdrawn",
            outcome="withdrawn",
        ),
        ProcedureExample(
            "une formation que rien ne suit",
            (
                ExampleAction(ExampleActionKind.MOVE, "drop", refusal_code="reason_missing"),
                ExampleAction(ExampleActionKind.MOVE, "drop", reason="aucune entreprise ne s’engage"),
                ExampleAction(ExampleActionKind.MOVE, "design", refusal_code="stage_passed"),
            ),
            ends_at="dropped",
            outcome="dropped",
        ),
    ),
)
