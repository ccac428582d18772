"""Study bought to prepare a choice (AMO): specification, consultation, award, deliverables, acceptance, choice.

Source: the six actions of the operational table that request an « AMO »; the usual stages of public procurement. The
thresholds and time limits of procurement law are not modelled: the buyer knows them, a case only stores the dates.
"""

from __future__ import annotations

from pacte.kernel.actor import Role
from pacte.procedures.records.description import (
    DeadlineKind,
    DocumentKind,
    Done,
    DoneKind,
    Example,
    Field,
    FieldKind,
    Need,
    NeedKind,
    Outcome,
    Procedure,
    Stage,
    Transition,
)

_STEERS = frozenset({Role.REGION_PILOT, Role.ACTION_LEAD})
_BUYS = _STEERS | {Role.BUYER}

_SPECIFICATION = Need(NeedKind.DOCUMENT, "le cahier des charges (CCTP)", "specification")
_OFFERS_DUE = Need(NeedKind.DEADLINE, "la date limite de remise des offres", "offers_due")
_PAYER = Need(NeedKind.FIELD, "qui paie", "payer")
_REPORT = Need(NeedKind.DOCUMENT, "le rapport d’analyse des offres", "offers_report")
_AWARD = Need(NeedKind.AWARD, "le titulaire et le montant", "")
_EXPECTED = Need(NeedKind.DELIVERABLES_EXPECTED, "au moins un livrable attendu")
_RECEIVED = Need(NeedKind.DELIVERABLES_RECEIVED, "la réception de tous les livrables")
_JUDGED = Need(NeedKind.DELIVERABLES_JUDGED, "l’acceptation de tous les livrables")
_CHOICE = Need(NeedKind.CHOICE, "le choix, avec son motif")


def _done(kind: DoneKind, what: str = "", role: Role = Role.REGION_PILOT, refused: str = "", reason: str = "") -> Done:
    return Done(kind, what, role, refused, reason)


