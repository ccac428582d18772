"""Template data of one action page, as plain texts: no layout here, no wording in the template."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from pacte.exchange.documents.amounts import amount_years, cents_by_year, year_heading
from pacte.exchange.documents.pdf_schedule import schedules_data
from pacte.exchange.documents.pdf_texts import (
    counts_years,
    group_digits,
    join_items,
    page_text,
    unique_texts,
    year_digits,
)
from pacte.exchange.documents.wording import (
    KIND_WORDS,
    doubt_field_label,
    figure_quantity,
    lead_text,
    leads_cell,
    objective_cell,
)
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import fold_text, pluralise
from pacte.kernel.money import format_euros
from pacte.plan.records import ActionTitle, Doubt, Figure, FigureKind, PlanContent, PlanRow, RowKind
from pacte.plan.rules.display import describe_lineage, describe_status

TemplateData = dict[str, Any]
_KINDS = list(FigureKind)


def lead_texts(rows: Sequence[PlanRow]) -> list[str]:
    """Leads of the action, over its rows, without duplicates."""
    return unique_texts(lead_text(lead) for row in rows for lead in row.leads) or unique_texts(map(leads_cell, rows))


def expenses_text(row: PlanRow) -> str:
    """One expense per line, the period first when there is one."""
    return "\n".join(f"{item.period} : {item.nature}" if item.period else item.nature for item in row.expenses)


def staff_text(row: PlanRow) -> str:
    """One position per line: organisation, description, full-time equivalents."""
    posts = []
    for item in row.staff:
        etp = "" if item.etp is None else f" ({group_digits(item.etp)} ETP)"
        posts.append(" : ".join(part for part in (item.organisation, item.text) if part) + etp)
    return "\n".join(posts)


_FIELDS: tuple[tuple[str, Callable[[PlanRow], str]], ...] = (
    ("Description", lambda row: row.description),
    ("Résultats attendus", lambda row: row.expected_result),
    ("Nature de la dépense", expenses_text),
    ("Moyens humains", staff_text),
    ("Commentaires", lambda row: row.comment),
)


def _status_suffix(content: PlanContent, number: ActionCode) -> str:
    """« (abandonnée à compter du 1ᵉʳ janvier 2021 : motif) » for an action stopped by an amendment."""
    action_status = content.status_of(number)
    return f" ({describe_status(action_status)})" if action_status else ""


def action_data(content: PlanContent, number: ActionCode) -> TemplateData:
    """All template data of the action."""
    rows = content.rows_of(number)
    alone = len(rows) == 1
    titles = {action.number: action for action in content.actions}
    name = titles.get(number, ActionTitle(number, rows[0].title, rows[0].short_title))
    short = name.short_title or name.title
    codes = [axis.code for axis in content.axes]
    axis = next((axis for axis in content.axes if axis.code == rows[0].axis_code), None)
    objectives = {item.code: item for item in content.objectives}
    strategic = rows[0].strategic_code
    common_texts = shared_fields(rows)
    labels_shown = {label for label, text in common_texts.items() if text}
    if len({row.leads for row in rows if row.leads}) <= 1:
        labels_shown.add("Chef de projet")
    figures = [figure for row in rows for figure in row.figures]
    doubts = [doubt_data(doubt, "" if alone else row.operational_code) for row in rows for doubt in row.doubts]
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
        "kicker": page_text(" · ".join(part for part in parts if part)),
        "short": page_text(f"{short}{_status_suffix(content, number)}"),
        "title": page_text(name.title) if fold_text(name.title).rstrip(" :.") != fold_text(short) else "",
        "objective": page_text(objective_cell(operational, objectives.get(operational))),
        "lead": page_text(", ".join(lead_texts(rows))),
        "priority": page_text(", ".join(unique_texts(row.priority for row in rows))),
        "facts": _facts(rows, titles),
        "schedules": schedules_data(rows, [period.code for period in content.periods]),
        "fields": [_field(label, text) for label, text in common_texts.items() if text],
        "silent": _missing_fields_sentence(rows, labels_shown),
        "rows": [] if alone else [_row(row, content, labels_shown) for row in rows if row.kind is not RowKind.HEADING],
        "figures_said": _figures_sentence(figures),
        "figures": _figure_groups(figures),
        "amounts": _amounts(content, number),
        "context": _context(rows),
        "doubts_said": pluralise(len(doubts), "doute") if doubts else "Aucun doute signalé par la transcription.",
        "doubts": doubts,
        "source": _source(rows, content, doubtful=bool(doubts)),
    }


def doubt_data(doubt: Doubt, where: str = "") -> dict[str, str]:
    """The doubt and its subject: a field, a row of the action, or both."""
    field = doubt_field_label(doubt.field).capitalize() if doubt.field else ""
    about = f"{field} ({where})" if field and where else field or where
    return {"about": page_text(about), "reason": page_text(doubt.reason)}


def shared_fields(rows: Sequence[PlanRow]) -> dict[str, str]:
    """Texts common to all rows of the action, by label. Heading rows with an empty text are ignored."""
    text_by_label = {}
    for label, read in _FIELDS:
        texts = [read(row) for row in rows if row.kind is not RowKind.HEADING or read(row)]
        text_by_label[label] = texts[0] if texts and len(set(texts)) == 1 else ""
    return text_by_label


def _field(label: str, text: str) -> dict[str, str]:
    return {"label": label, "text": page_text(text)}


def _missing_fields_sentence(rows: Sequence[PlanRow], labels_shown: set[str]) -> str:
    """Sentence listing the fields that the plan leaves empty for the action."""
    missing = [label.lower() for label, read in _FIELDS if label not in labels_shown and not any(map(read, rows))]
    return f"Le plan n’en dit rien : {', '.join(missing)}." if missing else ""


def _facts(rows: Sequence[PlanRow], titles: dict[ActionCode, ActionTitle]) -> list[dict[str, Any]]:
    linked = sorted({number for row in rows for number in row.linked_numbers})
    links = [
        f"{number} {titles[number].short_title or titles[number].title}" if number in titles else str(number)
        for number in linked
    ]
    return [
        _fact("Chef de projet", "\n".join(lead_texts(rows)), "à désigner"),
        _fact("Priorité", ", ".join(unique_texts(row.priority for row in rows)), "non dite"),
        _fact("Actions liées", "\n".join(links), "aucune citée"),
    ]


def _fact(label: str, text: str, silence: str) -> dict[str, Any]:
    return {"label": label, "text": page_text(text) or silence, "absent": not text}


def _row(row: PlanRow, content: PlanContent, labels_shown: set[str]) -> TemplateData:
    objectives = {item.code: item for item in content.objectives}
    code = row.operational_code
    fields = [("Chef de projet", ", ".join(lead_texts([row])))]
    fields += [(label, read(row)) for label, read in _FIELDS if label != "Description"]
    return {
        "title": page_text(row.title),
        "objective": page_text(objective_cell(code, objectives.get(code))),
        "text": "" if "Description" in labels_shown else page_text(row.description),
        "fields": [_field(label, text) for label, text in fields if text and label not in labels_shown],
    }


def _figures_sentence(figures: Sequence[Figure]) -> str:
    if not figures:
        return "Le plan ne donne aucun chiffre pour cette action : aucune cible à suivre."
    printed = sum(figure.is_target and not figure.proposed for figure in figures)
    proposed = sum(figure.is_target and figure.proposed for figure in figures)
    sentence = pluralise(printed, "cible") if printed else "Le plan ne fixe aucune cible"
    if not proposed:
        return sentence if printed else f"{sentence} : ces chiffres situent l’action, ils ne se suivent pas."
    return page_text(f"{sentence} ; {pluralise(proposed, 'cible')} à décider, que nous proposons.")


def _figure_groups(figures: Sequence[Figure]) -> list[TemplateData]:
    ordered = sorted(figures, key=lambda figure: _KINDS.index(figure.kind))
    return [
        {
            "kind": KIND_WORDS[kind].capitalize(),
            "is_target": kind is FigureKind.TARGET,
            "figures": [_figure(figure) for figure in members],
        }
        for kind, members in groupby(ordered, key=lambda figure: figure.kind)
    ]


def _figure_value(figure: Figure) -> str:
    """« 2 à 4 chantiers / département »; « à fixer, en % » for a proposed figure without a value."""
    bare = figure.value is None and figure.minimum is None and figure.maximum is None
    if bare and figure.proposed:
        value = f"à fixer, en {figure.unit}" if figure.unit else "à fixer"
    else:
        value = (
            figure_quantity(figure, year_digits)
            if counts_years(figure)
            else f"{figure_quantity(figure, group_digits)} {figure.unit}".strip()
        )
    return f"{value} / {figure.per}" if figure.per else value


def _figure(figure: Figure) -> dict[str, str]:
    remarks = [
        "" if figure.certain else "incertain",
        "" if figure.unit else "unité inconnue",
        "proposé par nous" if figure.proposed else "",
    ]
    return {
        "what": page_text(figure.what),
        "value": page_text(_figure_value(figure)),
        "remark": ", ".join(unique_texts(remarks)),
        "horizon": page_text(figure.horizon),
        "source": page_text(f"« {figure.source_text} »") if figure.source_text else "",
        "doubt": page_text(figure.doubt),
        "indicator": page_text(f"Indicateur : {figure.indicator_code}") if figure.indicator_code else "",
    }


def _amounts(content: PlanContent, number: ActionCode) -> list[dict[str, str]]:
    cells = zip(amount_years(content), cents_by_year(content, number), strict=True)
    labelled_cents = [(year_heading(year), cents) for year, cents in cells if cents is not None]
    if len(labelled_cents) > 1:
        labelled_cents.append(("Total", sum(cents for _, cents in labelled_cents)))
    return [{"label": label, "value": format_euros(cents)} for label, cents in labelled_cents]


def _context(rows: Sequence[PlanRow]) -> list[dict[str, str]]:
    lists = (
        ("Publics", join_items(unique_texts(item for row in rows for item in row.publics))),
        ("Secteurs", join_items(unique_texts(item for row in rows for item in row.sectors))),
        ("Territoires", join_items(unique_texts(item for row in rows for item in row.territories))),
        ("Partenaires et outils", join_items(unique_texts(item for row in rows for item in row.partners))),
    )
    return [{"label": label, "text": text} for label, text in lists if text]


def _source(rows: Sequence[PlanRow], content: PlanContent, *, doubtful: bool) -> str:
    """Original wording of the source where ours differs, and its location."""
    codes = {item.code: item.code_as_printed for item in content.objectives}
    printed = (
        ("lignes du texte", unique_texts(row.source_lines for row in rows)),
        ("calendrier imprimé", unique_texts(row.schedule.as_printed for row in rows)),
        ("intitulé imprimé", unique_texts(row.title_as_printed for row in rows)),
        ("chef de projet imprimé", unique_texts(row.leads_as_printed for row in rows if leads_differ(row))),
        ("code imprimé de l’objectif", unique_texts(codes.get(row.operational_code, "") for row in rows)),
    )
    notes = [f"{label} : {' | '.join(' '.join(text.split()) for text in texts)}" for label, texts in printed if texts]
    if not doubtful:
        notes.append("aucun doute signalé par la transcription")
    return page_text(" · ".join(notes)) or "Aucune source indiquée."


def leads_differ(row: PlanRow) -> bool:
    """Whether the leads printed by the source differ from ours."""
    return row.leads_as_printed not in ("", "\n".join(map(lead_text, row.leads)))
