"""Profile of a territory as PDF: the same figures and tables as its page, with their sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pacte.exchange.documents.pdf_making import made
from pacte.exchange.documents.pdf_texts import paper
from pacte.kernel.french import format_day

if TYPE_CHECKING:
    from pacte.indicators.records.profile import ZoneProfile
    from pacte.indicators.rules.profile_blocks import ProfileBlock, ProfileCell, ProfileHeadline

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
    said: dict[str, Any] = {
        "title": paper(f"Profil de territoire : {profile.name}"),
        "description": f"Profil au {format_day(as_of)}" + (", données fictives" if synthetic else ""),
        "keywords": ["pacte", "territoire", "diagnostic"],
        "version": f"connu le {format_day(as_of)}",
        "footer": paper(f"{kind} {profile.code}, {profile.name}" + (" · Données fictives" if synthetic else "")),
        "running_title": paper(profile.name),
        "short": True,
        "synthetic": synthetic,
        "kicker": paper(f"{kind} {profile.code}"),
        "name": paper(profile.name),
        "answer": paper(answer),
        "headlines": [_headline(each) for each in headlines],
        "blocks": [_block(each) for each in blocks],
        "plan_lines": [{"label": paper(label), "told": paper(told)} for label, told, _ in plan_lines],
        "plan_note": paper(plan_note),
    }
    return made("profile.typ", said, as_of)


def _headline(each: ProfileHeadline) -> dict[str, Any]:
    note = f"{each.period}, {each.source}" + (f" ; {each.where}" if each.where else "")
    return {
        "label": paper(each.label),
        "value": paper(f"{each.value} {each.unit}"),
        "note": paper(note),
        "breaks": [paper(f"Rupture de série, {broken}") for broken in each.breaks],
    }


def _block(each: ProfileBlock) -> dict[str, Any]:
    return {
        "title": paper(each.title),
        "sentence": paper(each.sentence),
        "columns": [{"label": paper(label), "num": is_number} for label, is_number in each.columns],
        "rows": [[_cell(cell) for cell in row] for row in each.rows],
        "sources": [paper(source) for source in each.sources],
    }


def _cell(cell: ProfileCell) -> dict[str, Any]:
    return {"text": paper(cell.text), "note": paper(cell.note), "part": cell.part}
