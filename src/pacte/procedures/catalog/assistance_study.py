"""Study bought to prepare a choice (AMO): specification, consultation, award, deliverables, acceptance, choice.

Source: the six actions of the operational table that request an « AMO »; the usual stages of public procurement. The
thresholds and time limits of procurement law are not modelled: the buyer knows them, a case only stores the dates.
"""

from pacte.kernel.actor import Role
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
from pacte.procedures.records.form import AmountField, ChoiceField, FormSection, SectionAuthor, TextField

_BUYING_ROLES = STEERING_ROLES | {Role.BUYER}

_SPECIFICATION = Requirement(RequirementKind.DOCUMENT, "le cahier des charges (CCTP)", "specification")
_OFFERS_DUE = Requirement(RequirementKind.DEADLINE, "la date limite de remise des offres", "offers_due")
_PAYER = Requirement(RequirementKind.FIELD, "qui paie", "payer")
_REPORT = Requirement(RequirementKind.DOCUMENT, "le rapport d’analyse des offres", "offers_report")
_AWARD = Requirement(RequirementKind.AWARD, "le titulaire et le montant", "")
_DELIVERABLES_EXPECTED = Requirement(RequirementKind.DELIVERABLES_EXPECTED, "au moins un livrable attendu")
_DELIVERABLES_RECEIVED = Requirement(RequirementKind.DELIVERABLES_RECEIVED, "la réception de tous les livrables")
_DELIVERABLES_ACCEPTED = Requirement(RequirementKind.DELIVERABLES_JUDGED, "l’acceptation de tous les livrables")
_CHOICE = Requirement(RequirementKind.CHOICE, "le choix, avec son motif")


