"""Template data of one action page, as plain texts: no layout here, no wording in the template."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from pacte.exchange.documents.amounts import amount_years, cents_by_year, year_heading
from pacte.exchange.documents.pdf_schedule import schedules_of
from pacte.exchange.documents.pdf_texts import grouped, is_year, joined, paper, unique, year
from pacte.exchange.documents.wording import (
    KIND_WORDS,
    field_word,
    lead_text,
    leads_cell,
    objective_cell,
    quantity,
)
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import fold_text, pluralise
from pacte.kernel.money import format_euros
from pacte.plan.records import ActionTitle, Doubt, Figure, FigureKind, PlanContent, PlanRow, RowKind
from pacte.plan.rules.display import describe_lineage, describe_status

Said = dict[str, Any]
_KINDS = list(FigureKind)


def leads_said(rows: Sequence[PlanRow]) -> list[str]:
    """Leads of the action, over its rows, without duplicates."""
    return unique(lead_text(lead) for row in rows for lead in row.leads) or unique(map(leads_cell, rows))


def expenses_said(row: PlanRow) -> str:
    """One expense per line, the period first when there is one."""
    return "\n".join(f"{item.period} : {item.nature}" if item.period else item.nature for item in row.expenses)


def staff_said(row: PlanRow) -> str:
    """One position per line: organisation, description, full-time equivalents."""
    said = []
    for item in row.staff:
        etp = "" if item.etp is None else f" ({grouped(item.etp)} ETP)"
        said.append(" : ".join(part for part in (item.organisation, item.text) if part) + etp)
    return "\n".join(said)


_FIELDS: tuple[tuple[str, Callable[[PlanRow], str]], ...] = (
    ("Description", lambda row: row.description),
    ("Résultats attendus", lambda row: row.expected_result),
    ("Nature de la dépense", expenses_said),
    ("Moyens humains", staff_said),
    ("Commentaires", lambda row: row.comment),
)


def _state_said(content: PlanContent, number: ActionCode) -> str:
    """« (abandonnée à compter du 1ᵉʳ janvier 2021 : motif) » for an action stopped by an amendment."""
    said = content.status_of(number)
    return f" ({describe_status(said)})" if said else ""


def action_data(content: PlanContent, number: ActionCode) -> Said:
    """All template data of the action."""
    rows = content.rows_of(number)
    alone = len(rows) == 1
    named = {action.number: action for action in content.actions}
    name = named.get(number, ActionTitle(number, rows[0].title, rows[0].short_title))
    short = name.short_title or name.title
    codes = [axis.code for axis in content.axes]
    axis = next((axis for axis in content.axes if axis.code == rows[0].axis_code), None)
    objectives = {item.code: item for item in content.objectives}
    strategic = rows[0].strategic_code
    shown = shared_fields(rows)
    told = {label for label, text in shown.items() if text}
    if len({row.leads for row in rows if row.leads}) <= 1:
        told.add("Chef de projet")
    figures = [figure for row in rows for figure in row.figures]
    doubts = [doubt_said(doubt, "" if alone else row.operational_code) for row in rows for doubt in row.doubts]
    parts = (
        axis.label if axis else "",
        objective_cell(strategic, objectives.get(strategic)),
        *map(describe_lineage, content.origins_of(number)),
    )
    operational = rows[0].operational_code if alone else ""
    return {
        "anchor": f"action-{number}",
        "number": str(number),
        "axis_rank": codes.index(axis.code) if axis else 0,
        "kicker": paper(" · ".join(part for part in parts if part)),
        "short": paper(f"{short}{_state_said(content, number)}"),
        "title": paper(name.title) if fold_text(name.title).rstrip(" :.") != fold_text(short) else "",
        "objective": paper(objective_cell(operational, objectives.get(operational))),
        "lead": paper(", ".join(leads_said(rows))),
        "priority": paper(", ".join(unique(row.priority for row in rows))),
        "facts": _facts(rows, named),
        "schedules": schedules_of(rows, [period.code for period in content.periods]),
        "fields": [_field(label, text) for label, text in shown.items() if text],
        "silent": _silence(rows, told),
        "rows": [] if alone else [_row(row, content, told) for row in rows if row.kind is not RowKind.HEADING],
        "figures_said": _figures_said(figures),
        "figures": _figure_groups(figures),
        "amounts": _amounts(content, number),
        "context": _context(rows),
        "doubts_said": pluralise(len(doubts), "doute") if doubts else "Aucun doute signalé par la transcription.",
        "doubts": doubts,
        "source": _source(rows, content, doubtful=bool(doubts)),
    }


def doubt_said(doubt: Doubt, where: str = "") -> dict[str, str]:
    """The doubt and its subject: a field, a row of the action, or both."""
    field = field_word(doubt.field).capitalize() if doubt.field else ""
    about = f"{field} ({where})" if field and where else field or where
    return {"about": paper(about), "reason": paper(doubt.reason)}


def shared_fields(rows: Sequence[PlanRow]) -> dict[str, str]:
    """Texts common to all rows of the action, by label. Heading rows with an empty text are ignored."""
    said = {}
    for label, read in _FIELDS:
        texts = [read(row) for row in rows if row.kind is not RowKind.HEADING or read(row)]
        said[label] = texts[0] if texts and len(set(texts)) == 1 else ""
    return said


def _field(label: str, text: str) -> dict[str, str]:
    return {"label": label, "text": paper(text)}


def _silence(rows: Sequence[PlanRow], told: set[str]) -> str:
    """Sentence listing the fields that the plan leaves empty for the action."""
    missing = [label.lower() for label, read in _FIELDS if label not in told and not any(map(read, rows))]
    return f"Le plan n’en dit rien : {', '.join(missing)}." if missing else ""


def _facts(rows: Sequence[PlanRow], named: dict[ActionCode, ActionTitle]) -> list[dict[str, Any]]:
    linked = sorted({number for row in rows for number in row.linked_numbers})
    links = [
        f"{number} {named[number].short_title or named[number].title}" if number in named else str(number)
        for number in linked
    ]
    return [
        _fact("Chef de projet", "\n".join(leads_said(rows)), "à désigner"),
        _fact("Priorité", ", ".join(unique(row.priority for row in rows)), "non dite"),
        _fact("Actions liées", "\n".join(links), "aucune citée"),
    ]


def _fact(label: str, text: str, silence: str) -> dict[str, Any]:
    return {"label": label, "text": paper(text) or silence, "absent": not text}


def _row(row: PlanRow, content: PlanContent, told: set[str]) -> Said:
    objectives = {item.code: item for item in content.objectives}
    code = row.operational_code
    fields = [("Chef de projet", ", ".join(leads_said([row])))]
    fields += [(label, read(row)) for label, read in _FIELDS if label != "Description"]
    return {
        "title": paper(row.title),
        "objective": paper(objective_cell(code, objectives.get(code))),
        "text": "" if "Description" in told else paper(row.description),
        "fields": [_field(label, text) for label, text in fields if text and label not in told],
    }


def _figures_said(figures: Sequence[Figure]) -> str:
    if not figures:
        return "Le plan ne donne aucun chiffre pour cette action : aucune cible à suivre."
    printed = sum(figure.is_target and not figure.proposed for figure in figures)
    proposed = sum(figure.is_target and figure.proposed for figure in figures)
    said = pluralise(printed, "cible") if printed else "Le plan ne fixe aucune cible"
    if not proposed:
        return said if printed else f"{said} : ces chiffres situent l’action, ils ne se suivent pas."
    return paper(f"{said} ; {pluralise(proposed, 'cible')} à décider, que nous proposons.")


def _figure_groups(figures: Sequence[Figure]) -> list[Said]:
    ordered = sorted(figures, key=lambda figure: _KINDS.index(figure.kind))
    return [
        {
            "kind": KIND_WORDS[kind].capitalize(),
            "is_target": kind is FigureKind.TARGET,
            "figures": [_figure(figure) for figure in members],
        }
        for kind, members in groupby(ordered, key=lambda figure: figure.kind)
    ]


def _promised(figure: Figure) -> str:
    """« 2 à 4 chantiers / département »; « à fixer, en % » for a proposed figure without a value."""
    bare = figure.value is None and figure.minimum is None and figure.maximum is None
    if bare and figure.proposed:
        said = f"à fixer, en {figure.unit}" if figure.unit else "à fixer"
    else:
        said = quantity(figure, year) if is_year(figure) else f"{quantity(figure, grouped)} {figure.unit}".strip()
    return f"{said} / {figure.per}" if figure.per else said


def _figure(figure: Figure) -> dict[str, str]:
    remarks = [
        "" if figure.certain else "incertain",
        "" if figure.unit else "unité inconnue",
        "proposé par nous" if figure.proposed else "",
    ]
    return {
        "what": paper(figure.what),
        "value": paper(_promised(figure)),
        "remark": ", ".join(unique(remarks)),
        "horizon": paper(figure.horizon),
        "source": paper(f"« {figure.source_text} »") if figure.source_text else "",
        "doubt": paper(figure.doubt),
        "indicator": paper(f"Indicateur : {figure.indicator_code}") if figure.indicator_code else "",
    }


def _amounts(content: PlanContent, number: ActionCode) -> list[dict[str, str]]:
    cells = zip(amount_years(content), cents_by_year(content, number), strict=True)
    given = [(year_heading(year), cents) for year, cents in cells if cents is not None]
    if len(given) > 1:
        given.append(("Total", sum(cents for _, cents in given)))
    return [{"label": label, "value": format_euros(cents)} for label, cents in given]


def _context(rows: Sequence[PlanRow]) -> list[dict[str, str]]:
    lists = (
        ("Publics", joined(unique(item for row in rows for item in row.publics))),
        ("Secteurs", joined(unique(item for row in rows for item in row.sectors))),
        ("Territoires", joined(unique(item for row in rows for item in row.territories))),
        ("Partenaires et outils", joined(unique(item for row in rows for item in row.partners))),
    )
    return [{"label": label, "text": text} for label, text in lists if text]


def _source(rows: Sequence[PlanRow], content: PlanContent, *, doubtful: bool) -> str:
    """Original wording of the source where ours differs, and its location."""
    codes = {item.code: item.code_as_printed for item in content.objectives}
    printed = (
        ("lignes du texte", unique(row.source_lines for row in rows)),
        ("calendrier imprimé", unique(row.schedule.as_printed for row in rows)),
        ("intitulé imprimé", unique(row.title_as_printed for row in rows)),
        ("chef de projet imprimé", unique(row.leads_as_printed for row in rows if leads_differ(row))),
        ("code imprimé de l’objectif", unique(codes.get(row.operational_code, "") for row in rows)),
    )
    said = [f"{label} : {' | '.join(' '.join(text.split()) for text in texts)}" for label, texts in printed if texts]
    if not doubtful:
        said.append("aucun doute signalé par la transcription")
    return paper(" · ".join(said)) or "Aucune source indiquée."


def leads_differ(row: PlanRow) -> bool:
    """Whether the leads printed by the source differ from ours."""
    return row.leads_as_printed not in ("", "\n".join(map(lead_text, row.leads)))
