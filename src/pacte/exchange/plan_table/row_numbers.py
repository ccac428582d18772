"""Numbers the actions, and gives each row a stable key: A09a and A09b when two rows share number 9."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pacte.exchange.plan_table.action_column import action_codes_of_lines, shares_title
from pacte.exchange.plan_table.findings import TableFindings, quoted_excerpt
from pacte.exchange.plan_table.objective_codes import split_code
from pacte.exchange.plan_table.sheet_view import trim_lines
from pacte.exchange.plan_table.table_lines import TableLine
from pacte.kernel.action_codes import NO_CODE, ActionCode
from pacte.kernel.french import fold_text
from pacte.plan.records import RowKind
from pacte.plan.rules.row_keys import base_row_key, row_part_key

_KINDS = {
    "action": RowKind.ACTION,
    "sous-ligne": RowKind.SUBROW,
    "sous ligne": RowKind.SUBROW,
    "intitule": RowKind.HEADING,
    "titre": RowKind.HEADING,
}


@dataclass(slots=True)
class NumberedLine:
    """A line with its code (possibly empty), kind and key."""

    line: TableLine
    place: int
    number: ActionCode = NO_CODE
    kind: RowKind = RowKind.ACTION
    key: str = ""


def number_lines(
    lines: Sequence[TableLine],
    findings: TableFindings,
    restore_keys: Callable[[list[NumberedLine]], None] | None = None,
) -> list[NumberedLine]:
    """Numbers all lines. ``restore_keys`` sets the keys known from an earlier export."""
    codes = action_codes_of_lines(lines, findings)
    rows = [_number_line(line, place, codes, findings) for place, line in enumerate(lines)]
    groups: dict[ActionCode, list[NumberedLine]] = defaultdict(list)
    for row in rows:
        if row.number:
            groups[row.number].append(row)
    for group in groups.values():
        _check_duplicates(group, findings)
    if restore_keys is not None:
        restore_keys(rows)
    _assign_keys(rows, groups, findings)
    return rows


def line_title(line: TableLine) -> str:
    """First line of the project cell, without the code of several objectives in front of it."""
    first = trim_lines(line.text("title")).split("\n")[0]
    return split_code(first).label if is_span_title(line) else first


def is_span_title(line: TableLine) -> bool:
    """« 3,1-1 à 3 Identification des besoins : » is the heading of several objectives and has none of its own."""
    code = split_code(line.text("title").split("\n")[0])
    return code.depth == 3 and bool(code.label) and (code.is_span or not line.text("operational"))


def _number_line(
    line: TableLine, place: int, codes: Sequence[ActionCode | None], findings: TableFindings
) -> NumberedLine:
    code = codes[place]
    if code is None:
        return NumberedLine(line, place)
    if not code:
        findings.error(
            "missing_number",
            line.cell("number"),
            f"La ligne {line.row} n'a pas de numéro d'action.",
            "Donnez-lui un numéro, ou fusionnez sa cellule avec celle de l'action dont elle fait partie.",
            line.text("title"),
        )
        return NumberedLine(line, place)
    return NumberedLine(line, place, code, _KINDS.get(fold_text(line.text("row_kind")), RowKind.ACTION))


def _check_duplicates(group: list[NumberedLine], findings: TableFindings) -> None:
    """Rows that share a number are one action if merged cells or row kinds show it; else they are duplicates."""
    if len(group) == 1:
        return
    places = [row.place for row in group]
    blocks = [group[:1]]
    for previous, place, row in zip(places, places[1:], group[1:], strict=False):
        if place == previous + 1 and _is_same_action(blocks[-1][-1], row):
            blocks[-1].append(row)
        else:
            blocks.append([row])
    for block in blocks:
        _set_row_kinds(block)
    first = group[0]
    for block in blocks[1:]:
        findings.error(
            "duplicate_number",
            block[0].line.cell("number"),
            f"Le n° {first.number} est déjà porté par la ligne {first.line.row}, "
            f"{quoted_excerpt(line_title(first.line))}.",
            "Donnez un autre numéro à l'une des deux, ou fusionnez leurs cellules si c'est la même action.",
            str(first.number),
        )


def _is_same_action(one: NumberedLine, other: NumberedLine) -> bool:
    if one.line.anchor("number") == other.line.anchor("number") or shares_title(one.line, other.line):
        return True
    return other.kind is RowKind.SUBROW and one.kind in (RowKind.SUBROW, RowKind.HEADING)


def _set_row_kinds(block: list[NumberedLine]) -> None:
    """Under one merged number, the first row is a heading when it only introduces the others."""
    if len(block) == 1 or any(row.kind is not RowKind.ACTION for row in block):
        return
    first, others = block[0], block[1:]
    announces = is_span_title(first.line) or (
        line_title(first.line).endswith(":") and not first.line.text("leads") and not first.line.text("operational")
    )
    for row in block:
        row.kind = RowKind.SUBROW
    if announces and all(line_title(row.line) for row in others):
        first.kind = RowKind.HEADING


def _assign_keys(
    rows: list[NumberedLine], groups: dict[ActionCode, list[NumberedLine]], findings: TableFindings
) -> None:
    taken: Counter[str] = Counter()
    ranks = {
        row.place: rank
        for group in groups.values()
        for rank, row in enumerate(each for each in group if each.kind is RowKind.SUBROW)
    }
    for row in rows:
        printed_key = " ".join(row.line.text("row_key").split())[:40]
        wanted = printed_key or row.key or _made_key(row, ranks.get(row.place, 0))
        if wanted in taken and printed_key:
            findings.error(
                "duplicate_key",
                row.line.cell("row_key"),
                f"L'identifiant {quoted_excerpt(printed_key)} est porté par plusieurs lignes.",
                "Donnez à chaque ligne un identifiant à elle, par exemple A09a et A09b.",
                printed_key,
            )
        taken[wanted] += 1
        row.key = wanted if taken[wanted] == 1 else f"{wanted}-{taken[wanted]}"


def _made_key(row: NumberedLine, rank: int) -> str:
    if not row.number:
        return f"L{row.line.row}"
    return row_part_key(row.number, rank) if row.kind is RowKind.SUBROW else base_row_key(row.number)
