"""Round of the invented plan that is open now, with answers in every state."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import format_day
from pacte.steering.records import AnswerState, MilestoneEventKind, RemarkKind, RiskLevel, Weather
from pacte.steering.records.past_rounds import (
    PastAnswer,
    PastMilestoneEvent,
    PastRemark,
    PastRisk,
    PastRound,
    PastValue,
)


def build_open_round(on: date, pilot: str, request_text: str) -> PastRound:
    """Opened twelve days ago, due in six: some answers sent, some started, some without a lead."""
    opened, due = on - timedelta(days=12), on + timedelta(days=6)

    def ago(days: int) -> date:
        return on - timedelta(days=days)

    sent, accepted = AnswerState.SENT, AnswerState.ACCEPTED
    good, mixed, alert = Weather.GOOD, Weather.MIXED, Weather.ALERT
    done, moved, fresh = MilestoneEventKind.DONE, MilestoneEventKind.MOVED, MilestoneEventKind.SET
    return PastRound(
        label=f"Comité du {format_day(due + timedelta(days=9))}",
        opened_on=opened,
        due_on=due,
        committee_on=due + timedelta(days=9),
        closed_on=None,
        pilot=pilot,
        instructions=request_text,
        answers=(
            PastAnswer(
                ActionCode(1),
                sent,
                mixed,
                "Les deux derniers lots partent en retard.",
                "3 100 places sur 4 800.",
                "Accepter d’ouvrir les lots 7 et 8 en mars.",
                ago(1),
            ),
            PastAnswer(ActionCode(2), AnswerState.STARTED, good, "Neuf formations sur douze."),
            PastAnswer(ActionCode(3), AnswerState.AWAITED),
            PastAnswer(ActionCode(4), accepted, good, "Trente-quatre journées faites.", "", "", ago(4)),
            PastAnswer(ActionCode(5), AnswerState.AWAITED),
            PastAnswer(ActionCode(6), sent, good, "Six cents accueillants formés.", "", "", ago(2)),
            PastAnswer(ActionCode(7), AnswerState.AWAITED),
            PastAnswer(ActionCode(8), AnswerState.RETURNED, alert, "Le taux baisse.", "", "", ago(3)),
            PastAnswer(ActionCode(9), AnswerState.AWAITED),
            PastAnswer(ActionCode(10), sent, mixed, "Quinze notes sur vingt-trois.", "", "", ago(1)),
            PastAnswer(ActionCode(11), AnswerState.AWAITED),
            PastAnswer(ActionCode(12), AnswerState.AWAITED),
        ),
        steps=(
            PastMilestoneEvent("1:lots", ActionCode(1), fresh, ago(200), "Lots 7 et 8 notifiés", ago(20)),
            PastMilestoneEvent(
                "1:entries",
                ActionCode(1),
                fresh,
                ago(200),
                "Premières entrées des lots 7 et 8",
                on + timedelta(days=40),
                ("1:lots",),
            ),
            PastMilestoneEvent("2:nine", ActionCode(2), fresh, ago(300), "Neuf formations rénovées", ago(30)),
            PastMilestoneEvent("2:nine", ActionCode(2), done, ago(25)),
            PastMilestoneEvent(
                "2:twelve",
                ActionCode(2),
                fresh,
                ago(300),
                "Douze formations rénovées",
                on + timedelta(days=300),
                ("2:nine",),
            ),
            PastMilestoneEvent("7:form", ActionCode(7), fresh, ago(150), "Aide unique en service", ago(9)),
            PastMilestoneEvent(
                "7:report",
                ActionCode(7),
                fresh,
                ago(150),
                "Bilan des six premiers mois",
                on + timedelta(days=170),
                ("7:form",),
            ),
            PastMilestoneEvent("8:call", ActionCode(8), fresh, ago(150), "Rappel avant l’entrée généralisé", ago(60)),
            PastMilestoneEvent(
                "8:call",
                ActionCode(8),
                moved,
                ago(65),
                due_on=on + timedelta(days=25),
                reason="L’outil d’envoi change.",
            ),
            PastMilestoneEvent(
                "10:notes", ActionCode(10), fresh, ago(150), "Vingt-trois notes publiées", on + timedelta(days=37)
            ),
            PastMilestoneEvent("12:sheets", ActionCode(12), fresh, ago(150), "Fiches ex ante complètes", ago(3)),
            PastMilestoneEvent(
                "12:result",
                ActionCode(12),
                fresh,
                ago(150),
                "Premier résultat publié",
                on + timedelta(days=90),
                ("12:sheets",),
            ),
        ),
        values=(
            PastValue(
                ActionCode(1),
                "places de parcours complet",
                Decimal(3100),
                "places",
                ago(8),
                "Registre des places fictif",
            ),
            PastValue(
                ActionCode(2), "formations rénovées", Decimal(9), "formations", ago(25), "Procès-verbaux fictifs"
            ),
            PastValue(ActionCode(10), "notes de bassin par an", Decimal(15), "notes", ago(5), ""),
        ),
        risks=(
            PastRisk(
                ActionCode(8),
                "Les organismes n’appellent pas avant l’entrée",
                RiskLevel.HIGH,
                "Un appel par la plateforme",
                ago(60),
            ),
        ),
        remarks=(
            PastRemark(
                ActionCode(8), RemarkKind.RETURN, "Le taux baisse de combien, et où ? Donnez le chiffre.", ago(2), pilot
            ),
            PastRemark(
                ActionCode(10), RemarkKind.COMMENT, "Treize sur le site hier.", ago(1), pilot, "notes de bassin par an"
            ),
        ),
    )
