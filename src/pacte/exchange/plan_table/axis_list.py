"""Collects the axes of a table: identified by code or words, described by their most complete cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import count

from pacte.exchange.plan_table.axes import AxisCell, axis_from
from pacte.exchange.plan_table.codes import Coded, coded, normal_code
from pacte.exchange.plan_table.findings import Findings, quoted
from pacte.exchange.plan_table.lines import Line
from pacte.exchange.plan_table.money import cents_in, shown
from pacte.exchange.plan_table.sheet import one_line
from pacte.exchange.plan_table.words import unit_in
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import fold_text
from pacte.plan.records import Axis, CellReference, Doubt

_SHARE_SLACK = Decimal("0.51")
"""A share printed without decimals may be half a point away."""


@dataclass(slots=True)
class AxisDraft:
    said: AxisCell
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
        return bool(self.said.title or self.said.amount_cents is not None)


def objectives_in(line: Line) -> tuple[Coded, Coded]:
    """Returns the strategic and operational objectives of a line, with normalised codes, "" when none is printed."""
    strategic = _objective(line, "strategic", line.strategic[0] if line.strategic else "")
    operational = _objective(line, "operational", "")
    if not line.has("strategic") and not line.strategic and operational.depth < 3:
        return operational, Coded("", "")
    return strategic, operational


def _objective(line: Line, name: str, above: str) -> Coded:
    text = line.text(name) or above
    given = line.text(f"{name}_code")
    found = coded(one_line(text))
    if given:
        code = normal_code(given)
        label = found.label if normal_code(found.printed or "") == code else one_line(text)
        return Coded(code, label, given, is_given=True)
    return found


def axes_of(
    lines: Sequence[Line], found: Findings, votes: Sequence[str] = (), listed: frozenset[str] = frozenset()
) -> tuple[list[AxisDraft], list[str]]:
    """Returns the axes in order, and the axis code of each line ("" when it has none).

    ``votes``: axis of each line, when known from another source than its cells. ``listed``: names of the axes in the
    file's own list; any other name is then an error.
    """
    drafts: dict[str, AxisDraft] = {}
    keys: list[str] = []
    for index, line in enumerate(lines):
        said, cell = _said(line, found)
        key = said.key
        keys.append(key)
        if not key:
            continue
        draft = drafts.setdefault(key, AxisDraft(said, cell))
        draft.lines.append(index)
        _enrich(draft, said, line, found)
    _give_codes(drafts, lines, votes)
    _say_unlisted(drafts, lines, listed, found)
    _say_unknown(drafts, keys, lines, found)
    known = {key: draft for key, draft in drafts.items() if draft.code}
    codes = [known[key].code if key in known else drafts[key].said.code if key in drafts else "" for key in keys]
    return list(known.values()), codes


def _said(line: Line, found: Findings) -> tuple[AxisCell, CellReference]:
    """Returns the axis of a line, from one or several cells, or from the heading above it."""
    text, cell = line.text("axis"), line.cell("axis")
    if not text and line.axis:
        text, cell = line.axis
    said = axis_from(text)
    title = line.text("axis_title")
    if title:
        other = axis_from(title)
        if not said.key:
            said, cell = other, line.cell("axis_title")
        elif said.code and other.code and said.code != other.code:
            found.error(
                "unknown_axis",
                cell,
                f"La ligne nomme l'axe {said.code}, et l'intitulé de l'axe {other.code}.",
                "Corrigez le code ou l'intitulé de l'axe.",
                text,
            )
            said = replace(said, label="")
        else:
            said = replace(said, label=other.label or said.label, title=other.title or said.title)
    return said, cell


def _enrich(draft: AxisDraft, said: AxisCell, line: Line, found: Findings) -> None:
    """Completes the draft with the first cell that gives each value; a different amount is an error."""
    if said.refusal:
        found.invalid(said.refusal, line.cell("axis"), said.amount_as_printed)
    if said.title and draft.title_cell is None:
        draft.title_cell = line.cell("axis_title" if line.text("axis_title") else "axis")
    if not draft.said.title and said.title:
        draft.said = replace(draft.said, title=said.title, label=said.label, description=said.description)
    cents, printed, cell = said.amount_cents, said.amount_as_printed, line.cell("axis")
    if line.text("axis_amount"):
        cell = line.cell("axis_amount")
        unit = unit_in(_heading(line, "axis_amount")) or line.table.unit
        try:
            cents = cents_in(line.value("axis_amount"), unit)
        except ValidationError as refusal:
            found.invalid(refusal, cell, line.text("axis_amount"))
            return
    if cents is not None and draft.said.amount_cents is not None and cents != draft.said.amount_cents:
        found.error(
            "axis_amount_differs",
            cell,
            f"L'axe {draft.said.code or quoted(draft.said.label)} a ici {shown(cents)}, et"
            f" {shown(draft.said.amount_cents)} en {draft.amount_cell}.",
            "Gardez un seul montant par axe.",
            line.text("axis_amount") or printed,
        )
    elif cents is not None and draft.amount_cell is None:
        draft.amount_cell = cell
        draft.said = replace(draft.said, amount_cents=cents, amount_as_printed=printed, share=said.share)
    if draft.said.share is None and line.text("axis_share"):
        draft.said = replace(draft.said, share=_share(line.text("axis_share")))
    draft.remark = draft.remark or line.remark("axis")


def _heading(line: Line, name: str) -> str:
    view, column = line.table.view, line.table.columns[name]
    return " ".join(view.text(row, column) for row in range(line.table.top, line.table.bottom + 1))


def _share(text: str) -> Decimal | None:
    bare = text.replace(",", ".").replace("%", "").strip()
    return Decimal(bare) if bare.replace(".", "", 1).isdigit() and len(bare) < 9 else None


def _give_codes(drafts: dict[str, AxisDraft], lines: Sequence[Line], votes: Sequence[str]) -> None:
    """Assigns the printed code, else that of its objectives (« Axe transversal » is 3 by its 3-1…), else the next."""
    taken: set[str] = set()
    for draft in drafts.values():
        told = Counter(votes[index] for index in draft.lines if votes and votes[index]).most_common(1)
        draft.code = told[0][0] if told and told[0][0] not in taken else draft.said.code
        taken.add(draft.code)
    for draft in drafts.values():
        if draft.code:
            continue
        bearers = Counter(code.axis for index in draft.lines for code in objectives_in(lines[index]) if code.axis)
        best = next((code for code, _ in bearers.most_common() if code not in taken), "")
        draft.code = best or next(code for number in count(1) if (code := str(number)) not in taken)
        taken.add(draft.code)


def _say_unlisted(drafts: dict[str, AxisDraft], lines: Sequence[Line], listed: frozenset[str], found: Findings) -> None:
    for key, draft in list(drafts.items()):
        names = {draft.code, draft.said.code, fold_text(draft.said.label), fold_text(draft.said.title)} - {""}
        if not listed or names & listed:
            continue
        for index in draft.lines:
            found.error(
                "unknown_axis",
                lines[index].cell("axis"),
                f"La ligne {lines[index].row} nomme l'axe {quoted(draft.said.code or draft.said.label or key)},"
                " que la liste des axes du fichier ne contient pas.",
                "Corrigez l'axe de cette ligne, ou ajoutez-le à la liste des axes du fichier.",
                lines[index].text("axis"),
            )
        draft.code = ""
        draft.is_unlisted = True


def _say_unknown(drafts: dict[str, AxisDraft], keys: Sequence[str], lines: Sequence[Line], found: Findings) -> None:
    """Reports axes not described while others are, or with the title of another: these are typing errors."""
    owners: dict[str, AxisDraft] = {}
    for draft in sorted(drafts.values(), key=lambda each: -len(each.lines)):
        title = fold_text(draft.said.title)
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
                found.error(
                    "unknown_axis",
                    lines[index].cell("axis"),
                    f"La ligne {lines[index].row} nomme l'axe {quoted(draft.said.code or draft.said.label or key)},"
                    " que le fichier ne décrit pas.",
                    f"Corrigez l'axe (le fichier décrit : {known}), ou donnez un intitulé à celui-ci.",
                    lines[index].text("axis"),
                )
            draft.code = ""
    for line, key in zip(lines, keys, strict=True):
        if not key:
            found.error(
                "unknown_axis",
                line.cell("axis"),
                f"La ligne {line.row} n'a pas d'axe.",
                "Écrivez l'axe de l'action : le montant et le suivi se lisent par axe.",
            )


def built(drafts: Sequence[AxisDraft], found: Findings) -> tuple[Axis, ...]:
    """Builds the axis records with their locations, and checks the printed shares against the amounts."""
    total = sum(draft.said.amount_cents or 0 for draft in drafts)
    axes = []
    for draft in drafts:
        said, subject = draft.said, f"axis:{draft.code}"
        for name in ("code", "label", "description"):
            found.where[(subject, name)] = draft.cell
        found.where[(subject, "title")] = draft.title_cell or draft.cell
        found.where[(subject, "amount_cents")] = draft.amount_cell or draft.cell
        if said.share is not None and said.amount_cents is not None and total:
            computed = Decimal(said.amount_cents) * 100 / total
            if abs(computed - said.share) > _SHARE_SLACK:
                found.warning(
                    "share_differs",
                    draft.amount_cell,
                    f"L'axe {draft.code} dit peser {said.share} % de l'enveloppe, et son montant en fait"
                    f" {computed:.1f} %.".replace(".", ",", 1),
                    "Corrigez la part ou le montant.",
                    said.amount_as_printed or str(said.share),
                    (subject, "amount_cents"),
                )
        axes.append(
            Axis(
                code=draft.code,
                label=said.label or f"Axe {draft.code}",
                title=said.title or said.label or f"Axe {draft.code}",
                description=said.description,
                amount_cents=said.amount_cents,
                amount_as_printed=said.amount_as_printed,
                doubts=(Doubt("", draft.remark),) if draft.remark else (),
            )
        )
    return tuple(axes)
