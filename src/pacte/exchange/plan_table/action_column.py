"""Reads the action code of each line of a table, ignoring the words around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pacte.exchange.plan_table.findings import TableFindings
from pacte.exchange.plan_table.sheet_view import collapse_spaces
from pacte.exchange.plan_table.table_lines import TableLine
from pacte.exchange.records import CellKind
from pacte.kernel.action_codes import NO_CODE, ActionCode, is_action_code, normalise_action_code

_WORDS = re.compile(
    r"^(?:(?:fiche[\s-]*action|action|fiche|projet|mesure)s?\b(?=[\s.:\d])\s*[.:-]?\s*)?"
    r"(?:(?:n\s*[°º]|no\.|num\.|num[ée]ro)\s*)?",
    re.I,
)
_FLOAT = re.compile(r"[0-9]+[.,]0+")
_FRACTION = re.compile(r"[0-9]+[.,][0-9]+")
_MAX_LENGTH = 60


def action_code_in(text: str) -> ActionCode:
    """« Fiche n° 27 bis » gives « 27bis », « A.1. » gives « A.1 ». May be invalid: see ``is_action_code``."""
    bare = _WORDS.sub("", collapse_spaces(text)[:_MAX_LENGTH].removeprefix("'"), count=1)
    return normalise_action_code(bare.strip(" .:)").replace(",", "."))


def action_codes_of_lines(lines: Sequence[TableLine], findings: TableFindings) -> list[ActionCode | None]:
    """Returns the code of each line: empty when there is none, None when the cell is invalid, which is reported.

    A line whose title cell is merged with that of the line above belongs to the same action.
    """
    has_floats = _are_floats(lines)
    codes: list[ActionCode | None] = []
    for place, line in enumerate(lines):
        code = _code_of_line(line, has_floats, findings)
        if code == "" and place and shares_title(lines[place - 1], line):
            code = codes[place - 1]
        codes.append(code)
    _warn_decimal_codes(lines, findings)
    return codes


def shares_title(one: TableLine, other: TableLine) -> bool:
    return one.text("title") != "" and one.anchor("title") == other.anchor("title")


def _code_of_line(line: TableLine, has_floats: bool, findings: TableFindings) -> ActionCode | None:
    value = line.value("number")
    text = collapse_spaces(value.text)
    if not text:
        return NO_CODE
    is_float = has_floats and _FLOAT.fullmatch(text)
    code = action_code_in(re.split("[.,]", text)[0] if is_float else text)
    if is_action_code(code) and value.kind not in (CellKind.ERROR, CellKind.DATE, CellKind.BOOL):
        return code
    why = " : le tableur en a fait une date" if value.kind is CellKind.DATE else ""
    findings.error(
        "missing_number",
        line.cell("number"),
        f"« {text[:40]} » n'est pas un numéro d'action{why}.",
        "Un numéro est fait de chiffres, de lettres, de points et de tirets, par exemple 12, 27b ou A.1."
        + (" Mettez la colonne au format texte." if why else ""),
        text,
    )
    return None


def _are_floats(lines: Sequence[TableLine]) -> bool:
    """Whether all codes are « 1.0 », « 2.0 »…: a text column of whole numbers written as floats by a program."""
    texts = [text for line in lines if (text := collapse_spaces(line.value("number").text))]
    return bool(texts) and all(_FLOAT.fullmatch(text) for text in texts)


def _warn_decimal_codes(lines: Sequence[TableLine], findings: TableFindings) -> None:
    """Warns when codes are typed as numbers: a trailing zero may be lost and the file does not show it."""
    typed = [line for line in lines if line.value("number").kind is CellKind.NUMBER]
    cut = [line for line in typed if _FRACTION.fullmatch(line.value("number").text)]
    line = next(iter(cut), None)
    # A csv file keeps « 1.10 » as typed: nothing is lost.
    if line is not None and not any(each.value("number").text.endswith("0") for each in cut):
        text = line.value("number").text
        findings.warning(
            "code_is_a_number",
            line.cell("number"),
            f"Le numéro d'action « {text} » est un nombre pour le tableur : il ne distingue pas 1.1 de 1.10.",
            "Mettez la colonne au format texte, puis retapez les codes qui finissent par zéro.",
            text,
        )
