"""Collects the axes of a table: identified by code or words, described by their most complete cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import count

from pacte.exchange.plan_table.amount_cells import cents_in_cell, display_cents
from pacte.exchange.plan_table.axis_cells import AxisCell, parse_axis_cell
from pacte.exchange.plan_table.findings import TableFindings, quoted_excerpt
from pacte.exchange.plan_table.heading_matching import unit_in
from pacte.exchange.plan_table.objective_codes import CodedLabel, normalise_code, split_code
from pacte.exchange.plan_table.sheet_view import collapse_spaces
from pacte.exchange.plan_table.table_lines import TableLine
from pacte.kernel.defects import CellReference
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import fold_text
from pacte.kernel.french_numbers import DecimalMark, parse_french_number
from pacte.plan.records import Axis, Doubt

_MAX_SHARE = 10**8
_SHARE_SLACK = Decimal("0.51")
"""Tolerance in points: a share printed without decimals may be half a point off."""


@dataclass(slots=True)
class AxisDraft:
    axis_cell: AxisCell
    cell: CellReference
    lines: list[int] = field(default_factory=list)
    code: str = ""
    is_contradicted: bool = False
    is_unlisted: bool = False
    remark: str = ""
    amount_cell: CellReference | None = None
    title_cell: CellReference | None = None

    @property
    def is_described(self) -> bool:
        return bool(self.axis_cell.title or self.axis_cell.amount_cents is not None)


def objectives_of_line(line: TableLine) -> tuple[CodedLabel, CodedLabel]:
    """Returns the strategic and operational objectives of a line, with normalised codes, "" when none is printed."""
    strategic = _objective_of_line(line, "strategic", line.strategic[0] if line.strategic else "")
    operational = _objective_of_line(line, "operational", "")
    if not line.has("strategic") and not line.strategic and operational.depth < 3:
        return operational, CodedLabel("", "")
    return strategic, operational


def _objective_of_line(line: TableLine, name: str, above: str) -> CodedLabel:
    text = line.text(name) or above
    printed_code = line.text(f"{name}_code")
    objective = split_code(collapse_spaces(text))
    if printed_code:
        code = normalise_code(printed_code)
        label = objective.label if normalise_code(objective.printed or "") == code else collapse_spaces(text)
        return CodedLabel(code, label, printed_code, has_own_cell=True)
    return objective


def collect_axes(
    lines: Sequence[TableLine], findings: TableFindings, votes: Sequence[str] = (), listed: frozenset[str] = frozenset()
) -> tuple[list[AxisDraft], list[str]]:
    """Returns the axes in order, and the axis code of each line ("" when it has none).

    ``votes``: axis of each line, when known from another source than its cells. ``listed``: names of the axes in the
    file's own list; any other name is then an error.
    """
    drafts: dict[str, AxisDraft] = {}
    keys: list[str] = []
    for index, line in enumerate(lines):
        axis_cell, cell = _axis_of_line(line, findings)
        key = axis_cell.key
        keys.append(key)
        if not key:
            continue
        draft = drafts.setdefault(key, AxisDraft(axis_cell, cell))
        draft.lines.append(index)
        _enrich(draft, axis_cell, line, findings)
    _assign_codes(drafts, lines, votes)
    _report_unlisted_axes(drafts, lines, listed, findings)
    _report_unknown_axes(drafts, keys, lines, findings)
    known = {key: draft for key, draft in drafts.items() if draft.code}
    codes = [known[key].code if key in known else drafts[key].axis_cell.code if key in drafts else "" for key in keys]
    return list(known.values()), codes


def _axis_of_line(line: TableLine, findings: TableFindings) -> tuple[AxisCell, CellReference]:
    """Returns the axis of a line, from one or several cells, or from the heading above it."""
    text, cell = line.text("axis"), line.cell("axis")
    if not text and line.axis:
        text, cell = line.axis
    axis_cell = parse_axis_cell(text)
    title = line.text("axis_title")
    if title:
        other = parse_axis_cell(title)
        if not axis_cell.key:
            axis_cell, cell = other, line.cell("axis_title")
        elif axis_cell.code and other.code and axis_cell.code != other.code:
            findings.error(
                "unknown_axis",
                cell,
                f"La ligne nomme l'axe {axis_cell.code}, et l'intitulé de l'axe {other.code}.",
                "Corrigez le code ou l'intitulé de l'axe.",
                text,
            )
            axis_cell = replace(axis_cell, label="")
        else:
            axis_cell = replace(axis_cell, label=other.label or axis_cell.label, title=other.title or axis_cell.title)
    return axis_cell, cell


def _enrich(draft: AxisDraft, axis_cell: AxisCell, line: TableLine, findings: TableFindings) -> None:
    """Completes the draft with the first cell that gives each value; a different amount is an error."""
    if axis_cell.refusal:
        findings.invalid(axis_cell.refusal, line.cell("axis"), axis_cell.amount_as_printed)
    if axis_cell.title and draft.title_cell is None:
        draft.title_cell = line.cell("axis_title" if line.text("axis_title") else "axis")
    if not draft.axis_cell.title and axis_cell.title:
        draft.axis_cell = replace(
            draft.axis_cell, title=axis_cell.title, label=axis_cell.label, description=axis_cell.description
        )
    cents, printed, cell = axis_cell.amount_cents, axis_cell.amount_as_printed, line.cell("axis")
    if line.text("axis_amount"):
        cell = line.cell("axis_amount")
        unit = unit_in(_heading(line, "axis_amount")) or line.table.unit
        try:
            cents = cents_in_cell(line.value("axis_amount"), unit)
        except ValidationError as refusal:
            findings.invalid(refusal, cell, line.text("axis_amount"))
            return
    if cents is not None and draft.axis_cell.amount_cents is not None and cents != draft.axis_cell.amount_cents:
        findings.error(
            "axis_amount_differs",
            cell,
            f"L'axe {draft.axis_cell.code or quoted_excerpt(draft.axis_cell.label)} a ici {display_cents(cents)}, et"
            f" {display_cents(draft.axis_cell.amount_cents)} en {draft.amount_cell}.",
            "Gardez un seul montant par axe.",
            line.text("axis_amount") or printed,
        )
    elif cents is not None and draft.amount_cell is None:
        draft.amount_cell = cell
        draft.axis_cell = replace(draft.axis_cell, amount_cents=cents, amount_as_printed=printed, share=axis_cell.share)
    if draft.axis_cell.share is None and line.text("axis_share"):
        draft.axis_cell = replace(draft.axis_cell, share=_share(line.text("axis_share")))
    draft.remark = draft.remark or line.remark("axis")


def _heading(line: TableLine, name: str) -> str:
    view, column = line.table.view, line.table.columns[name]
    return " ".join(view.text(row, column) for row in range(line.table.top, line.table.bottom + 1))


def _share(text: str) -> Decimal | None:
    share = parse_french_number(text, mark=DecimalMark.EITHER, units={"%": 1})
    return share if share is not None and 0 <= share < _MAX_SHARE else None


def _assign_codes(drafts: dict[str, AxisDraft], lines: Sequence[TableLine], votes: Sequence[str]) -> None:
    """Assigns the printed code, else that of its objectives (« Axe transversal » is 3 by its 3-1…), else the next."""
    taken: set[str] = set()
    for draft in drafts.values():
        top_votes = Counter(votes[index] for index in draft.lines if votes and votes[index]).most_common(1)
        draft.code = top_votes[0][0] if top_votes and top_votes[0][0] not in taken else draft.axis_cell.code
        taken.add(draft.code)
    for draft in drafts.values():
        if draft.code:
            continue
        bearers = Counter(code.axis for index in draft.lines for code in objectives_of_line(lines[index]) if code.axis)
        best = next((code for code, _ in bearers.most_common() if code not in taken), "")
        draft.code = best or next(code for number in count(1) if (code := str(number)) not in taken)
        taken.add(draft.code)


def _report_unlisted_axes(
    drafts: dict[str, AxisDraft], lines: Sequence[TableLine], listed: frozenset[str], findings: TableFindings
) -> None:
    for key, draft in list(drafts.items()):
        names = {
            draft.code,
            draft.axis_cell.code,
            fold_text(draft.axis_cell.label),
            fold_text(draft.axis_cell.title),
        } - {""}
        if not listed or names & listed:
            continue
        for index in draft.lines:
            findings.error(
                "unknown_axis",
                lines[index].cell("axis"),
                f"La ligne {lines[index].row} nomme l'axe "
                f"{quoted_excerpt(draft.axis_cell.code or draft.axis_cell.label or key)},"
                " que la liste des axes du fichier ne contient pas.",
                "Corrigez l'axe de cette ligne, ou ajoutez-le à la liste des axes du fichier.",
                lines[index].text("axis"),
            )
        draft.code = ""
        draft.is_unlisted = True


def _report_unknown_axes(
    drafts: dict[str, AxisDraft], keys: Sequence[str], lines: Sequence[TableLine], findings: TableFindings
) -> None:
    """Reports axes not described while others are, or with the title of another: these are typing errors."""
    owners: dict[str, AxisDraft] = {}
    for draft in sorted(drafts.values(), key=lambda each: -len(each.lines)):
        title = fold_text(draft.axis_cell.title)
        if title and title in owners:
            draft.is_contradicted = True
        elif title:
            owners[title] = draft
    described = any(draft.is_described and not draft.is_contradicted for draft in drafts.values())
    known = ", ".join(draft.code for draft in drafts.values() if draft.is_described and not draft.is_contradicted)
    for key, draft in drafts.items():
        if draft.is_unlisted:
            continue
        if draft.is_contradicted or (described and not draft.is_described):
            for index in draft.lines:
                findings.error(
                    "unknown_axis",
                    lines[index].cell("axis"),
                    f"La ligne {lines[index].row} nomme l'axe "
                    f"{quoted_excerpt(draft.axis_cell.code or draft.axis_cell.label or key)},"
                    " que le fichier ne décrit pas.",
                    f"Corrigez l'axe (le fichier décrit : {known}), ou donnez un intitulé à celui-ci.",
                    lines[index].text("axis"),
                )
            draft.code = ""
    for line, key in zip(lines, keys, strict=True):
        if not key:
            findings.error(
                "unknown_axis",
                line.cell("axis"),
                f"La ligne {line.row} n'a pas d'axe.",
                "Écrivez l'axe de l'action : le montant et le suivi se lisent par axe.",
            )


def build_axes(drafts: Sequence[AxisDraft], findings: TableFindings) -> tuple[Axis, ...]:
    """Builds the axis records with their locations, and checks the printed shares against the amounts."""
    total = sum(draft.axis_cell.amount_cents or 0 for draft in drafts)
    axes = []
    for draft in drafts:
        axis_cell, subject = draft.axis_cell, f"axis:{draft.code}"
        for name in ("code", "label", "description"):
            findings.where[(subject, name)] = draft.cell
        findings.where[(subject, "title")] = draft.title_cell or draft.cell
        findings.where[(subject, "amount_cents")] = draft.amount_cell or draft.cell
        if axis_cell.share is not None and axis_cell.amount_cents is not None and total:
            computed = Decimal(axis_cell.amount_cents) * 100 / total
            if abs(computed - axis_cell.share) > _SHARE_SLACK:
                findings.warning(
                    "share_differs",
                    draft.amount_cell,
                    f"L'axe {draft.code} dit peser {axis_cell.share} % de l'enveloppe, et son montant en fait"
                    f" {computed:.1f} %.".replace(".", ",", 1),
                    "Corrigez la part ou le montant.",
                    axis_cell.amount_as_printed or str(axis_cell.share),
                    (subject, "amount_cents"),
                )
        axes.append(
            Axis(
                code=draft.code,
                label=axis_cell.label or f"Axe {draft.code}",
                title=axis_cell.title or axis_cell.label or f"Axe {draft.code}",
                description=axis_cell.description,
                amount_cents=axis_cell.amount_cents,
                amount_as_printed=axis_cell.amount_as_printed,
                doubts=(Doubt("", draft.remark),) if draft.remark else (),
            )
        )
    return tuple(axes)
