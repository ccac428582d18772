"""The sentence that answers « Où en est le pacte ? »: money against time, results, what is late, the committee."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.html import format_html

from pacte.kernel.french import format_day, format_percent, join_words, pluralise
from pacte.kernel.money import format_millions
from pacte.plan.records import PlanContent
from pacte.plan.rules.schedule import elapsed_share
from pacte.web.charts.money import MoneyChart, MoneyChartStage
from pacte.web.pages.plan.action_summaries import ActionSummary
from pacte.web.pages.plan.overview_steering import CommitteeOutlook


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """What the answer counts: actions with a measured result, with means only; late milestones, alerts.

    ``published``: the sentence of the money that everybody reads, where the reader does not see the money of today.
    """

    money: MoneyChart
    proved: int = 0
    means: int = 0
    late: int = 0
    alerts: int = 0
    published: str = ""
    committee: CommitteeOutlook | None = None


def overview_answer(content: PlanContent, lines: Sequence[ActionSummary], on: date, facts: AnswerFacts) -> str:
    if not lines:
        return "Ce plan ne contient encore aucune action."
    running = sum(not line.is_ended for line in lines)
    sentences = (
        _money_sentence(content, on, facts),
        _result_sentence(facts, running),
        _late_sentence(facts),
        _committee_sentence(facts.committee),
        _ended_sentence([line for line in lines if line.is_ended]),
    )
    return format_html(" ".join(["{}"] * len(sentences)), *sentences)


def _money_sentence(content: PlanContent, on: date, facts: AnswerFacts) -> str:
    """« Au 24 novembre 2020, 65,67 M€ sont engagés sur 250,98 M€ (26,2 %), à 47,4 % de la durée. »"""
    envelope, committed = (facts.money.total(stage) for stage in (MoneyChartStage.ENVELOPE, MoneyChartStage.COMMITTED))
    day, time = format_day(on), _elapsed_text(content, on)
    if committed is not None and envelope:
        share = format_percent(Decimal(committed) / envelope)
        text = f"{format_millions(committed)} sont engagés sur {format_millions(envelope)} ({share})"
        return format_html("Au {}, <strong>{}</strong>, {}.", day, text, time)
    if not envelope:
        return f"Au {day}, le plan en est {time}."
    total, axes = format_millions(envelope), pluralise(len(content.axes), "axe")
    if facts.published:
        return format_html("Le plan répartit <strong>{}</strong> en {}. {}", total, axes, facts.published)
    return format_html("Au {}, {}, le plan répartit <strong>{}</strong> en {}.", day, time, total, axes)


def _elapsed_text(content: PlanContent, on: date) -> str:
    share = elapsed_share(content.first_year, content.last_year, on)
    if share >= 1:
        return f"la période {content.first_year}-{content.last_year} étant finie"
    if share <= 0:
        return f"avant le début de la période {content.first_year}-{content.last_year}"
    return f"à {format_percent(share)} de la durée du plan"


def _result_sentence(facts: AnswerFacts, count: int) -> str:
    if not facts.proved:
        return "La seule action n’a pas encore de résultat mesuré." if count == 1 else (
            f"Aucune des {count} actions n’a encore de résultat mesuré."
        )  # fmt: skip
    verb = "a" if facts.proved == 1 else "ont"
    means = f", {pluralise(facts.means, 'autre')} des moyens seulement" if facts.means else ""
    result = f"{pluralise(facts.proved, 'action')} sur {count} {verb} un résultat mesuré"
    return format_html("<strong>{}</strong>{}.", result, means)


def _late_sentence(facts: AnswerFacts) -> str:
    """« 3 jalons sont dépassés et 5 actions sont en alerte. »"""
    counts = [
        pluralise(facts.late, "jalon est dépassé", "jalons sont dépassés") if facts.late else "",
        pluralise(facts.alerts, "action est en alerte", "actions sont en alerte") if facts.alerts else "",
    ]
    text = " et ".join(each for each in counts if each)
    return f"{text}." if text else ""


def _committee_sentence(outlook: CommitteeOutlook | None) -> str:
    if outlook is None:
        return ""
    day, prepares = format_day(outlook.committee.held_on), outlook.round
    silent = prepares.action_count - prepares.answered_count if prepares else 0
    wanting = f" : {pluralise(silent, 'réponse manque', 'réponses manquent')}" if silent else ""
    return f"Comité le {day}{wanting}."


def _ended_sentence(ended: list[ActionSummary]) -> str:
    """« L’action 16 n’a plus cours. », « Les actions 15 et 16 n’ont plus cours. »."""
    numbers = [str(line.number) for line in ended]
    if not numbers:
        return ""
    if len(numbers) == 1:
        return f"L’action {numbers[0]} n’a plus cours."
    return f"Les actions {join_words(numbers)} n’ont plus cours."