PROCEDURE = Procedure(
    code="assistance_study",
    title="Étude, assistance à maîtrise d’ouvrage",
    short_title="étude",
    purpose="Acheter l’étude qui éclaire un choix, la recevoir, puis choisir.",
    applicant="La Région ou l’État, pour le porteur de l’action",
    stages=(
        Stage("specification", "Cahier des charges", "Que demande-t-on, et à quel prix ?"),
        Stage("consultation", "Consultation", "Qui répond, et pour quand ?"),
        Stage("award", "Attribution", "Quelle offre est retenue ?"),
        Stage("deliverables", "Livrables", "Qu’est-ce qui a été remis ?"),
        Stage("acceptance", "Admission", "Ce qui a été remis répond-il à la demande ?"),
        Stage("choice", "Choix", "Que décide-t-on, et qu’est-ce que cela permet ?"),
        Stage("done", "Terminé", "Qu’est-ce qui a été décidé ?", is_end=True),
        Stage("dropped", "Sans suite", "Pourquoi s’est-on arrêté ?", is_end=True),
    ),
    transitions=(
        Transition(
            "publish", "Lancer la consultation", ("specification",), "consultation", _BUYS,
            (_SPECIFICATION, _PAYER, _OFFERS_DUE),
        ),
        Transition(
            "fail", "Déclarer la consultation infructueuse", ("consultation", "award"), "specification", _BUYS,
            needs_reason=True, is_backward=True,
        ),
        Transition("close", "Clore la remise des offres", ("consultation",), "award", _BUYS),
        Transition("award", "Notifier le marché", ("award",), "deliverables", _BUYS, (_REPORT, _AWARD, _EXPECTED)),
        Transition("deliver", "Passer à l’admission", ("deliverables",), "acceptance", _STEERS, (_RECEIVED,)),
        Transition(
            "resume", "Redemander des livrables", ("acceptance",), "deliverables", _STEERS, needs_reason=True,
            is_backward=True,
        ),
        Transition("accept", "Prononcer l’admission", ("acceptance",), "choice", _STEERS, (_JUDGED,)),
        Transition("conclude", "Clore le dossier", ("choice",), "done", _STEERS, (_CHOICE,), outcome="chosen"),
        Transition(
            "drop", "Arrêter sans suite",
            ("specification", "consultation", "award", "deliverables", "acceptance", "choice"), "dropped", _STEERS,
            needs_reason=True, outcome="dropped",
        ),
    ),
    fields=(
        Field("question", "Question posée à l’étude", FieldKind.PARAGRAPH),
        Field("payer", "Qui paie", help="Par exemple « Région, enveloppe du pacte » ou « AGEFIPH, hors pacte »."),
        Field("estimate", "Estimation, en euros", FieldKind.AMOUNT, "Hors taxes, avant consultation."),
        Field(
            "purchase", "Manière d’acheter", FieldKind.CHOICE, "Celle que l’acheteur a retenue.",
            (
                ("direct", "Gré à gré"),
                ("adapted", "Procédure adaptée"),
                ("formal", "Procédure formalisée"),
                ("framework", "Marché subséquent ou bon de commande d’un accord-cadre"),
                ("outside", "Marché d’un autre que la Région"),
            ),
        ),
    ),
    documents=(
        DocumentKind("specification", "Cahier des charges (CCTP)"),
        DocumentKind("notice", "Avis de consultation"),
        DocumentKind("offers_report", "Rapport d’analyse des offres"),
        DocumentKind("contract", "Marché notifié"),
        DocumentKind("deliverable", "Livrable"),
        DocumentKind("minutes", "Compte rendu"),
        DocumentKind("decision", "Décision"),
        DocumentKind("other", "Autre pièce"),
    ),
    deadlines=(
        DeadlineKind("specification_due", "Cahier des charges à écrire", "specification", (15, 3)),
        DeadlineKind("offers_due", "Remise des offres", "consultation", (7, 1)),
        DeadlineKind("award_due", "Attribution à décider", "award", (15, 3)),
        DeadlineKind("choice_due", "Choix à faire", "choice", (30, 7)),
    ),
    outcomes=(Outcome("chosen", "choix fait"), Outcome("dropped", "sans suite")),
    examples=(
        Example(
            "une étude menée au bout, avec un livrable repris",
            (
                _done(DoneKind.MOVE, "publish", Role.BUYER, refused="needs_lacking"),
                _done(DoneKind.FIELD, "payer"),
                _done(DoneKind.DOCUMENT, "specification"),
                _done(DoneKind.DEADLINE, "offers_due"),
                _done(DoneKind.HOLD, reason="si RH octroyées"),
                _done(DoneKind.MOVE, "publish", Role.BUYER, refused="file_held"),
                _done(DoneKind.RELEASE, reason="poste ouvert"),
                _done(DoneKind.MOVE, "publish", Role.FINANCE_OFFICER, refused="move_right"),
                _done(DoneKind.MOVE, "publish", Role.BUYER),
                _done(DoneKind.MOVE, "award", Role.BUYER, refused="stage_passed"),
                _done(DoneKind.MOVE, "close", Role.BUYER),
                _done(DoneKind.DOCUMENT, "offers_report"),
                _done(DoneKind.AWARD),
                _done(DoneKind.EXPECT, "1"),
                _done(DoneKind.EXPECT, "2"),
                _done(DoneKind.MOVE, "award", Role.BUYER),
                _done(DoneKind.RECEIVE, "1"),
                _done(DoneKind.ACCEPT, "1"),
                _done(DoneKind.MOVE, "deliver", refused="needs_lacking"),
                _done(DoneKind.RECEIVE, "2"),
                _done(DoneKind.MOVE, "deliver"),
                _done(DoneKind.REFUSE, "2", reason="le chiffrage manque"),
                _done(DoneKind.MOVE, "accept", refused="needs_lacking"),
                _done(DoneKind.MOVE, "resume", refused="reason_missing"),
                _done(DoneKind.MOVE, "resume", reason="le chiffrage manque"),
                _done(DoneKind.RECEIVE, "2"),
                _done(DoneKind.ACCEPT, "2"),
                _done(DoneKind.MOVE, "deliver"),
                _done(DoneKind.MOVE, "accept"),
                _done(DoneKind.MOVE, "conclude", refused="needs_lacking"),
                _done(DoneKind.CHOICE, reason="la moins coûteuse à effet égal"),
                _done(DoneKind.MOVE, "conclude", Role.BUYER, refused="move_right"),
                _done(DoneKind.MOVE, "conclude"),
            ),
            ends_at="done",
            outcome="chosen",
        ),
        Example(
            "une consultation infructueuse, puis l’arrêt",
            (
                _done(DoneKind.FIELD, "payer"),
                _done(DoneKind.DOCUMENT, "specification"),
                _done(DoneKind.DEADLINE, "offers_due"),
                _done(DoneKind.MOVE, "publish"),
                _done(DoneKind.MOVE, "fail", refused="reason_missing"),
                _done(DoneKind.MOVE, "fail", reason="aucune offre"),
                _done(DoneKind.HOLD, reason="crédits à voter"),
                _done(DoneKind.MOVE, "drop", reason="les crédits ne sont pas votés"),
                _done(DoneKind.MOVE, "publish", refused="stage_passed"),
            ),
            ends_at="dropped",
            outcome="dropped",
        ),
    ),
)  # fmt: skip
