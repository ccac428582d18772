"""« Que doit trancher le comité ? »: where readers disagree, what is asked and what is left, why this case counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pacte.indicators.queries.case_counts import procedure_counts
from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.queries.tension_coverage import trade_coverage
from pacte.kernel.clock import known_before, today
from pacte.kernel.french import format_day, format_number, join_words, pluralise
from pacte.kernel.money import format_euros
from pacte.procedures.queries.rankings import ReaderScore
from pacte.procedures.queries.round_cases import RoundCase, RoundCases
from pacte.procedures.records.counts import CountMeasure
from pacte.procedures.records.reading import HIGHEST_SCORE
from pacte.reference.queries import occupations_by_code
from pacte.web.pages.cases.base_pages import CasePage
from pacte.web.reading_display import CriterionScores, criterion_gap, total_text

# On the scale of a criterion: from there two readers no longer say the same thing.
_WIDE_GAP = 2


def panel_values(
    page: CasePage, wave: RoundCases | None, readings: Sequence[Mapping[str, Any]]
) -> dict[str, Any] | None:
    """Value ``panel`` of ``cases/panel.html``; None unless the case is before the committee of its round.

    ``readings``: those of ``readings_display``; the committee decides on one grid of them.
    """
    number = page.detail.case.number
    line = next((each for each in wave.lines if each.number == number), None) if wave else None
    if wave is None or line is None or not line.is_before_panel or page.detail.summary.is_ended:
        return None
    scores = next((each["scores"] for each in readings if each["code"] == wave.grid.code), ())
    on = f" du {format_day(wave.meeting.held_on)}" if wave.meeting else ""
    return {
        "answer": _answer(line, scores),
        "title": f"Ce que le comité{on} doit trancher",
        "points": [*_criteria_points(scores), *_money_points(wave, line)],
        "why": _why_it_counts(page),
        "meeting_url": page.url("readings:meeting", wave.meeting.pk) if wave.meeting else "",
    }


def _answer(line: RoundCase, scores: Sequence[ReaderScore]) -> str:
    """« Deux lecteurs, 31 points d’écart (68 et 37 sur 100). »."""
    if line.summary is None:
        return "Le comité l’attend."
    lowest, highest = total_text(line.summary.lowest), total_text(line.summary.highest)
    count = pluralise(len(scores) or line.summary.count, "lecteur")
    if not line.gap:
        return f"{count}, la même note ({lowest} sur 100)."
    gap = f"{total_text(line.gap)} points d’écart ({highest} et {lowest} sur 100)"
    close = "" if line.reads_both else " : la moyenne se lit"
    return f"{count}, {gap}{close}."


def _criteria_points(scores: Sequence[ReaderScore]) -> list[dict[str, str]]:
    """A point for each criterion on which readers disagree, the widest gap first, with the words of the lowest."""
    rows = [tuple(each) for each in zip(*(one.criteria for one in scores), strict=True)]
    wide = sorted((each for each in rows if criterion_gap(each) >= _WIDE_GAP), key=criterion_gap, reverse=True)
    return [_criterion_point(each) for each in wide]


def _criterion_point(row: CriterionScores) -> dict[str, str]:
    lowest = min(row, key=lambda each: each.score)
    notes = join_words([str(each.score) for each in row])
    words = f" « {lowest.words} »" if lowest.words else ""
    return {"label": f"{row[0].label}.", "text": f"Notes {notes} sur {HIGHEST_SCORE}.{words}"}


def _money_points(wave: RoundCases, line: RoundCase) -> list[dict[str, str]]:
    if not line.asked_cents:
        return []
    waiting = [each for each in wave.lines if each.is_before_panel]
    total = sum(each.asked_cents or 0 for each in waiting)
    left = f" ; il reste {format_euros(wave.left_cents)} à accorder" if wave.left_cents is not None else ""
    others = f", et {pluralise(len(waiting), 'dossier')} devant le comité demandent {format_euros(total)}"
    text = f"{format_euros(line.asked_cents)} demandés{left}{others if len(waiting) > 1 else ''}."
    return [{"label": "Le montant.", "text": text}]


def _why_it_counts(page: CasePage) -> str:
    """Its occupations in strong tension that no award touches yet; "" for a procedure that counts none."""
    detail = page.detail
    source = next(
        (
            each
            for each in procedure_counts()
            if each.procedure == detail.procedure.code and each.count.measure is CountMeasure.TENSION_COVERED
        ),
        None,
    )
    if source is None:
        return ""
    context = CountContext(page.actor, page.plan, today(), known_before(today()))
    trades = trade_coverage(context, source, detail.summary.action_number)
    answer = detail.case.values.get(source.count.different)
    own = set(answer if isinstance(answer, list) else [answer])
    blanks = {each.rome: each.level for each in trades if each.rome in own and not each.cases}
    if not blanks:
        return ""
    names = occupations_by_code(list(blanks))
    labels = [
        f"{names[rome].label if rome in names else rome} ({format_number(level, 1)} sur 5)"
        for rome, level in blanks.items()
    ]
    return f"aucune initiative retenue ne fait connaître {join_words(labels)}, en tension forte."
