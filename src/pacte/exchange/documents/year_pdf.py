"""The plan of one year as PDF: running actions, deadlines, leads, amounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pacte.exchange.documents.pdf_making import made
from pacte.exchange.documents.pdf_plan import frame
from pacte.exchange.documents.pdf_texts import paper
from pacte.exchange.documents.wording import amount_text, axis_heading
from pacte.exchange.documents.year_words import YearLine, YearMilestone, YearPeople, ended_lines, year_lines
from pacte.kernel.french import format_day, pluralise
from pacte.plan.records import PlanContent
from pacte.plan.rules.year import YearPlan, year_plan


def write(
    content: PlanContent,
    year: int,
    *,
    as_of: date,
    version_label: str,
    people: YearPeople,
    milestones: Sequence[YearMilestone] = (),
    synthetic: bool = False,
) -> bytes:
    """The tagged PDF. Raises ``Unseen`` for a year outside the plan."""
    found = year_plan(content, year)
    lines = year_lines(found, people)
    said = frame(content, as_of=as_of, version_label=version_label, synthetic=synthetic) | {
        "short": False,
        "title": f"Que fait le plan en {year} ?",
        "description": f"Plan de l’année {year}, {version_label}, au {format_day(as_of)}",
        "subtitle": paper(content.title),
        "answer": paper(_answer(found)),
        "about": paper(f"{version_label} · vu au {format_day(as_of)}"),
        "has_people": any(line.people for line in lines),
        "has_money": found.year_cents is not None,
        "groups": [
            {
                "rank": rank,
                "label": paper(axis_heading(axis.axis)),
                "said": pluralise(len(axis.actions), "action"),
                "lines": [_line(line) for line in lines if line.rank == rank],
            }
            for rank, axis in enumerate(found.axes)
            if axis.actions
        ],
        "axes": [
            {
                "rank": rank,
                "label": paper(axis_heading(axis.axis)),
                "actions": str(len(axis.actions)),
                "year": _amount(axis.year_cents),
                "envelope": _amount(axis.axis.amount_cents),
            }
            for rank, axis in enumerate(found.axes)
        ],
        "deadlines": [
            {"on": format_day(each.on), "what": paper(each.what), "action": paper(f"{action.number} {action.name}")}
            for action, each in found.deadlines
        ],
        "milestones": [
            {
                "on": format_day(each.on),
                "what": paper(each.title),
                "action": paper(" · ".join(part for part in (each.action, each.owner) if part)),
                "state": paper(each.state),
            }
            for each in milestones
        ],
        "ended": [
            {"number": str(number), "name": paper(name), "state": paper(state)}
            for number, name, state in ended_lines(found)
        ],
    }
    return made("year.typ", said, as_of)


def _answer(found: YearPlan) -> str:
    sure = sum(action.is_certain for action in found.actions)
    others = len(found.actions) - sure
    said = f"En {found.year}, {pluralise(sure, 'action est prévue', 'actions sont prévues')}"
    if others:
        said += f" et {pluralise(others, 'autre peut l’être', 'autres peuvent l’être')}, la source étant incertaine"
    due = len(found.deadlines)
    said += f". {pluralise(due, 'échéance tombe', 'échéances tombent')} dans l’année." if due else "."
    return said if found.year_cents is None else f"{said} Le plan y met {amount_text(found.year_cents)}."


def _line(line: YearLine) -> dict[str, str]:
    return {
        "number": str(line.number),
        "name": paper(line.name),
        "leads": paper(line.leads),
        "people": paper(line.people),
        "schedule": paper(line.schedule),
        "targets": paper(line.targets),
        "amount": _amount(line.cents),
    }


def _amount(cents: int | None) -> str:
    return "" if cents is None else amount_text(cents)
