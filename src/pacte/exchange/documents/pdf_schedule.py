"""Template data of the schedule of an action: certain, assumed or unknown periods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pacte.exchange.documents.pdf_texts import paper, unique
from pacte.exchange.documents.wording import flag_marks
from pacte.plan.records import Placement, PlanRow, Schedule

Drawn = dict[str, Any]


def schedules_of(rows: Sequence[PlanRow], periods: Sequence[str]) -> list[Drawn]:
    """Distinct schedules of the rows of one action, labelled by objective when there are several."""
    drawn: list[tuple[Drawn, list[PlanRow]]] = []
    for row in rows:
        picture = _drawn(row, periods)
        for known, members in drawn:
            if _shape(known) == _shape(picture):
                members.append(row)
                known["note"] = "\n".join(unique([known["note"], picture["note"]]))
                break
        else:
            drawn.append((picture, [row]))
    alone = len(drawn) == 1
    return [
        {
            "label": "Périodes" if alone else ", ".join(unique(row.operational_code for row in members)),
            "schedule": picture,
        }
        for picture, members in drawn
    ]


def _shape(picture: Drawn) -> tuple[Any, ...]:
    return picture["across"], [(mark["kind"], mark["text"]) for mark in picture["marks"]]


def _drawn(row: PlanRow, periods: Sequence[str]) -> Drawn:
    schedule = row.schedule
    note = paper(schedule.note)
    if schedule.placement is Placement.UNKNOWN:
        several = schedule.flag_count > 1
        marks = flag_marks(row) or "?"
        across = f"{marks} : {'périodes inconnues' if several else 'période inconnue'}"
        return {"across": paper(across), "boxed": True, "marks": [], "note": note}
    if not schedule.flags:
        return {"across": "aucune période imprimée", "boxed": False, "marks": [], "note": note}
    marks_by_period = [_mark(schedule, period) for period in periods]
    return {"across": "", "boxed": False, "marks": marks_by_period, "note": note}


def _mark(schedule: Schedule, period: str) -> dict[str, str]:
    text = " ".join(flag.mark for flag in schedule.flags if flag.period == period)
    if not text:
        return {"kind": "none", "text": ""}
    if text.strip() == "?":
        return {"kind": "question", "text": "?"}
    kind = "assumed" if schedule.placement is Placement.ASSUMED else "certain"
    return {"kind": kind, "text": paper(text)}
