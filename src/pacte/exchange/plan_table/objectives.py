"""Collects the objectives of a table: one record per code, with its printed labels and codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from pacte.exchange.plan_table.axis_list import objectives_in
from pacte.exchange.plan_table.codes import Coded, coded
from pacte.exchange.plan_table.findings import Findings, quoted
from pacte.exchange.plan_table.lines import Line
from pacte.exchange.plan_table.numbers import is_span_title
from pacte.kernel.french import fold_text
from pacte.plan.records import CellReference, Doubt, Objective

_NEARLY_SAME = 97
_COMPARED = 500
_MOST = 0.6


@dataclass(slots=True)
class _Draft:
    code: str
    axis_code: str
    parent_code: str
    label: str = ""
    printed: list[str] = field(default_factory=list)
    cell: CellReference | None = None
    doubts: list[Doubt] = field(default_factory=list)


class Objectives:
    """Gives each line its two objective codes, and collects the objectives in order."""

    def __init__(self, lines: Sequence[Line], axis_codes: Sequence[str], found: Findings) -> None:
        self._found = found
        self._strategic: dict[str, _Draft] = {}
        self._operational: dict[str, _Draft] = {}
        self._unnamed: dict[tuple[str, str], str] = {}
        self._axes = set(axis_codes) - {""}
        self._codes_bear_axes = _codes_bear_axes(lines, axis_codes)
        self.codes = [self._take(line, axis) for line, axis in zip(lines, axis_codes, strict=True)]

    def _take(self, line: Line, axis: str) -> tuple[str, str]:
        strategic, operational = objectives_in(line)
        if not operational.code and not operational.label and is_span_title(line):
            span = coded(line.text("title").split("\n")[0])
            operational = Coded(span.code, "")
        first = self._record(line, axis, "", strategic, "strategic")
        second = self._record(line, axis, first, operational, "operational")
        if second and not first:
            parent = second.partition(".")[0] if operational.depth > 2 else ""
            if parent in self._strategic:
                return parent, second
        return first, second

    def _record(self, line: Line, axis: str, parent: str, said: Coded, name: str) -> str:
        if not said.code and not said.label:
            return ""
        store = self._operational if name == "operational" and parent else self._strategic
        code = self._code(said, axis, parent, store)
        self._check_axis(line, axis, said, name)
        draft = store.get(code)
        if draft is None:
            home = said.axis if self._codes_bear_axes and said.axis in self._axes else axis
            draft = store[code] = _Draft(code, home, parent if store is self._operational else "")
        place = line.cell(name) if line.has(name) else None
        if said.printed and said.printed != code and not said.is_span and said.printed not in draft.printed:
            draft.printed.append(said.printed)
        if said.label and not draft.label:
            draft.label, draft.cell = said.label, place
            remark = line.remark(name)
            if remark:
                draft.doubts.append(Doubt("label", remark))
        elif said.label and said.label != draft.label and not _nearly_same(said.label, draft.label):
            self._doubt_label(draft, said, place)
        return code

    def _code(self, said: Coded, axis: str, parent: str, store: dict[str, _Draft]) -> str:
        """Returns the printed code; a partial or missing code is completed from its position in the plan."""
        if said.depth > 1 or said.is_given:
            return said.code
        if said.code:
            return f"{parent}.{said.code}" if parent else f"{axis}-{said.code}"
        key = (parent or f"axis {axis}", fold_text(said.label))
        if key not in self._unnamed:
            rank = 1
            while (code := f"{parent}.{rank}" if parent else f"{axis}-{rank}") in store:
                rank += 1
            self._unnamed[key] = code
        return self._unnamed[key]

    def _check_axis(self, line: Line, axis: str, said: Coded, name: str) -> None:
        """Reports a code whose first number is not an axis of the plan."""
        if not (self._codes_bear_axes and said.axis and axis) or said.axis == axis or said.axis in self._axes:
            return
        self._found.error(
            "unknown_axis",
            line.cell(name if line.has(name) else "title"),
            f"L'objectif {quoted(said.printed)} renvoie à l'axe {said.axis}, que le fichier ne contient pas.",
            f"Corrigez le code : la ligne est dans l'axe {axis}.",
            said.printed,
        )

    def _doubt_label(self, draft: _Draft, said: Coded, cell: CellReference | None) -> None:
        reason = f"Le code {draft.code} porte aussi, ailleurs dans le fichier, le libellé {quoted(said.label, 300)}."
        if all(doubt.reason != reason for doubt in draft.doubts):
            draft.doubts.append(Doubt("label", reason))
            self._found.warning(
                "label_differs",
                cell,
                f"Le code {draft.code} porte ici {quoted(said.label)}, et ailleurs {quoted(draft.label)}.",
                "Gardez le bon libellé ; le premier a été pris.",
                said.label,
                (f"objective:{draft.code}", "label"),
            )

    def built(self) -> tuple[Objective, ...]:
        drafts = [*self._strategic.values(), *self._operational.values()]
        for draft in drafts:
            if draft.cell:
                for name in ("label", "code", "axis_code", "parent_code"):
                    self._found.where[(f"objective:{draft.code}", name)] = draft.cell
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


def _codes_bear_axes(lines: Sequence[Line], axis_codes: Sequence[str]) -> bool:
    """Whether the first number of an objective code is its axis, as in most plans."""
    agree = Counter(
        said.axis == axis
        for line, axis in zip(lines, axis_codes, strict=True)
        for said in objectives_in(line)
        if said.axis and axis
    )
    return agree[True] > _MOST * agree.total()
