"""Collects the objectives of a table: one record per code, with its printed labels and codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from pacte.exchange.plan_table.axis_list import objectives_of_line
from pacte.exchange.plan_table.findings import TableFindings, quoted_excerpt
from pacte.exchange.plan_table.objective_codes import CodedLabel, split_code
from pacte.exchange.plan_table.row_numbers import is_span_title
from pacte.exchange.plan_table.table_lines import TableLine
from pacte.kernel.defects import CellReference
from pacte.kernel.french import fold_text
from pacte.plan.records import Doubt, Objective

_NEARLY_SAME = 97
_COMPARED = 500
_MIN_SHARE = 0.6


@dataclass(slots=True)
class _Draft:
    code: str
    axis_code: str
    parent_code: str
    label: str = ""
    printed: list[str] = field(default_factory=list)
    cell: CellReference | None = None
    doubts: list[Doubt] = field(default_factory=list)


class ObjectiveCollector:
    """Gives each line its two objective codes, and collects the objectives in order."""

    def __init__(self, lines: Sequence[TableLine], axis_codes: Sequence[str], findings: TableFindings) -> None:
        self._findings = findings
        self._strategic: dict[str, _Draft] = {}
        self._operational: dict[str, _Draft] = {}
        self._unnamed: dict[tuple[str, str], str] = {}
        self._axes = set(axis_codes) - {""}
        self._codes_bear_axes = _codes_bear_axes(lines, axis_codes)
        self.codes = [self._take(line, axis) for line, axis in zip(lines, axis_codes, strict=True)]

    def _take(self, line: TableLine, axis: str) -> tuple[str, str]:
        strategic, operational = objectives_of_line(line)
        if not operational.code and not operational.label and is_span_title(line):
            span = split_code(line.text("title").split("\n")[0])
            operational = CodedLabel(span.code, "")
        first = self._record(line, axis, "", strategic, "strategic")
        second = self._record(line, axis, first, operational, "operational")
        if second and not first:
            parent = second.partition(".")[0] if operational.depth > 2 else ""
            if parent in self._strategic:
                return parent, second
        return first, second

    def _record(self, line: TableLine, axis: str, parent: str, coded_label: CodedLabel, name: str) -> str:
        if not coded_label.code and not coded_label.label:
            return ""
        store = self._operational if name == "operational" and parent else self._strategic
        code = self._code(coded_label, axis, parent, store)
        self._check_axis(line, axis, coded_label, name)
        draft = store.get(code)
        if draft is None:
            home = coded_label.axis if self._codes_bear_axes and coded_label.axis in self._axes else axis
            draft = store[code] = _Draft(code, home, parent if store is self._operational else "")
        place = line.cell(name) if line.has(name) else None
        if (
            coded_label.printed
            and coded_label.printed != code
            and not coded_label.is_span
            and coded_label.printed not in draft.printed
        ):
            draft.printed.append(coded_label.printed)
        if coded_label.label and not draft.label:
            draft.label, draft.cell = coded_label.label, place
            remark = line.remark(name)
            if remark:
                draft.doubts.append(Doubt("label", remark))
        elif (
            coded_label.label and coded_label.label != draft.label and not _nearly_same(coded_label.label, draft.label)
        ):
            self._doubt_label(draft, coded_label, place)
        return code

    def _code(self, coded_label: CodedLabel, axis: str, parent: str, store: dict[str, _Draft]) -> str:
        """Returns the printed code; a partial or missing code is completed from its position in the plan."""
        if coded_label.depth > 1 or coded_label.has_own_cell:
            return coded_label.code
        if coded_label.code:
            return f"{parent}.{coded_label.code}" if parent else f"{axis}-{coded_label.code}"
        key = (parent or f"axis {axis}", fold_text(coded_label.label))
        if key not in self._unnamed:
            rank = 1
            while (code := f"{parent}.{rank}" if parent else f"{axis}-{rank}") in store:
                rank += 1
            self._unnamed[key] = code
        return self._unnamed[key]

    def _check_axis(self, line: TableLine, axis: str, coded_label: CodedLabel, name: str) -> None:
        """Reports a code whose first number is not an axis of the plan."""
        if (
            not (self._codes_bear_axes and coded_label.axis and axis)
            or coded_label.axis == axis
            or coded_label.axis in self._axes
        ):
            return
        self._findings.error(
            "unknown_axis",
            line.cell(name if line.has(name) else "title"),
            f"L'objectif {quoted_excerpt(coded_label.printed)} renvoie à l'axe {coded_label.axis}, que le "
            f"fichier ne contient pas.",
            f"Corrigez le code : la ligne est dans l'axe {axis}.",
            coded_label.printed,
        )

    def _doubt_label(self, draft: _Draft, coded_label: CodedLabel, cell: CellReference | None) -> None:
        reason = (
            f"Le code {draft.code} porte aussi, ailleurs dans le fichier, le libellé "
            f"{quoted_excerpt(coded_label.label, 300)}."
        )
        if all(doubt.reason != reason for doubt in draft.doubts):
            draft.doubts.append(Doubt("label", reason))
            self._findings.warning(
                "label_differs",
                cell,
                f"Le code {draft.code} porte ici {quoted_excerpt(coded_label.label)}, et ailleurs "
                f"{quoted_excerpt(draft.label)}.",
                "Gardez le bon libellé ; le premier a été pris.",
                coded_label.label,
                (f"objective:{draft.code}", "label"),
            )

    def build(self) -> tuple[Objective, ...]:
        drafts = [*self._strategic.values(), *self._operational.values()]
        for draft in drafts:
            if draft.cell:
                for name in ("label", "code", "axis_code", "parent_code"):
                    self._findings.where[(f"objective:{draft.code}", name)] = draft.cell
        return tuple(
            Objective(
                draft.code,
                draft.label,
                draft.axis_code,
                draft.parent_code,
                " / ".join(draft.printed),
                tuple(draft.doubts),
            )
            for draft in drafts
        )


def _nearly_same(one: str, other: str) -> bool:
    return fuzz.ratio(fold_text(one[:_COMPARED]), fold_text(other[:_COMPARED])) >= _NEARLY_SAME


def _codes_bear_axes(lines: Sequence[TableLine], axis_codes: Sequence[str]) -> bool:
    """Whether the first number of an objective code is its axis, as in most plans."""
    agree = Counter(
        coded_label.axis == axis
        for line, axis in zip(lines, axis_codes, strict=True)
        for coded_label in objectives_of_line(line)
        if coded_label.axis and axis
    )
    return agree[True] > _MIN_SHARE * agree.total()
