"""The plan of one year as PDF: running actions, deadlines, leads, amounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pacte.exchange.documents.pdf_plan import common_page_data
from pacte.exchange.documents.pdf_rendering import render_pdf
from pacte.exchange.documents.pdf_texts import page_text
from pacte.exchange.documents.wording import axis_heading, plan_amount_text
from pacte.exchange.documents.year_rows import (
    YearActionRow,
    YearMilestone,
    YearPeople,
    ended_action_rows,
    year_action_rows,
)
from pacte.indicators.records.year_diagnosis import YearDiagnosis
from pacte.indicators.rules.year_diagnosis import (
    NO_FIGURE,
    NO_SURVEY,
    freshness_text,
    gap_note,
    gap_sentence,
    label_text,
    source_and_place,
    survey_result_text,
)
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
    diagnosis: YearDiagnosis | None = None,
    synthetic: bool = False,
) -> bytes:
    """The tagged PDF. Raises ``NotFound`` for a year outside the plan."""
    annual_plan = year_plan(content, year)
    lines = year_action_rows(annual_plan, people)
    data = common_page_data(content, as_of=as_of, version_label=version_label, synthetic=synthetic) | {
        "short": False,
        "title": f"Que fait le plan en {year} ?",
        "description": f"Plan de l’année {year}, {version_label}, au {format_day(as_of)}",
        "subtitle": page_text(content.title),
        "answer": page_text(_answer(annual_plan)),
        "about": page_text(f"{version_label} · vu au {format_day(as_of)}"),
        "has_people": any(line.people for line in lines),
        "has_money": annual_plan.year_cents is not None,
        "groups": [
            {
                "rank": rank,
                "label": page_text(axis_heading(axis.axis)),
                "said": pluralise(len(axis.actions), "action"),
                "lines": [_action_data(line) for line in lines if line.rank == rank],
            }
            for rank, axis in enumerate(annual_plan.axes)
            if axis.actions
        ],
        "axes": [
            {
                "rank": rank,
                "label": page_text(axis_heading(axis.axis)),
                "actions": str(len(axis.actions)),
                "year": _amount(axis.year_cents),
                "envelope": _amount(axis.axis.amount_cents),
            }
            for rank, axis in enumerate(annual_plan.axes)
        ],
        "deadlines": [
            {
                "on": format_day(each.on),
                "what": page_text(each.what),
                "action": page_text(f"{action.number} {action.name}"),
            }
            for action, each in annual_plan.deadlines
        ],
        "milestones": [
            {
                "on": format_day(each.on),
                "what": page_text(each.title),
                "action": page_text(" · ".join(part for part in (each.action, each.owner) if part)),
                "state": page_text(each.state),
            }
            for each in milestones
        ],
        "diagnosis": _diagnosis_data(diagnosis) if diagnosis else None,
        "ended": [
            {"number": str(number), "name": page_text(name), "state": page_text(state)}
            for number, name, state in ended_action_rows(annual_plan)
        ],
    }
    return render_pdf("year.typ", data, as_of)


def _answer(annual_plan: YearPlan) -> str:
    sure = sum(action.is_certain for action in annual_plan.actions)
    others = len(annual_plan.actions) - sure
    sentence = f"En {annual_plan.year}, {pluralise(sure, 'action est prévue', 'actions sont prévues')}"
    if others:
        sentence += f" et {pluralise(others, 'autre peut l’être', 'autres peuvent l’être')}, la source étant incertaine"
    due = len(annual_plan.deadlines)
    sentence += f". {pluralise(due, 'échéance tombe', 'échéances tombent')} dans l’année." if due else "."
    return (
        sentence
        if annual_plan.year_cents is None
        else f"{sentence} Le plan y met {plan_amount_text(annual_plan.year_cents)}."
    )


def _diagnosis_data(diagnosis: YearDiagnosis) -> dict[str, object]:
    return {
        "note": f"connu le {format_day(diagnosis.on)}",
        "no_figure": page_text(NO_FIGURE),
        "figures": [
            {
                "label": page_text(label_text(each)),
                "value": page_text(each.value),
                "period": page_text(each.period),
                "change": page_text(each.change),
                "source": page_text(source_and_place(each)),
                "freshness": page_text(freshness_text(each)),
            }
            for each in diagnosis.figures
        ],
        "gap_sentence": page_text(gap_sentence(diagnosis)),
        "gaps": [
            {
                "label": page_text(each.label),
                "note": page_text(gap_note(each)),
                "owed_by": page_text(each.owed_by),
                "state": page_text(each.state),
            }
            for each in diagnosis.gaps or ()
        ],
        "sees_surveys": diagnosis.surveys is not None,
        "no_survey": page_text(NO_SURVEY),
        "surveys": [
            {
                "survey": page_text(each.survey),
                "days": page_text(each.field_days),
                "label": page_text(each.label),
                "result": page_text(survey_result_text(each)),
            }
            for each in diagnosis.surveys or ()
        ],
    }


def _action_data(line: YearActionRow) -> dict[str, str]:
    return {
        "number": str(line.number),
        "name": page_text(line.name),
        "leads": page_text(line.leads),
        "people": page_text(line.people),
        "schedule": page_text(line.schedule),
        "targets": page_text(line.targets),
        "amount": _amount(line.cents),
    }


def _amount(cents: int | None) -> str:
    return "" if cents is None else plan_amount_text(cents)
