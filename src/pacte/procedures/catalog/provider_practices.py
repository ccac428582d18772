"""Practices of a training provider: a grid filled by the provider then by a peer, a plan, and the same grid a year on.

Source: the action « Transformation des OF » of the operational table (l. 1613-1643): assess the teaching practices of
providers, help them to define and carry out a strategy of transformation, train their teams. A grid is a means; the
result is what moves in exits and certifications once a plan is agreed, beside comparable providers without one. No
provider is ranked, and nobody but the Region and the provider reads its grid; a peer reads what they write.
"""

from pacte.kernel.actor import Role
from pacte.procedures.records.applicant_transitions import correction_transitions, withdrawal
from pacte.procedures.records.applicants import Applicants
from pacte.procedures.records.conditions import Among, Filled
from pacte.procedures.records.counts import CaseCount, CountMeasure, GradeGain
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
    FormField,
    FormSection,
    LinesField,
    MonthsApart,
    PhoneField,
    SectionAuthor,
    TextField,
)

_MONTHS = 12
_LEVELS = (
    ("none", "Pas encore"),
    ("some", "Chez quelques formateurs"),
    ("usual", "Dans toutes les formations"),
    ("improved", "Partout, évalué et amélioré"),
)
_PRACTISED = frozenset({"some", "usual", "improved"})
_CRITERIA = (
    ("welcome", "Le besoin de chacun est analysé à l’entrée"),
    ("paths", "Les parcours sont individualisés"),
    ("situations", "On apprend en situation de travail"),
    ("digital", "Le numérique et la distance servent l’apprentissage"),
    ("support", "Les ruptures sont vues et accompagnées"),
    ("assessment", "Les acquis sont évalués, bloc par bloc"),
    ("team", "L’équipe se forme à ces pratiques"),
)


def _grid(moment: str, day: str) -> tuple[FormField, ...]:
    """The criteria of the grid with the evidence of each, and the day of the assessment."""
    fields: list[FormField] = [DayField(code=f"{moment}_on", label="Date de l’évaluation", after=day)]
    for code, label in _CRITERIA:
        level = f"{moment}_{code}"
        fields.append(ChoiceField(code=level, label=label, choices=_LEVELS))
        fields.append(
            TextField(
                code=f"{level}_proof",
                label="Ce qui le montre",
                help="Un fait, un document, un exemple.",
                is_long=True,
                most=1000,
                when=Among(level, _PRACTISED),
            )
        )
    return tuple(fields)


_SELF = Requirement(RequirementKind.FORM, "la grille de l’organisme", "first_self")
_BODY = Requirement(RequirementKind.FORM, "qui est l’organisme", "body")
_PEER = Requirement(RequirementKind.PEER, "un pair désigné")
_PEER_GRID = Requirement(RequirementKind.FORM, "la grille du pair", "first_peer")
_PLAN = Requirement(RequirementKind.FORM, "le plan de transformation", "plan")
_AID = Requirement(RequirementKind.FIELD, "l’aide accordée, même nulle", "aid_agreed")
_MILESTONES = Requirement(RequirementKind.FORM, "les étapes faites", "milestones")
_SECOND_SELF = Requirement(RequirementKind.FORM, "la seconde grille de l’organisme", "second_self")
_SECOND_PEER = Requirement(
    RequirementKind.FORM, "la seconde grille du pair, au moins douze mois après la première", "second_peer"
)
# What both results compare, in words.
_COMPARISON = (
    "entre l’année d’avant l’accord du plan de transformation et celle d’après, moins ce qu’elle a gagné ou perdu chez "
    "des organismes sans plan, même domaine et mêmes départements s’ils sont assez, aux mêmes dates"
)
_OPEN_STAGES = (
    "assessed", "correcting", "peer_review", "planning", "plan_sent", "transforming", "returned", "second_review",
)  # fmt: skip

