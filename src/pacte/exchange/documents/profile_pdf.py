"""Profile of a territory as PDF: the same figures and tables as its page, with their sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pacte.exchange.documents.pdf_rendering import render_pdf
from pacte.exchange.documents.pdf_texts import page_text
from pacte.indicators.records.profile import ZoneProfile
from pacte.indicators.rules.profile_blocks import ProfileBlock, ProfileCell, ProfileHeadline
from pacte.kernel.french import format_day

MEDIA_TYPE = "application/pdf"


def write(
    profile: ZoneProfile,
    *,
    kind: str,
    answer: str,
    headlines: Sequence[ProfileHeadline],
    blocks: Sequence[ProfileBlock],
    plan_lines: Sequence[tuple[str, str, str]],
    plan_note: str,
    synthetic: bool = False,
) -> bytes:
    """The PDF. ``plan_lines``: label, value, source. The same profile on the same day gives the same bytes."""
    as_of = profile.known_on
    data: dict[str, Any] = {
        "title": page_text(f"Profil de territoire : {profile.name}"),
        "description": f"Profil au {format_day(as_of)}" + (", données fictives" if synthetic else ""),
        "keywords": ["pacte", "territoire", "diagnostic"],
        "version": f"connu le {format_day(as_of)}",
        "footer": page_text(f"{kind} {profile.code}, {profile.name}" + (" · Données fictives" if synthetic else "")),
        "running_title": page_text(profile.name),
        "short": True,
        "synthetic": synthetic,
        "kicker": page_text(f"{kind} {profile.code}"),
        "name": page_text(profile.name),
        "answer": page_text(answer),
        "headlines": [_headline(each) for each in headlines],
        "blocks": [_block(each) for each in blocks],
        "plan_lines": [{"label": page_text(label), "told": page_text(value)} for label, value, _ in plan_lines],
        "plan_note": page_text(plan_note),
    }
    return render_pdf("profile.typ", data, as_of)


def _headline(each: ProfileHeadline) -> dict[str, Any]:
    note = f"{each.period}, {each.source}" + (f" ; {each.where}" if each.where else "")
    return {
        "label": page_text(each.label),
        "value": page_text(f"{each.value} {each.unit}"),
        "note": page_text(note),
        "breaks": [page_text(f"Rupture de série, {broken}") for broken in each.breaks],
    }


def _block(each: ProfileBlock) -> dict[str, Any]:
    return {
        "title": page_text(each.title),
        "sentence": page_text(each.sentence),
        "columns": [{"label": page_text(label), "num": is_number} for label, is_number in each.columns],
        "rows": [[_cell(cell) for cell in row] for row in each.rows],
        "sources": [page_text(source) for source in each.sources],
    }


def _cell(cell: ProfileCell) -> dict[str, Any]:
    return {"text": page_text(cell.text), "note": page_text(cell.note), "part": cell.part}
