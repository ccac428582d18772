"""Reads the figures of a row, and reports numbers without a unit."""

from __future__ import annotations

import re

from pacte.exchange.plan_table.figures import NAMELESS, figures_from
from pacte.exchange.plan_table.findings import Findings, quoted
from pacte.exchange.plan_table.lines import Line
from pacte.exchange.plan_table.numbers import Numbered
from pacte.plan.records import Figure

_BARE_NUMBER = re.compile(r"(?:cibles?\s*:?\s*)?[\d\s\u00a0\u202f]*\d(?:[.,]\d+)?", re.I)


def row_figures(numbered: Numbered, found: Findings) -> tuple[Figure, ...]:
    line, at = numbered.line, (numbered.key, "figures")
    figures = figures_from(line.text("figures"))
    for figure in figures:
        number = next((each for each in (figure.value, figure.minimum, figure.maximum) if each is not None), None)
        if number is None or figure.unit:
            continue
        _without_unit(line, "figures", f"{number:f}", figure.what, figure.is_target, numbered.number, at, found)
    told = {format(figure.value, "f") for figure in figures if figure.value is not None and not figure.unit}
    for name in ("expected_result", "comment", "expenses"):
        text = line.text(name)
        if not _BARE_NUMBER.fullmatch(text) or text in told or re.fullmatch(r"(?:19|20)\d\d", text):
            continue
        is_target = name == "expected_result" and not (line.remark(name) or line.table.figures_apart)
        _without_unit(line, name, text, "", is_target, numbered.number, (numbered.key, name), found)
    return figures


def _without_unit(
    line: Line, name: str, number: str, what: str, is_target: bool, action: str, at: tuple[str, str], found: Findings
) -> None:
    about = f" ({quoted(what)})" if what not in ("", NAMELESS) else ""
    if is_target:
        found.error(
            "target_without_unit",
            line.cell(name),
            f"Action n° {action} : la cible « {number} »{about} n'a pas d'unité.",
            "Ajoutez l'unité, par exemple « stagiaires » ou « formations ».",
            number,
            at,
        )
    else:
        found.warning(
            "figure_without_unit",
            line.cell(name),
            f"Action n° {action} : le chiffre « {number} »{about} est seul : ni unité,"
            " ni objet. Aucun calcul ne s'en servira.",
            "Ajoutez l'unité si vous la connaissez, sinon laissez ce doute.",
            number,
            at,
        )
