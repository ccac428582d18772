"""Cross-tabulation of the rows of an answer: one split in rows, a second in columns, more splits in the row labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pacte.indicators.facts.dimensions import DIMENSIONS, MONTH, TIME_SPLITS, ZONE
from pacte.indicators.records import AnswerRow, Indicator, Value, ValueState
from pacte.indicators.rules.crosstab_suppression import complementary_suppression
from pacte.kernel.french import fold_text
from pacte.web.pages.figures.value_text import value_cell

SUPPRESSED_VALUE = Value(ValueState.HIDDEN)
UNKNOWN = "unknown"
_MAX_COLUMNS = 10
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
    row_totals: Mapping[str, Value] | None = None,
    column_totals: Mapping[str, Value] | None = None,
    whole: Value | None = None,
    is_masked: bool = False,
) -> dict[str, Any]:
    """Returns columns, rows and totals for the component « table ». ``lines`` are the cells, without the total."""
    if len(by) == 2 and len({line.keys[1][1] for line in lines}) <= _MAX_COLUMNS:
        return _matrix(indicator, lines, by, row_totals or {}, column_totals or {}, whole, is_masked=is_masked)
    rows = [
        [{"text": " · ".join(split_value_label(*key) for key in line.keys), "note": ""}, *_cells(indicator, line.value)]
        for line in sorted(lines, key=lambda line: [_split_value_sort_key(*key) for key in line.keys])
    ]
    heading = " · ".join(split_label(each).capitalize() for each in by)
    totals = ["Ensemble", *_cells(indicator, whole)] if whole else []
    return {"columns": _columns(indicator, heading), "rows": rows, "totals": totals}


def _columns(indicator: Indicator, heading: str) -> list[dict[str, str]]:
    return [
        {"label": heading},
        {"label": indicator.unit_word, "kind": "num"},
        {"label": "Numérateur" if indicator.is_rate else "Compté", "kind": "num"},
        *([{"label": "Dénominateur", "kind": "num"}] if indicator.is_rate else []),
    ]


def _cells(indicator: Indicator, value: Value) -> list[Any]:
    first = value_cell(indicator, value) | {"note": ""}
    return [
        first,
        _count_cell(value.numerator, value),
        *([_count_cell(value.denominator, value)] if indicator.is_rate else []),
    ]


def _count_cell(count: float | None, value: Value) -> Any:
    if count is None or value.state is ValueState.HIDDEN:
        return ""
    exact = f"{count:.2f}".rstrip("0").rstrip(".")
    return {"text": f"{count:,.0f}".replace(",", "\u202f"), "value": exact}


def _matrix(
    indicator: Indicator,
    lines: Sequence[AnswerRow],
    by: Sequence[str],
    row_totals: Mapping[str, Value],
    column_totals: Mapping[str, Value],
    whole: Value | None,
    *,
    is_masked: bool,
) -> dict[str, Any]:
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

    def line(code: str, label: str) -> list[Any]:
        cells = [value_cell(indicator, values[code, each]) if (code, each) in values else "" for each in columns]
        return [label, *cells, *([value_cell(indicator, row_totals[code])] if code in row_totals else [])]

    ends = [
        "Ensemble",
        *(value_cell(indicator, column_totals[each]) if each in column_totals else "" for each in columns),
    ]
    return {
        "columns": [
            {"label": split_label(by[0]).capitalize()},
            *({"label": label, "kind": "num"} for label in columns.values()),
            *([{"label": "Ensemble", "kind": "num"}] if row_totals else []),
        ],
        "rows": [line(code, label) for code, label in rows.items()],
        "totals": [*ends, *([value_cell(indicator, whole)] if whole and row_totals else [])] if column_totals else [],
    }


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
