"""Numbers the actions, and gives each row a stable key: A09a and A09b when two rows share number 9."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pacte.exchange.plan_table.action_column import codes_of, shares_title
from pacte.exchange.plan_table.codes import coded
from pacte.exchange.plan_table.findings import Findings, quoted
from pacte.exchange.plan_table.lines import Line
from pacte.exchange.plan_table.sheet import trimmed
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
class Numbered:
    """A line with its code (possibly empty), kind and key."""

    line: Line
    place: int
    number: ActionCode = NO_CODE
    kind: RowKind = RowKind.ACTION
    key: str = ""


def numbered(
    lines: Sequence[Line], found: Findings, name_rows: Callable[[list[Numbered]], None] | None = None
) -> list[Numbered]:
    """Numbers all lines. ``restore_keys`` sets the keys known from an earlier export."""
    codes = codes_of(lines, found)
    rows = [_read(line, place, codes, found) for place, line in enumerate(lines)]
    groups: dict[ActionCode, list[Numbered]] = defaultdict(list)
    for row in rows:
        if row.number:
            groups[row.number].append(row)
    for group in groups.values():
        _settle(group, found)
    if name_rows is not None:
        name_rows(rows)
    _give_keys(rows, groups, found)
    return rows


def title_of(line: Line) -> str:
    """First line of the project cell, without the code of several objectives in front of it."""
    first = trimmed(line.text("title")).split("\n")[0]
    return coded(first).label if is_span_title(line) else first


def is_span_title(line: Line) -> bool:
    """« 3,1-1 à 3 Identification des besoins : » is the heading of several objectives and has none of its own."""
    code = coded(line.text("title").split("\n")[0])
    return code.depth == 3 and bool(code.label) and (code.is_span or not line.text("operational"))


def _read(line: Line, place: int, codes: Sequence[ActionCode | None], found: Findings) -> Numbered:
    code = codes[place]
    if code is None:
        return Numbered(line, place)
    if not code:
        found.error(
            "missing_number",
            line.cell("number"),
            f"La ligne {line.row} n'a pas de numéro d'action.",
            "Donnez-lui un numéro, ou fusionnez sa cellule avec celle de l'action dont elle fait partie.",
            line.text("title"),
        )
        return Numbered(line, place)
    return Numbered(line, place, code, _KINDS.get(fold_text(line.text("row_kind")), RowKind.ACTION))


def _settle(group: list[Numbered], found: Findings) -> None:
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
        _settle_kinds(block)
    first = group[0]
    for block in blocks[1:]:
        found.error(
            "duplicate_number",
            block[0].line.cell("number"),
            f"Le n° {first.number} est déjà porté par la ligne {first.line.row}, {quoted(title_of(first.line))}.",
            "Donnez un autre numéro à l'une des deux, ou fusionnez leurs cellules si c'est la même action.",
            str(first.number),
        )


def _is_same_action(one: Numbered, other: Numbered) -> bool:
    if one.line.anchor("number") == other.line.anchor("number") or shares_title(one.line, other.line):
        return True
    return other.kind is RowKind.SUBROW and one.kind in (RowKind.SUBROW, RowKind.HEADING)


def _settle_kinds(block: list[Numbered]) -> None:
    """Under one merged number, the first row is a heading when it only introduces the others."""
    if len(block) == 1 or any(row.kind is not RowKind.ACTION for row in block):
        return
    first, others = block[0], block[1:]
    announces = is_span_title(first.line) or (
        title_of(first.line).endswith(":") and not first.line.text("leads") and not first.line.text("operational")
    )
    for row in block:
        row.kind = RowKind.SUBROW
    if announces and all(title_of(row.line) for row in others):
        first.kind = RowKind.HEADING


def _give_keys(rows: list[Numbered], groups: dict[ActionCode, list[Numbered]], found: Findings) -> None:
    taken: Counter[str] = Counter()
    ranks = {
        row.place: rank
        for group in groups.values()
        for rank, row in enumerate(each for each in group if each.kind is RowKind.SUBROW)
    }
    for row in rows:
        given = " ".join(row.line.text("row_key").split())[:40]
        wanted = given or row.key or _made_key(row, ranks.get(row.place, 0))
        if wanted in taken and given:
            found.error(
                "duplicate_key",
                row.line.cell("row_key"),
                f"L'identifiant {quoted(given)} est porté par plusieurs lignes.",
                "Donnez à chaque ligne un identifiant à elle, par exemple A09a et A09b.",
                given,
            )
        taken[wanted] += 1
        row.key = wanted if taken[wanted] == 1 else f"{wanted}-{taken[wanted]}"


def _made_key(row: Numbered, rank: int) -> str:
    if not row.number:
        return f"L{row.line.row}"
    return row_part_key(row.number, rank) if row.kind is RowKind.SUBROW else base_row_key(row.number)
