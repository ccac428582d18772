"""Template data of the schedule of an action: certain, assumed or unknown periods."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pacte.exchange.documents.pdf_texts import page_text, unique_texts
from pacte.exchange.documents.wording import flag_marks
from pacte.plan.records import Placement, PlanRow, Schedule

ScheduleData = dict[str, Any]


def schedules_data(rows: Sequence[PlanRow], periods: Sequence[str]) -> list[ScheduleData]:
    """Distinct schedules of the rows of one action, labelled by objective when there are several."""
    groups: list[tuple[ScheduleData, list[PlanRow]]] = []
    for row in rows:
        picture = _schedule_data(row, periods)
        for known, members in groups:
            if _shape(known) == _shape(picture):
                members.append(row)
                known["note"] = "\n".join(unique_texts([known["note"], picture["note"]]))
                break
        else:
            groups.append((picture, [row]))
    is_single = len(groups) == 1
    return [
        {
            "label": "Périodes" if is_single else ", ".join(unique_texts(row.operational_code for row in members)),
            "schedule": picture,
        }
        for picture, members in groups
    ]


def _shape(picture: ScheduleData) -> tuple[Any, ...]:
    return picture["across"], [(mark["kind"], mark["text"]) for mark in picture["marks"]]


def _schedule_data(row: PlanRow, periods: Sequence[str]) -> ScheduleData:
    schedule = row.schedule
    note = page_text(schedule.note)
    if schedule.placement is Placement.UNKNOWN:
        several = schedule.flag_count > 1
        marks = flag_marks(row) or "?"
        across = f"{marks} : {'périodes inconnues' if several else 'période inconnue'}"
        return {"across": page_text(across), "boxed": True, "marks": [], "note": note}
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
    return {"kind": kind, "text": page_text(text)}
