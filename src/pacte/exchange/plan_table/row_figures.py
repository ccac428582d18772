"""Reads the figures of a row, and reports numbers without a unit."""

from __future__ import annotations

import re

from pacte.exchange.plan_table.figures import UNNAMED_FIGURE, parse_figures
from pacte.exchange.plan_table.findings import TableFindings, quoted_excerpt
from pacte.exchange.plan_table.row_numbers import NumberedLine
from pacte.exchange.plan_table.table_lines import TableLine
from pacte.plan.records import Figure

_BARE_NUMBER = re.compile(r"(?:cibles?\s*:?\s*)?[\d\s\u00a0\u202f]*\d(?:[.,]\d+)?", re.I)


def figures_of_line(numbered_line: NumberedLine, findings: TableFindings) -> tuple[Figure, ...]:
    line, at = numbered_line.line, (numbered_line.key, "figures")
    figures = parse_figures(line.text("figures"))
    for figure in figures:
        number = next((each for each in (figure.value, figure.minimum, figure.maximum) if each is not None), None)
        if number is None or figure.unit:
            continue
        _without_unit(line, "figures", f"{number:f}", figure.what, figure.is_target, numbered_line.number, at, findings)
    unitless_values = {format(figure.value, "f") for figure in figures if figure.value is not None and not figure.unit}
    for name in ("expected_result", "comment", "expenses"):
        text = line.text(name)
        if not _BARE_NUMBER.fullmatch(text) or text in unitless_values or re.fullmatch(r"(?:19|20)\d\d", text):
            continue
        is_target = name == "expected_result" and not (line.remark(name) or line.table.figures_apart)
        _without_unit(line, name, text, "", is_target, numbered_line.number, (numbered_line.key, name), findings)
    return figures


def _without_unit(
    line: TableLine,
    name: str,
    number: str,
    what: str,
    is_target: bool,
    action: str,
    at: tuple[str, str],
    findings: TableFindings,
) -> None:
    about = f" ({quoted_excerpt(what)})" if what not in ("", UNNAMED_FIGURE) else ""
    if is_target:
        findings.error(
            "target_without_unit",
            line.cell(name),
            f"Action n° {action} : la cible « {number} »{about} n'a pas d'unité.",
            "Ajoutez l'unité, par exemple « stagiaires » ou « formations ».",
            number,
            at,
        )
    else:
        findings.warning(
            "figure_without_unit",
            line.cell(name),
            f"Action n° {action} : le chiffre « {number} »{about} est seul : ni unité,"
            " ni objet. Aucun calcul ne s'en servira.",
            "Ajoutez l'unité si vous la connaissez, sinon laissez ce doute.",
            number,
            at,
        )