PROCEDURE = Procedure(
    code="provider_practices",
    title="Transformation d’un organisme de formation",
    short_title="pratiques d’un organisme",
    purpose="Évaluer ses pratiques, avec un pair, les transformer, et voir ce qui a changé un an après.",
    applicant="Un organisme de formation, pour lui-même",
    applicants=Applicants(roles=frozenset({Role.PROVIDER}), most_drafts=1),
    stages=(
        CaseStage("assessed", "Auto-évaluation", "Qui relira les pratiques de cet organisme ?", shown="Reçu"),
        CaseStage("correcting", "À corriger", "Que manque-t-il à la grille ?"),
        CaseStage("peer_review", "Lecture du pair", "Que voit le pair ?", shown="Chez un pair"),
        CaseStage("planning", "Plan à écrire", "Que veut changer l’organisme, et quand ?"),
        CaseStage("plan_sent", "Plan reçu", "Quelle aide la Région accorde-t-elle ?"),
        CaseStage("transforming", "En transformation", "Quelles étapes sont faites ?"),
        CaseStage("returned", "Seconde grille reçue", "Le pair peut-il revenir ?"),
        CaseStage("second_review", "Retour du pair", "Que voit le pair, un an après ?", shown="Chez un pair"),
        CaseStage("reassessed", "Réévalué", "Qu’est-ce qui a changé ?", is_end=True),
        CaseStage("dropped", "Sans suite", "Pourquoi s’est-on arrêté ?", is_end=True),
        CaseStage("withdrawn", "Retiré", "Pourquoi l’organisme a-t-il renoncé ?", is_end=True),
    ),
    transitions=(
        *correction_transitions("assessed", "Renvoyer la grille", (_BODY, _SELF), opens=("body", "first_self")),
        Transition(
            "call_peer",
            "Confier la grille au pair",
            ("assessed",),
            "peer_review",
            STEERING_ROLES,
            (_BODY, _SELF, _PEER),
            opens=frozenset({"first_peer"}),
        ),
        Transition(
            "plan",
            "Demander le plan",
            ("peer_review",),
            "planning",
            STEERING_ROLES,
            (_PEER_GRID,),
            opens=frozenset({"plan"}),
            days=90,
        ),
        Transition(
            "send_plan", "Envoyer le plan", ("planning",), "plan_sent", STEERING_ROLES, (_PLAN,), by_applicant=True
        ),
        Transition(
            "agree",
            "Accorder le plan",
            ("plan_sent",),
            "transforming",
            STEERING_ROLES,
            (_PLAN, _AID),
            opens=frozenset({"milestones", "second_self"}),
        ),
        Transition(
            "send_second",
            "Envoyer la seconde grille",
            ("transforming",),
            "returned",
            STEERING_ROLES,
            (_MILESTONES, _SECOND_SELF),
            by_applicant=True,
        ),
        Transition(
            "call_peer_again",
            "Confier la seconde grille au pair",
            ("returned",),
            "second_review",
            STEERING_ROLES,
            (_SECOND_SELF, _PEER),
            opens=frozenset({"second_peer"}),
        ),
        Transition(
            "conclude",
            "Conclure la réévaluation",
            ("second_review",),
            "reassessed",
            STEERING_ROLES,
            (_SECOND_PEER,),
            outcome="reassessed",
        ),
        Transition(
            "drop", "Arrêter sans suite", _OPEN_STAGES, "dropped", STEERING_ROLES, needs_reason=True, outcome="dropped"
        ),
        withdrawal("Retirer la demande", ("assessed", "correcting", "planning", "plan_sent", "transforming")),
    ),
    form=(
        FormSection(
            "body",
            "Votre organisme",
            (
                TextField(
                    code="contact", label="Personne à joindre", is_personal=True, purpose="suivre la transformation"
                ),
                PhoneField(
                    code="phone",
                    label="Téléphone",
                    is_required=False,
                    is_personal=True,
                    purpose="suivre la transformation",
                ),
                TextField(code="scope", label="Formations concernées", is_long=True, most=1000),
            ),
        ),
        FormSection(
            "first_self",
            "Vos pratiques aujourd’hui",
            (
                *_grid("first_self", ""),
                AttachmentField(code="first_documents", label="Documents à l’appui", most=10, is_required=False),
            ),
            intro="Personne ne vous classe. Seuls la Région et vous lisez cette grille ; le pair remplit la sienne.",
        ),
        FormSection(
            "first_peer",
            "La lecture du pair",
            _grid("first_peer", ""),
            intro="Dites ce que vous avez vu sur place, et ce qui le montre.",
            author=SectionAuthor.PEER,
        ),
        FormSection(
            "plan",
            "Plan de transformation",
            (
                TextField(code="aim", label="Ce que l’organisme veut changer", is_long=True, most=2000),
                LinesField(
                    code="steps",
                    label="Étapes",
                    one="étape",
                    least=1,
                    most=20,
                    columns=(
                        TextField(code="what", label="Étape"),
                        DayField(code="by", label="Pour le"),
                        AmountField(code="euros", label="Aide demandée"),
                    ),
                ),
            ),
            when=Filled("first_peer_on"),
        ),
        FormSection(
            "agreement",
            "Accord de la Région",
            (
                AmountField(code="aid_agreed", label="Aide accordée"),
                TextField(code="aid_words", label="À quoi elle sert", is_long=True, most=2000, is_required=False),
            ),
            author=SectionAuthor.INSTRUCTOR,
        ),
        FormSection(
            "milestones",
            "Étapes faites",
            (
                LinesField(
                    code="done",
                    label="Étapes faites",
                    one="étape faite",
                    least=1,
                    most=20,
                    columns=(
                        TextField(code="what", label="Étape"),
                        DayField(code="on", label="Faite le"),
                        TextField(code="proof", label="Ce qui le montre"),
                    ),
                ),
            ),
            when=Filled("aid_agreed"),
        ),
        FormSection(
            "second_self",
            "Vos pratiques, un an après",
            (
                *_grid("second_self", "first_self_on"),
                AttachmentField(code="second_documents", label="Documents à l’appui", most=10, is_required=False),
            ),
            when=Filled("aid_agreed"),
            checks=(
                MonthsApart(
                    "first_self_on", "second_self_on", _MONTHS, "La seconde grille vient au moins douze mois après."
                ),
            ),
        ),
        FormSection(
            "second_peer",
            "Le retour du pair",
            _grid("second_peer", "first_peer_on"),
            author=SectionAuthor.PEER,
            when=Filled("second_self_on"),
            checks=(
                MonthsApart(
                    "first_peer_on", "second_peer_on", _MONTHS, "La seconde lecture vient au moins douze mois après."
                ),
            ),
        ),
    ),
    documents=(
        CaseDocumentKind("first_documents", "Documents à l’appui de la première grille"),
        CaseDocumentKind("second_documents", "Documents à l’appui de la seconde grille"),
        CaseDocumentKind("agreement", "Convention d’aide"),
        CaseDocumentKind("minutes", "Compte rendu"),
        CaseDocumentKind("other", "Autre pièce"),
    ),
    deadlines=(
        CaseDeadlineKind("peer_due", "Pair à désigner", "assessed", days=45),
        CaseDeadlineKind("correction_due", "Correction attendue", "correcting", days=30),
        CaseDeadlineKind("review_due", "Lecture du pair attendue", "peer_review", days=60),
        CaseDeadlineKind("plan_due", "Plan attendu", "planning", days=90),
        CaseDeadlineKind("answer_due", "Accord à donner sur le plan", "plan_sent", days=45),
        CaseDeadlineKind("second_due", "Seconde grille attendue", "transforming", days=400),
        CaseDeadlineKind("second_review_due", "Retour du pair attendu", "second_review", days=60),
    ),
    outcomes=(
        CaseOutcome("reassessed", "réévalué par un pair"),
        CaseOutcome("dropped", "sans suite"),
        CaseOutcome("withdrawn", "retiré par l’organisme"),
    ),
    counts=(
        CaseCount(
            "provider_practice_gain",
            "progression des organismes sur la grille des pratiques, d’une évaluation à la suivante",
            "points",
            "point",
            "dossiers de transformation réévalués : points gagnés en moyenne, sur 21, entre les deux lectures du pair, "
            "que douze mois séparent ; c’est un moyen : les sorties et les certifications disent le résultat",
            "conclude",
            gain=GradeGain("first_peer", "second_peer"),
            is_result=False,
        ),
        CaseCount(
            "early_exit_difference",
            "sorties avant le terme chez les organismes accompagnés, à côté d’organismes comparables",
            "points",
            "point",
            f"parcours : ce que la part des sorties avant le terme a gagné ou perdu {_COMPARISON}",
            "agree",
            measure=CountMeasure.EXIT_DIFFERENCE,
        ),
        CaseCount(
            "certification_difference",
            "certifications chez les organismes accompagnés, à côté d’organismes comparables",
            "points",
            "point",
            f"parcours : ce que la part des certifiés, en formation certifiante, a gagné ou perdu {_COMPARISON}",
            "agree",
            measure=CountMeasure.CERTIFICATION_DIFFERENCE,
        ),
    ),
    examples=(
        ProcedureExample(
            "un organisme réévalué un an après",
            (
                ExampleAction(ExampleActionKind.MOVE, "call_peer", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.FORM),
                ExampleAction(ExampleActionKind.PEER),
                ExampleAction(ExampleActionKind.MOVE, "call_peer", Role.BUYER, refusal_code="move_right"),
                ExampleAction(ExampleActionKind.MOVE, "call_peer"),
                ExampleAction(ExampleActionKind.FORM, "first_peer"),
                ExampleAction(ExampleActionKind.MOVE, "plan"),
                ExampleAction(ExampleActionKind.FORM, "plan"),
                ExampleAction(ExampleActionKind.MOVE, "send_plan", is_applicant=True),
                ExampleAction(ExampleActionKind.MOVE, "agree", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.FIELD, "aid_agreed"),
                ExampleAction(ExampleActionKind.MOVE, "agree"),
                ExampleAction(ExampleActionKind.FORM, "milestones"),
                ExampleAction(ExampleActionKind.FORM, "second_self"),
                ExampleAction(ExampleActionKind.MOVE, "send_second", is_applicant=True),
                ExampleAction(ExampleActionKind.MOVE, "call_peer_again"),
                ExampleAction(ExampleActionKind.FORM, "second_peer"),
                ExampleAction(ExampleActionKind.MOVE, "conclude"),
            ),
            ends_at="reassessed",
            outcome="reassessed",
        ),
        ProcedureExample(
            "un organisme qui corrige, puis renonce",
            (
                ExampleAction(ExampleActionKind.MOVE, "ask", refusal_code="reason_missing"),
                ExampleAction(ExampleActionKind.MOVE, "ask", reason="la grille n’a pas de preuve"),
                ExampleAction(ExampleActionKind.FORM),
                ExampleAction(ExampleActionKind.MOVE, "resend", is_applicant=True),
                ExampleAction(ExampleActionKind.MOVE, "withdraw", refusal_code="move_right"),
                ExampleAction(
                    ExampleActionKind.MOVE, "withdraw", reason="l’organisme change de direction", is_applicant=True
                ),
            ),
            ends_at="withdrawn",
            outcome="withdrawn",
        ),
    ),
)
