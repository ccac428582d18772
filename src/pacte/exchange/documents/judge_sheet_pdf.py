"""Sheet of the prison service for the judge, as PDF: what is attested, what is certified, which place is held.

The only document that speaks of detention. It says nothing of the offence nor of the sentence: the law asks the judge
to weigh the person's efforts and prospects of insertion (code de procédure pénale, art. 707 and 721).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pacte.exchange.documents.competence_passport import competences_by_family
from pacte.exchange.documents.pdf_rendering import render_pdf
from pacte.exchange.documents.pdf_texts import page_text
from pacte.journeys.records import StepKind
from pacte.journeys.rules.custody import SIDE_LABELS
from pacte.kernel.french import format_day, pluralise

if TYPE_CHECKING:
    from pacte.journeys.queries.bridges import BridgeStage
    from pacte.journeys.records import StepRecord

MEDIA_TYPE = "application/pdf"
_NAME = "Fiche pour le juge"


@dataclass(frozen=True, slots=True)
class JudgeSheetInput:
    """``steps``: those in force of all the journeys, each with the provider that recorded it; ``blocks``: label of each
    certified block by code.
    """

    name: str
    service: str
    stages: Sequence[BridgeStage]
    steps: Sequence[tuple[str, StepRecord]]
    blocks: Mapping[str, str]


def write(sheet: JudgeSheetInput, *, as_of: date, synthetic: bool = False) -> bytes:
    """The sheet as of that day. The same facts give the same bytes."""
    footer = f"{sheet.service} · Document remis au juge" + (" · Données fictives" if synthetic else "")
    awaited = [each for each in sheet.stages if not each.is_entered]
    providers = {step.identifier: provider for provider, step in sheet.steps}
    competences = competences_by_family(
        [step for _, step in sheet.steps],
        lambda step: f"{providers[step.identifier]}, {format_day(step.happened_on)}",
    )
    return render_pdf(
        "judge_sheet.typ",
        {
            "title": page_text(f"{_NAME} : {sheet.name}"),
            "description": f"{_NAME} au {format_day(as_of)}" + (", données fictives" if synthetic else ""),
            "keywords": ["pacte", "fiche pour le juge"],
            "version": f"au {format_day(as_of)}",
            "footer": page_text(footer),
            "running_title": page_text(_NAME),
            "short": True,
            "synthetic": synthetic,
            "kicker": page_text(sheet.service),
            "name": _NAME,
            "answer": page_text(_answer(sheet.name, sum(len(group["items"]) for group in competences), awaited)),
            "held": [_stage_row(each, _held_until(each)) for each in awaited],
            "followed": [_stage_row(each, _days(each)) for each in sheet.stages if each.is_entered],
            "competences": competences,
            "blocks": _blocks(sheet),
            "certified": _certifications(sheet),
            "on": format_day(as_of),
            "signatory": page_text(sheet.service),
        },
        as_of,
    )


def _answer(name: str, competences: int, awaited: Sequence[BridgeStage]) -> str:
    attested = pluralise(competences, "compétence attestée", "compétences attestées")
    if not awaited:
        return f"{name} : {attested} ; aucune place n’est tenue à ce jour."
    first = awaited[0]
    until = f" jusqu’au {format_day(first.seat_until)}" if first.seat_until else ""
    return f"{name} : {attested} ; une place est tenue{until} dans la formation « {first.title} »."


def _stage_row(stage: BridgeStage, days: str) -> dict[str, str]:
    session = stage.journey.session
    site = (session.site or session.training_action.site) if session else None
    where = " · ".join(
        each
        for each in (session.provider.name if session else "", site.town if site else "", SIDE_LABELS[stage.side])
        if each
    )
    return {"text": page_text(f"{stage.title}\n{where}"), "on": page_text(days)}


def _held_until(stage: BridgeStage) -> str:
    begins = f"à partir du {format_day(stage.on)}"
    return f"{begins}, tenue jusqu’au {format_day(stage.seat_until)}" if stage.seat_until else begins


def _days(stage: BridgeStage) -> str:
    ended_on = stage.journey.ended_on
    since = f"du {format_day(stage.on)}" if ended_on else f"depuis le {format_day(stage.on)}"
    return f"{since} au {format_day(ended_on)}" if ended_on else since


def _blocks(sheet: JudgeSheetInput) -> list[dict[str, str]]:
    row_by_text = {}
    for provider, step in sheet.steps:
        if step.kind is StepKind.BLOCK_CERTIFIED:
            value = str(step.detail.get("block") or "sans précision")
            row_by_text[sheet.blocks.get(value, value)] = f"{provider}, {format_day(step.happened_on)}"
    return [{"text": page_text(text), "on": page_text(on)} for text, on in row_by_text.items()]


def _certifications(sheet: JudgeSheetInput) -> list[dict[str, str]]:
    labels = {StepKind.CERTIFIED: "Certification entière", StepKind.CERTIFIED_IN_PART: "Certification en partie"}
    return [
        {"text": labels[step.kind], "on": page_text(f"{provider}, {format_day(step.happened_on)}")}
        for provider, step in sheet.steps
        if step.kind in labels
    ]
