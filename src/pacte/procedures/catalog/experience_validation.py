"""Validation of experience (VAE): one candidate, from the request to the jury, and again for the blocks that miss.

Source: action « expérimenter de nouveaux modes de VAE » of the operational table: hybrid (a training for the missing
blocks) and accelerated (support by the week), beside the usual one. Its objective counts those who validate the whole
certification. The admissibility and the outcome are those of the certifier and its jury: a person writes them here.
"""

from pacte.kernel.actor import Role
from pacte.procedures.records.applicant_transitions import correction_transitions, withdrawal
from pacte.procedures.records.applicants import ApplicantKind, Applicants
from pacte.procedures.records.counts import CaseCount, CountMeasure, ModeComparison
from pacte.procedures.records.description import (
    STEERING_ROLES,
    CaseDeadlineKind,
    CaseDocumentKind,
    CaseOutcome,
    CaseStage,
    ExampleAction,
    ExampleActionKind,
    MissingBlocks,
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
    LinesField,
    NumberField,
    PhoneField,
    ReferenceField,
    ReferenceTarget,
    SectionAuthor,
    TextField,
)

_PURPOSE = "accompagner la validation de l’expérience"
_REQUEST = Requirement(RequirementKind.FORM, "les réponses à la demande")
_ASKED_ON = Requirement(RequirementKind.FIELD, "le jour de la demande au certificateur", "admissibility_asked_on")
_ADMISSIBLE_ON = Requirement(RequirementKind.FIELD, "le jour de la recevabilité", "admissible_on")
_JURY_ON = Requirement(RequirementKind.FIELD, "le jour du jury", "jury_on")
_VALIDATED = Requirement(RequirementKind.FIELD, "les blocs validés", "validated_blocks")
_MISSING = Requirement(RequirementKind.FIELD, "les blocs manquants", "missing_blocks")
_BEFORE_JURY = ("asked", "correcting", "studied", "admissible")
# What several of the examples begin with.
_ASKED_TO_CERTIFIER = (
    ExampleAction(ExampleActionKind.FORM),
    ExampleAction(ExampleActionKind.FIELD, "admissibility_asked_on"),
    ExampleAction(ExampleActionKind.MOVE, "ask_admissibility"),
)
_TO_JURY = (
    *_ASKED_TO_CERTIFIER,
    ExampleAction(ExampleActionKind.FIELD, "admissible_on"),
    ExampleAction(ExampleActionKind.MOVE, "admit"),
    ExampleAction(ExampleActionKind.FIELD, "jury_on"),
    ExampleAction(ExampleActionKind.MOVE, "set_jury"),
)