PROCEDURE = Procedure(
    code="assistance_study",
    title="Étude, assistance à maîtrise d’ouvrage",
    short_title="étude",
    purpose="Acheter l’étude qui éclaire un choix, la recevoir, puis choisir.",
    applicant="La Région ou l’État, pour le porteur de l’action",
    stages=(
        CaseStage("specification", "Cahier des charges", "Que demande-t-on, et à quel prix ?"),
        CaseStage("consultation", "Consultation", "Qui répond, et pour quand ?"),
        CaseStage("award", "Attribution", "Quelle offre est retenue ?"),
        CaseStage("deliverables", "Livrables", "Qu’est-ce qui a été remis ?"),
        CaseStage("acceptance", "Admission", "Ce qui a été remis répond-il à la demande ?"),
        CaseStage("choice", "Choix", "Que décide-t-on, et qu’est-ce que cela permet ?"),
        CaseStage("done", "Terminé", "Qu’est-ce qui a été décidé ?", is_end=True),
        CaseStage("dropped", "Sans suite", "Pourquoi s’est-on arrêté ?", is_end=True),
    ),
    transitions=(
        Transition(
            "publish",
            "Lancer la consultation",
            ("specification",),
            "consultation",
            _BUYING_ROLES,
            (_SPECIFICATION, _PAYER, _OFFERS_DUE),
        ),
        Transition(
            "fail",
            "Déclarer la consultation infructueuse",
            ("consultation", "award"),
            "specification",
            _BUYING_ROLES,
            needs_reason=True,
            is_backward=True,
        ),
        Transition("close", "Clore la remise des offres", ("consultation",), "award", _BUYING_ROLES),
        Transition(
            "award",
            "Notifier le marché",
            ("award",),
            "deliverables",
            _BUYING_ROLES,
            (_REPORT, _AWARD, _DELIVERABLES_EXPECTED),
        ),
        Transition(
            "deliver",
            "Passer à l’admission",
            ("deliverables",),
            "acceptance",
            STEERING_ROLES,
            (_DELIVERABLES_RECEIVED,),
        ),
        Transition(
            "resume",
            "Redemander des livrables",
            ("acceptance",),
            "deliverables",
            STEERING_ROLES,
            needs_reason=True,
            is_backward=True,
        ),
        Transition(
            "accept", "Prononcer l’admission", ("acceptance",), "choice", STEERING_ROLES, (_DELIVERABLES_ACCEPTED,)
        ),
        Transition("conclude", "Clore le dossier", ("choice",), "done", STEERING_ROLES, (_CHOICE,), outcome="chosen"),
        Transition(
            "drop",
            "Arrêter sans suite",
            ("specification", "consultation", "award", "deliverables", "acceptance", "choice"),
            "dropped",
            STEERING_ROLES,
            needs_reason=True,
            outcome="dropped",
        ),
    ),
    is_for_any_action=True,
    form=(
        FormSection(
            "study",
            "L’étude",
            (
                TextField(code="question", label="Question posée à l’étude", is_long=True, most=4000),
                TextField(
                    code="payer",
                    label="Qui paie",
                    help="Par exemple « Région, enveloppe du pacte » ou « AGEFIPH, hors pacte ».",
                ),
                AmountField(
                    code="estimate",
                    label="Estimation, en euros",
                    help="Hors taxes, avant consultation.",
                ),
                ChoiceField(
                    code="purchase",
                    label="Manière d’acheter",
                    help="Celle que l’acheteur a retenue.",
                    choices=(
                        ("direct", "Gré à gré"),
                        ("adapted", "Procédure adaptée"),
                        ("formal", "Procédure formalisée"),
                        ("framework", "Marché subséquent ou bon de commande d’un accord-cadre"),
                        ("outside", "Marché d’un autre que la Région"),
                    ),
                ),
            ),
            author=SectionAuthor.INSTRUCTOR,
        ),
    ),
    documents=(
        CaseDocumentKind("specification", "Cahier des charges (CCTP)"),
        CaseDocumentKind("notice", "Avis de consultation"),
        CaseDocumentKind("offers_report", "Rapport d’analyse des offres"),
        CaseDocumentKind("contract", "Marché notifié"),
        CaseDocumentKind("deliverable", "Livrable"),
        CaseDocumentKind("minutes", "Compte rendu"),
        CaseDocumentKind("decision", "Décision"),
        CaseDocumentKind("other", "Autre pièce"),
    ),
    deadlines=(
        CaseDeadlineKind("specification_due", "Cahier des charges à écrire", "specification", (15, 3)),
        CaseDeadlineKind("offers_due", "Remise des offres", "consultation", (7, 1)),
        CaseDeadlineKind("award_due", "Attribution à décider", "award", (15, 3)),
        CaseDeadlineKind("choice_due", "Choix à faire", "choice", (30, 7)),
    ),
    outcomes=(CaseOutcome("chosen", "choix fait"), CaseOutcome("dropped", "sans suite")),
    counts=(
        CaseCount(
            "study_deliverables",
            "livrables des études achetées pour l’action et acceptés",
            "%",
            "",
            "dossiers des procédures : livrables acceptés, sur ceux qui sont acceptés ou échus",
            is_result=False,
            measure=CountMeasure.DELIVERABLES,
        ),
        CaseCount(
            "study_requests",
            "études demandées pour l’action",
            "études",
            "étude",
            "dossiers des procédures : études demandées, en cours, rendues ou sans suite",
            is_result=False,
            measure=CountMeasure.OPENED,
        ),
    ),
    examples=(
        ProcedureExample(
            "une étude menée au bout, avec un livrable repris",
            (
                ExampleAction(ExampleActionKind.MOVE, "publish", Role.BUYER, refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.FIELD, "payer"),
                ExampleAction(ExampleActionKind.DOCUMENT, "specification"),
                ExampleAction(ExampleActionKind.DEADLINE, "offers_due"),
                ExampleAction(ExampleActionKind.HOLD, reason="si RH octroyées"),
                ExampleAction(ExampleActionKind.MOVE, "publish", Role.BUYER, refusal_code="file_held"),
                ExampleAction(ExampleActionKind.RELEASE, reason="poste ouvert"),
                ExampleAction(ExampleActionKind.MOVE, "publish", Role.FINANCE_OFFICER, refusal_code="move_right"),
                ExampleAction(ExampleActionKind.MOVE, "publish", Role.BUYER),
                ExampleAction(ExampleActionKind.MOVE, "award", Role.BUYER, refusal_code="stage_passed"),
                ExampleAction(ExampleActionKind.MOVE, "close", Role.BUYER),
                ExampleAction(ExampleActionKind.DOCUMENT, "offers_report"),
                ExampleAction(ExampleActionKind.AWARD),
                ExampleAction(ExampleActionKind.EXPECT, "1"),
                ExampleAction(ExampleActionKind.EXPECT, "2"),
                ExampleAction(ExampleActionKind.MOVE, "award", Role.BUYER),
                ExampleAction(ExampleActionKind.RECEIVE, "1"),
                ExampleAction(ExampleActionKind.ACCEPT, "1"),
                ExampleAction(ExampleActionKind.MOVE, "deliver", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.RECEIVE, "2"),
                ExampleAction(ExampleActionKind.MOVE, "deliver"),
                ExampleAction(ExampleActionKind.REFUSE, "2", reason="le chiffrage manque"),
                ExampleAction(ExampleActionKind.MOVE, "accept", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.MOVE, "resume", refusal_code="reason_missing"),
                ExampleAction(ExampleActionKind.MOVE, "resume", reason="le chiffrage manque"),
                ExampleAction(ExampleActionKind.RECEIVE, "2"),
                ExampleAction(ExampleActionKind.ACCEPT, "2"),
                ExampleAction(ExampleActionKind.MOVE, "deliver"),
                ExampleAction(ExampleActionKind.MOVE, "accept"),
                ExampleAction(ExampleActionKind.MOVE, "conclude", refusal_code="needs_lacking"),
                ExampleAction(ExampleActionKind.CHOICE, reason="la moins coûteuse à effet égal"),
                ExampleAction(ExampleActionKind.MOVE, "conclude", Role.BUYER, refusal_code="move_right"),
                ExampleAction(ExampleActionKind.MOVE, "conclude"),
            ),
            ends_at="done",
            outcome="chosen",
        ),
        ProcedureExample(
            "une consultation infructueuse, puis l’arrêt",
            (
                ExampleAction(ExampleActionKind.FIELD, "payer"),
                ExampleAction(ExampleActionKind.DOCUMENT, "specification"),
                ExampleAction(ExampleActionKind.DEADLINE, "offers_due"),
                ExampleAction(ExampleActionKind.MOVE, "publish"),
                ExampleAction(ExampleActionKind.MOVE, "fail", refusal_code="reason_missing"),
                ExampleAction(ExampleActionKind.MOVE, "fail", reason="aucune offre"),
                ExampleAction(ExampleActionKind.HOLD, reason="crédits à voter"),
                ExampleAction(ExampleActionKind.MOVE, "drop", reason="les crédits ne sont pas votés"),
                ExampleAction(ExampleActionKind.MOVE, "publish", refusal_code="stage_passed"),
            ),
            ends_at="dropped",
            outcome="dropped",
        ),
    ),
)
