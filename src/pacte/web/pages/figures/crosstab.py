"""Cross-tabulation of the rows of an answer: one split in rows, a second in columns, more splits in the row labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pacte.indicators.facts.dimensions import DIMENSIONS, MONTH, TIME_SPLITS, ZONE
from pacte.indicators.records import AnswerRow, Indicator, Value, ValueState
from pacte.indicators.rules.crosstab_suppression import complementary_suppression
from pacte.kernel.french import fold_text
from pacte.web.tables import Cell, Column, Table, cell, number_column
from pacte.web.value_text import value_cell

SUPPRESSED_VALUE = Value(ValueState.HIDDEN)
UNKNOWN = "unknown"
_MAX_COLUMNS = 10
_EMPTY = "Rien n’est compté pour ces choix."
_MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
           "décembre")  # fmt: skip


def split_label(split: str) -> str:
    if split == ZONE:
        return "territoire"
    return TIME_SPLITS.get(split) or DIMENSIONS[split].label


def split_value_label(split: str, code: str, label: str) -> str:
    """« mars 2020 » for a month; otherwise the label of the answer."""
    if split == MONTH and len(code) == 7 and code[5:].isdigit():
        return f"{_MONTHS[int(code[5:]) - 1]} {code[:4]}"
    return label


def answer_crosstab(
    indicator: Indicator,
    lines: Sequence[AnswerRow],
    by: Sequence[str],
    *,
    id: str,
    caption: str,
    row_totals: Mapping[str, Value] | None = None,
    column_totals: Mapping[str, Value] | None = None,
    whole: Value | None = None,
    is_masked: bool = False,
) -> Table[Any]:
    """``lines`` are the cells, without the total."""
    if len(by) == 2 and len({line.keys[1][1] for line in lines}) <= _MAX_COLUMNS:
        return _matrix(
            indicator,
            lines,
            by,
            row_totals or {},
            column_totals or {},
            whole,
            is_masked=is_masked,
            id=id,
            caption=caption,
        )

    def count_column(label: str, name: str) -> Column[AnswerRow]:
        return number_column(label, lambda line: _count_cell(line.value, name), _count_cell(whole, name))

    return Table(
        sorted(lines, key=lambda line: [_split_value_sort_key(*key) for key in line.keys]),
        Column(
            " · ".join(split_label(each).capitalize() for each in by),
            lambda line: " · ".join(split_value_label(*key) for key in line.keys),
            total="Ensemble" if whole else "",
        ),
        number_column(
            indicator.unit_word,
            lambda line: value_cell(indicator, line.value, has_note=False),
            value_cell(indicator, whole, has_note=False),
        ),
        count_column("Numérateur" if indicator.is_rate else "Compté", "numerator"),
        count_column("Dénominateur", "denominator") if indicator.is_rate else None,
        id=id,
        caption=caption,
        empty=_EMPTY,
    )


def _count_cell(value: Value | None, name: str) -> Cell:
    """The numerator or the denominator, unless suppressed."""
    count = None if value is None or value.state is ValueState.HIDDEN else getattr(value, name)
    if count is None:
        return ""
    return cell(f"{count:,.0f}".replace(",", "\u202f"), value=f"{count:.2f}".rstrip("0").rstrip("."))


def _matrix(
    indicator: Indicator,
    lines: Sequence[AnswerRow],
    by: Sequence[str],
    row_totals: Mapping[str, Value],
    column_totals: Mapping[str, Value],
    whole: Value | None,
    *,
    is_masked: bool,
    id: str,
    caption: str,
) -> Table[str]:
    # Columns in which nothing can be computed are dropped.
    counted = {line.keys[1][1] for line in lines if line.value.state is not ValueState.NOT_COMPUTABLE}
    lines = [line for line in lines if line.keys[1][1] in counted]
    rows, columns = _split_value_labels(lines, 0), _split_value_labels(lines, 1)
    values = {(line.keys[0][1], line.keys[1][1]): line.value for line in lines}
    if is_masked and indicator.suppresses_small_counts:
        hidden = {key for key, each in values.items() if each.state is ValueState.HIDDEN}
        sizes = {
            key: each.numerator or 0 if each.denominator is None else each.denominator for key, each in values.items()
        }
        values |= dict.fromkeys(complementary_suppression(sizes, hidden), SUPPRESSED_VALUE)

    def value_column(code: str, label: str) -> Column[str]:
        total = value_cell(indicator, column_totals.get(code))
        return number_column(label, lambda row: value_cell(indicator, values.get((row, code))), total)

    return Table(
        rows,
        Column(split_label(by[0]).capitalize(), lambda row: rows[row], total="Ensemble" if column_totals else ""),
        *(value_column(code, label) for code, label in columns.items()),
        number_column(
            "Ensemble",
            lambda row: value_cell(indicator, row_totals.get(row)),
            value_cell(indicator, whole if column_totals else None),
        )
        if row_totals
        else None,
        id=id,
        caption=caption,
        empty=_EMPTY,
    )


def _split_value_labels(lines: Sequence[AnswerRow], rank: int) -> dict[str, str]:
    """Returns code → label along one split, in display order."""
    named = {line.keys[rank][1]: split_value_label(*line.keys[rank]) for line in lines}
    split = lines[0].keys[rank][0] if lines else ""
    return {
        code: named[code] for code in sorted(named, key=lambda code: _split_value_sort_key(split, code, named[code]))
    }


def _split_value_sort_key(split: str, code: str, label: str) -> tuple[bool, int, str]:
    known = list(DIMENSIONS[split].labels) if split in DIMENSIONS else []
    if split in TIME_SPLITS:
        return False, 0, code
    return code == UNKNOWN, known.index(code) if code in known else len(known), fold_text(label)
