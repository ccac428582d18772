"""Merges a table read from our own export with its extra sheets.

When a cell of the table was edited and no longer matches the extra sheets, the table wins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from pacte.exchange.documents.wording import (
    PLACEMENT_WORDS,
    ROW_WORDS,
    axis_amount,
    flag_marks,
    leads_cell,
    nature_cell,
    objective_cell,
)
from pacte.exchange.plan_table.companions import Companions, Subject, code_in, whole
from pacte.exchange.plan_table.life import lineage_in, standings_in
from pacte.exchange.plan_table.numbers import Numbered
from pacte.exchange.plan_table.sheet import trimmed
from pacte.kernel.action_codes import ActionCode
from pacte.plan.records import (
    ActionTitle,
    Axis,
    Expense,
    Flag,
    Lead,
    Objective,
    Placement,
    PlanContent,
    PlanRow,
    PriorityPublic,
    RowKind,
    Schedule,
    Staff,
)

_ROW_KINDS = {word: kind for kind, word in ROW_WORDS.items()}
_PLACEMENTS = {word: placement for placement, word in PLACEMENT_WORDS.items()}


def name_rows(rows: Sequence[Numbered], kept: Companions) -> None:
    """Restores the row keys and kinds of the export, as long as a number has as many rows as before."""
    known: dict[ActionCode, list[Subject]] = {}
    for subject in kept.of("ligne").values():
        known.setdefault(subject.number, []).append(subject)
    for number, subjects in known.items():
        own = [row for row in rows if row.number == number]
        places = {whole(subject.one("place")): subject for subject in subjects}
        pairs = (
            zip(own, subjects, strict=True)
            if len(own) == len(subjects)
            else ((row, places[row.line.row]) for row in own if row.line.row in places)
        )
        for row, subject in pairs:
            row.key = subject.key
            if len(own) == len(subjects):
                row.kind = _ROW_KINDS.get(subject.one("nature de ligne"), row.kind)


def axis_votes(rows: Sequence[Numbered], kept: Companions) -> list[str]:
    """Returns the axis of each row by its objective in the export, "" when unknown."""
    objectives = kept.of("objectif")
    votes = []
    for row in rows:
        subject = kept.subjects.get(("ligne", row.key))
        code = (subject.one("objectif stratégique") or subject.one("objectif opérationnel")) if subject else ""
        votes.append(
            objectives[code].facts["libellé"][0][1]
            if code in objectives and "libellé" in objectives[code].facts
            else ""
        )
    return votes


def restored(content: PlanContent, rows: Sequence[Numbered], kept: Companions) -> PlanContent:
    """Returns ``content``, read from the table, completed with the extra sheets."""
    plan = next(iter(kept.of("plan").values()), Subject(""))
    title, document = plan.one("titre"), plan.one("titre du document")
    shown = content.document_title
    told = _told_objectives(kept)
    records = tuple(_row(row, numbered, kept, told) for row, numbered in zip(content.rows, rows, strict=True))
    named = replace(
        content,
        code=plan.one("code") or content.code,
        title=title or content.title,
        region=plan.one("région") or content.region,
        first_year=whole(plan.one("première année")) or content.first_year,
        last_year=whole(plan.one("dernière année")) or content.last_year,
        document_title=document if trimmed(document or title) == trimmed(shown) else shown,
        decided_on=plan.one("date de décision"),
        source=plan.one("source"),
        publics=tuple(PriorityPublic(*fact) for fact in plan.facts.get("définition d’un public", ())),
        objectives=_objectives(content, told, records),
        actions=_actions(content, kept),
        amounts=kept.amounts or content.amounts,
        statuses=standings_in(kept, records),
        lineage=lineage_in(kept, records),
        rows=records,
    )
    return replace(named, axes=_axes(named, kept))


def _axes(content: PlanContent, kept: Companions) -> tuple[Axis, ...]:
    subjects = kept.of("axe")
    read = {axis.code: axis for axis in content.axes}
    axes: list[Axis] = []
    for code, subject in subjects.items():
        axis = read.pop(code, None)
        doubts = tuple(kept.doubts.get(("axe", code), ()))
        label, printed = subject.one("libellé"), subject.one("montant imprimé")
        if axis is None:
            cents = _decimal(subject.one("montant"))
            axis = Axis(
                code,
                label,
                subject.one("intitulé"),
                subject.one("description"),
                None if cents is None else int(cents * 100),
                printed,
            )
        elif printed and not _same(axis.amount_as_printed, printed):
            printed = _as_printed(axis, content) or printed
        else:
            printed = printed or _as_printed(axis, content)
        title = "" if axis.title == axis.label != label else axis.title
        axes.append(
            replace(
                axis,
                label=label,
                title=title,
                amount_as_printed=printed,
                publics=subject.all("public"),
                source_lines=subject.one("lignes de la source"),
                doubts=doubts,
            )
        )
    return (*axes, *read.values())


def _as_printed(axis: Axis, content: PlanContent) -> str:
    """Returns the text of the cell, unless it is the text that the export generates from the amount."""
    composed = axis_amount(replace(axis, amount_as_printed=""), content)
    return "" if _same(composed, axis.amount_as_printed) else axis.amount_as_printed


def _told_objectives(kept: Companions) -> dict[str, Objective]:
    objectives = {}
    for code, subject in kept.of("objectif").items():
        label, axis, parent, _ = subject.facts["libellé"][0] if "libellé" in subject.facts else ("", "", "", "")
        doubts = tuple(kept.doubts.get(("objectif", code), ()))
        objectives[code] = Objective(code, label, axis, parent, subject.one("code imprimé"), doubts)
    return objectives


def _objectives(content: PlanContent, told: Mapping[str, Objective], rows: Sequence[PlanRow]) -> tuple[Objective, ...]:
    """Returns the exported objectives, with the labels of the table, and those that only the table has."""
    read = {objective.code: objective for objective in content.objectives}
    named = {code for row in rows for code in (row.strategic_code, row.operational_code)}
    objectives = []
    for code, objective in told.items():
        label = read[code].label if code in read else ""
        is_changed = label and not _same(label, objective.label) and not _same(label, objective_cell(code, objective))
        objectives.append(replace(objective, label=label) if is_changed else objective)
    return (*objectives, *(each for code, each in read.items() if code not in told and code in named))


def _actions(content: PlanContent, kept: Companions) -> tuple[ActionTitle, ...]:
    """Returns the exported titles of numbers that still have rows, in order; a new number has the title of its rows."""
    numbers = {row.number for row in content.rows}
    told = {
        code_in(key): ActionTitle(code_in(key), fact[0], fact[1])
        for key, subject in kept.of("action").items()
        for fact in subject.facts.get("titre", ())
    }
    return tuple(title for number, title in told.items() if number in numbers) + tuple(
        action for action in content.actions if action.number not in told
    )


def _row(row: PlanRow, numbered: Numbered, kept: Companions, labels: Mapping[str, Objective]) -> PlanRow:
    subject = kept.subjects.get(("ligne", row.key))
    if subject is None:
        return row
    line = numbered.line
    told = replace(
        row,
        leads=tuple(Lead(*fact) for fact in subject.facts.get("chef de projet", ())),
        leads_as_printed=subject.one("chef de projet imprimé"),
        expenses=tuple(Expense(fact[0], fact[1]) for fact in subject.facts.get("nature de la dépense", ())),
        schedule=_schedule(subject),
    )
    leads_hold = _same(leads_cell(told), line.text("leads"))
    natures_hold = _same(nature_cell(told), line.text("expenses"))
    dated = tuple(expense for expense in told.expenses if expense.period)
    return replace(
        row,
        strategic_code=_code(subject, "objectif stratégique", row.strategic_code, line.text("strategic"), labels, row),
        operational_code=_code(
            subject, "objectif opérationnel", row.operational_code, line.text("operational"), labels, row
        ),
        short_title=subject.one("intitulé court"),
        title_as_printed=subject.one("intitulé imprimé"),
        leads=told.leads if leads_hold else row.leads,
        leads_as_printed=told.leads_as_printed if leads_hold else row.leads_as_printed,
        figures=tuple(kept.figures.get(row.key, ())),
        staff=tuple(Staff(fact[0], fact[1], _decimal(fact[2])) for fact in subject.facts.get("moyens humains", ())),
        expenses=told.expenses if natures_hold else row.expenses + dated,
        schedule=told.schedule if _schedule_holds(told, numbered) else row.schedule,
        linked_numbers=tuple(code for each in subject.all("action liée") if (code := code_in(each))),
        publics=subject.all("public"),
        sectors=subject.all("secteur"),
        territories=subject.all("territoire"),
        partners=subject.all("partenaire"),
        source_lines=subject.one("lignes de la source"),
        doubts=tuple(kept.doubts.get(("ligne", row.key), ())),
    )


def _code(subject: Subject, name: str, read: str, text: str, labels: Mapping[str, Objective], row: PlanRow) -> str:
    """Returns the exported code while its cell is unchanged (a heading row has an empty cell)."""
    told = subject.one(name)
    is_blank = not text and (not told or row.kind is RowKind.HEADING)
    return told if is_blank or read == told or _same(objective_cell(told, labels.get(told)), text) else read


def _schedule(subject: Subject) -> Schedule:
    printed, placement, count, note = (subject.facts.get("calendrier") or [("", "", "", "")])[0]
    return Schedule(
        placement=_PLACEMENTS.get(placement, Placement.NONE),
        flags=tuple(Flag(fact[0], fact[1]) for fact in subject.facts.get("croix", ())),
        as_printed=printed,
        flag_count=whole(count),
        note=note,
    )


def _schedule_holds(told: PlanRow, numbered: Numbered) -> bool:
    line = numbered.line
    columns = line.table.periods
    if not columns:
        return True
    if told.schedule.placement is Placement.UNKNOWN:
        return _same(flag_marks(told), line.table.view.text(line.row, columns[0][0]))
    return all(
        _same(
            "\n".join(flag.mark for flag in told.schedule.flags if flag.period == period.code),
            line.table.view.text(line.row, column),
        )
        for column, period in columns
    )


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", ".")) if text.strip() else None
    except InvalidOperation:
        return None