PROCEDURE = Procedure(
    code="experience_validation",
    title="Validation des acquis de l’expérience",
    short_title="VAE",
    purpose="Obtenir toute sa certification par l’expérience, et compléter ce qui manque.",
    applicant="Un conseiller ou la personne elle-même",
    applicants=Applicants(
        (ApplicantKind.PERSON,), frozenset({Role.ADVISER}), most_drafts=20, button="Demander une VAE"
    ),
    is_sensitive=True,
    missing_blocks=MissingBlocks(certification="certification", blocks="missing_blocks"),
    keeps=Retention(months=36, draft_days=30),
    stages=(
        CaseStage("asked", "Demandée", "Quelle certification, et par quel mode ?", shown="Reçue"),
        CaseStage("correcting", "À préciser", "Que manque-t-il à la demande ?"),
        CaseStage("studied", "Recevabilité demandée", "Que répond le certificateur ?"),
        CaseStage("admissible", "Recevable", "Quel accompagnement jusqu’au jury ?"),
        CaseStage("jury", "Jury fixé", "Que décide le jury ?"),
        CaseStage("completing", "Blocs à compléter", "Où préparer les blocs manquants ?"),
        CaseStage("validated", "Certification obtenue", "Que fait la personne ensuite ?", is_end=True),
        CaseStage("part_kept", "Validation partielle", "Quels blocs sont acquis ?", is_end=True),
        CaseStage("not_validated", "Rien de validé", "Que lui propose-t-on ?", is_end=True),
        CaseStage("not_admissible", "Non recevable", "Que lui propose-t-on ?", is_end=True),
        CaseStage("withdrawn", "Retirée", "Pourquoi y a-t-on renoncé ?", is_end=True),
    ),
    transitions=(
        *correction_transitions(
            "asked",
            "Renvoyer la demande",
            (_REQUEST,),
            opens=("candidate", "project"),
            verb="Demander une précision",
            days=15,
        ),
        Transition(
            "ask_admissibility",
            "Demander la recevabilité",
            ("asked",),
            "studied",
            STEERING_ROLES,
            (_REQUEST, _ASKED_ON),
        ),
        Transition("admit", "Noter la recevabilité", ("studied",), "admissible", STEERING_ROLES, (_ADMISSIBLE_ON,)),
        Transition(
            "not_admit",
            "Noter que ce n’est pas recevable",
            ("studied",),
            "not_admissible",
            STEERING_ROLES,
            needs_reason=True,
            outcome="not_admissible",
        ),
        Transition("set_jury", "Fixer le jury", ("admissible", "completing"), "jury", STEERING_ROLES, (_JURY_ON,)),
        Transition(
            "validate", "Tout est validé", ("jury",), "validated", STEERING_ROLES, (_VALIDATED,), outcome="full"
        ),
        Transition(
            "validate_partly",
            "Une partie est validée",
            ("jury",),
            "completing",
            STEERING_ROLES,
            (_VALIDATED, _MISSING),
        ),
        Transition(
            "validate_nothing",
            "Rien n’est validé",
            ("jury",),
            "not_validated",
            STEERING_ROLES,
            needs_reason=True,
            outcome="none",
        ),
        Transition(
            "keep_part",
            "S’en tenir aux blocs acquis",
            ("completing",),
            "part_kept",
            STEERING_ROLES,
            needs_reason=True,
            outcome="partial",
        ),
        withdrawal("Retirer la demande", _BEFORE_JURY),
    ),
    form=(
        FormSection(
            "candidate",
            "Le candidat",
            (
                ReferenceField(
                    code="journey",
                    label="Numéro du parcours",
                    kind=ReferenceTarget.JOURNEY,
                    help="Ou l’adresse d’une page de ce parcours ; jamais un nom. Déjà rempli si vous venez de cette "
                    "page.",
                    is_required=False,
                    is_personal=True,
                    purpose=_PURPOSE,
                ),
                TextField(
                    code="contact",
                    label="Qui joindre",
                    help="La personne ou le professionnel qui répondra.",
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
            "project",
            "La certification visée",
            (
                ReferenceField(code="certification", label="Certification", kind=ReferenceTarget.CERTIFICATION),
                ChoiceField(
                    code="mode",
                    label="Mode de VAE",
                    choices=(
                        ("usual", "VAE usuelle"),
                        ("hybrid", "VAE hybride : une formation pour les blocs manquants"),
                        ("accelerated", "VAE accélérée : un accompagnement chaque semaine"),
                    ),
                ),
                NumberField(
                    code="experience_years",
                    label="Expérience en rapport avec la certification",
                    unit="ans",
                    least=0,
                    most=60,
                    is_personal=True,
                    purpose=_PURPOSE,
                ),
                TextField(
                    code="experience",
                    label="L’expérience en quelques mots",
                    help="Les activités exercées. N’écrivez aucun nom.",
                    is_required=False,
                    is_long=True,
                    most=2000,
                    is_personal=True,
                    purpose=_PURPOSE,
                ),
            ),
        ),
        FormSection(
            "admissibility",
            "La recevabilité",
            (
                TextField(
                    code="france_vae_number",
                    label="Numéro du dossier de France VAE",
                    most=40,
                    is_personal=True,
                    purpose="rapprocher le dossier de celui de France VAE",
                ),
                DayField(code="admissibility_asked_on", label="Demandée le"),
                DayField(code="admissible_on", label="Recevable le", after="admissibility_asked_on"),
            ),
            author=SectionAuthor.INSTRUCTOR,
        ),
        FormSection(
            "support",
            "L’accompagnement",
            (
                LinesField(
                    code="support",
                    label="Heures d’accompagnement",
                    help="Une ligne par semaine pour une VAE accélérée ; sinon une par rendez-vous.",
                    one="Semaine",
                    most=60,
                    columns=(
                        DayField(code="week", label="Semaine du"),
                        NumberField(code="hours", label="Heures", unit="heures", least=0, most=60, places=1),
                    ),
                ),
                AmountField(code="cost", label="Coût de l’accompagnement et des modules"),
            ),
            author=SectionAuthor.INSTRUCTOR,
        ),
        FormSection(
            "jury",
            "Le jury",
            (
                DayField(code="jury_on", label="Jury le", after="admissible_on"),
                ReferenceField(
                    code="validated_blocks", label="Blocs validés", kind=ReferenceTarget.BLOCK, is_multiple=True
                ),
                ReferenceField(
                    code="missing_blocks",
                    label="Blocs manquants",
                    kind=ReferenceTarget.BLOCK,
                    is_multiple=True,
                    help="Les sessions qui les préparent s’affichent alors sur cette page. « RNCP34567BC01 ».",
                ),
                ReferenceField(
                    code="chosen_session",
                    label="Session retenue pour les blocs manquants",
                    kind=ReferenceTarget.SESSION,
                ),
            ),
            author=SectionAuthor.INSTRUCTOR,
        ),
    ),
    documents=(
        CaseDocumentKind("admissibility", "Décision de recevabilité"),
        CaseDocumentKind("jury_report", "Décision du jury"),
        CaseDocumentKind("invoice", "Facture"),
        CaseDocumentKind("other", "Autre pièce"),
    ),
    deadlines=(
        CaseDeadlineKind("answer_due", "Précision attendue", "correcting", reminders=(3,), days=15),
        CaseDeadlineKind("request_due", "Recevabilité à demander", "asked", reminders=(5,), days=20),
        # Two months: to be confirmed against the text in force; a silence decides nothing here.
        CaseDeadlineKind("admissibility_due", "Réponse du certificateur attendue", "studied", (15, 3), days=60),
        CaseDeadlineKind("support_due", "Jury à fixer", "admissible", (30, 7), days=180),
        CaseDeadlineKind("jury_due", "Jury", "jury", (15, 3), field="jury_on"),
        CaseDeadlineKind("session_due", "Session à choisir pour les blocs manquants", "completing", (7,), days=30),
    ),
    outcomes=(
        CaseOutcome("full", "certification obtenue en totalité"),
        CaseOutcome("partial", "validation partielle"),
        CaseOutcome("none", "rien de validé"),
        CaseOutcome("not_admissible", "non recevable"),
        CaseOutcome("withdrawn", "retirée"),
    ),
    counts=(
        CaseCount(
            "full_validation_of_experience",
            "candidats à la VAE qui valident leur certification en totalité",
            "%",
            "%",
            "dossiers de VAE : candidats à qui un jury a répondu ; parmi eux, ceux qui ont obtenu toute la "
            "certification, au premier jury ou après avoir complété les blocs manquants",
            "validate",
            measure=CountMeasure.SHARE,
            out_of=("validate", "validate_partly", "validate_nothing"),
            compared=ModeComparison("mode", "admit", "support.hours", "heures d’accompagnement", "cost"),
        ),
    ),
    examples=(
        ProcedureExample(
            "une VAE hybride : un bloc manque, une session le donne, puis tout est validé",
            (
                ExampleAction(ExampleActionKind.MOVE, "ask_admissibility", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.FORM),
                ExampleAction(ExampleActionKind.FIELD, "admissibility_asked_on"),
                ExampleAction(ExampleActionKind.MOVE, "ask_admissibility", Role.BUYER, refusal_code="move_right"),
                ExampleAction(ExampleActionKind.MOVE, "ask_admissibility", Role.ACTION_LEAD),
                ExampleAction(ExampleActionKind.MOVE, "admit", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.FIELD, "admissible_on"),
                ExampleAction(ExampleActionKind.MOVE, "admit"),
                ExampleAction(ExampleActionKind.MOVE, "set_jury", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.FIELD, "jury_on"),
                ExampleAction(ExampleActionKind.MOVE, "set_jury"),
                ExampleAction(ExampleActionKind.FIELD, "validated_blocks"),
                ExampleAction(ExampleActionKind.MOVE, "validate_partly", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.FIELD, "missing_blocks"),
                ExampleAction(ExampleActionKind.MOVE, "validate_partly"),
                ExampleAction(ExampleActionKind.FIELD, "chosen_session"),
                ExampleAction(ExampleActionKind.MOVE, "set_jury"),
                ExampleAction(ExampleActionKind.MOVE, "validate"),
            ),
            ends_at="validated",
            outcome="full",
        ),
        ProcedureExample(
            "une partie validée, et la personne s’y tient",
            (
                *_TO_JURY,
                ExampleAction(ExampleActionKind.FIELD, "validated_blocks"),
                ExampleAction(ExampleActionKind.FIELD, "missing_blocks"),
                ExampleAction(ExampleActionKind.MOVE, "validate_partly"),
                ExampleAction(ExampleActionKind.MOVE, "keep_part", refusal_code="reason_missing"),
                ExampleAction(ExampleActionKind.MOVE, "keep_part", reason="deux blocs lui suffisent"),
            ),
            ends_at="part_kept",
            outcome="partial",
        ),
        ProcedureExample(
            "un jury qui ne valide rien dit pourquoi",
            (
                *_TO_JURY,
                ExampleAction(ExampleActionKind.MOVE, "validate_nothing", refusal_code="reason_missing"),
                ExampleAction(ExampleActionKind.MOVE, "validate_nothing", reason="expérience trop éloignée"),
            ),
            ends_at="not_validated",
            outcome="none",
        ),
        ProcedureExample(
            "une demande que le certificateur ne reçoit pas, avec son motif",
            (
                *_ASKED_TO_CERTIFIER,
                ExampleAction(ExampleActionKind.MOVE, "not_admit", refusal_code="reason_missing"),
                ExampleAction(ExampleActionKind.MOVE, "not_admit", reason="moins d’un an d’activité"),
            ),
            ends_at="not_admissible",
            outcome="not_admissible",
        ),
        ProcedureExample(
            "une demande précisée, puis retirée par qui l’a faite",
            (
                ExampleAction(ExampleActionKind.MOVE, "ask", refusal_code="reason_missing"),
                ExampleAction(ExampleActionKind.MOVE, "ask", reason="quelle certification ?"),
                ExampleAction(ExampleActionKind.MOVE, "resend", refusal_code="move_right"),
                ExampleAction(ExampleActionKind.FORM),
                ExampleAction(ExampleActionKind.MOVE, "resend", is_applicant=True),
                ExampleAction(ExampleActionKind.MOVE, "withdraw", reason="la personne a un emploi", is_applicant=True),
            ),
            ends_at="withdrawn",
            outcome="withdrawn",
        ),
    ),
)
