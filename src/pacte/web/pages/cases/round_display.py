"""The list of a round beside one of its cases: title, amount, and where its reading stands."""

from __future__ import annotations

from typing import Any

from pacte.kernel.french import pluralise
from pacte.kernel.money import format_euros
from pacte.procedures.queries.round_cases import RoundCase, RoundCases
from pacte.web.pages.cases.base_pages import CasePage
from pacte.web.reading_display import total_text

_SHOWN = 15


def round_values(page: CasePage, wave: RoundCases) -> dict[str, Any]:
    """Value ``wave`` of ``cases/round.html``: the case itself and those around it, at most ``_SHOWN``."""
    here = page.detail.case.number
    rank = next((rank for rank, each in enumerate(wave.lines) if each.number == here), 0)
    first = max(0, min(rank - _SHOWN // 2, len(wave.lines) - _SHOWN))
    procedure = page.detail.procedure.code
    return {
        "title": wave.call_round.title,
        "answer": _answer(wave),
        "lines": [
            _line_values(page, wave, each, is_here=each.number == here) for each in wave.lines[first : first + _SHOWN]
        ],
        "more": max(0, len(wave.lines) - _SHOWN),
        "all_url": f"{page.url('cases:list')}?procedure={procedure}",
    }


def _answer(wave: RoundCases) -> str:
    """« 23 dossiers, 611 400 € demandés pour 420 000 € »."""
    demand = f", {format_euros(wave.asked_cents)} demandés" if wave.asked_cents else ""
    envelope = wave.call_round.envelope_cents
    return f"{pluralise(len(wave.lines), 'dossier')}{demand}{f' pour {format_euros(envelope)}' if envelope else ''}"


def _line_values(page: CasePage, wave: RoundCases, line: RoundCase, *, is_here: bool) -> dict[str, Any]:
    word, sign, tone = _state(wave, line)
    return {
        "title": line.title,
        "number": line.number,
        "asked": format_euros(line.asked_cents) if line.asked_cents else "",
        "url": "" if is_here else page.url("cases:file", line.number),
        "badge": {"word": word, "sign": sign, "tone": tone},
    }


def _state(wave: RoundCases, line: RoundCase) -> tuple[str, str, str]:
    """Word, sign and tone of where the reading of a case stands."""
    if line.is_before_panel:
        if line.reads_both:
            return f"écart de {total_text(line.gap)} points", "triangle", "watch"
        return "prêt pour le comité", "check", "good"
    if line.is_read_now:
        done = line.summary.count if line.summary else 0
        return f"{pluralise(done, 'lecture')} sur {wave.grid.readers}", "half", ""
    return line.stage.lower(), "ring", ""
