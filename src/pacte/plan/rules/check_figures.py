"""Checks of figures: units, ordered ranges, either a value or a range, and what they are promised for each of."""

from __future__ import annotations

from collections.abc import Iterator

from pacte.kernel.defects import Defect
from pacte.plan.records import Figure, PlanContent, PlanRow
from pacte.plan.records.per import PerNature
from pacte.plan.rules.defects import error_defect, quote_excerpt, warning_defect
from pacte.plan.rules.display import describe_figure_number
from pacte.plan.rules.figures import has_number
from pacte.plan.rules.per import parse_per


def figure_defects(content: PlanContent) -> Iterator[Defect]:
    for row in content.rows:
        for figure in row.figures:
            yield from _unit(row, figure)
            yield from _range(row, figure)
            yield from _per(row, figure)


def _unit(row: PlanRow, figure: Figure) -> Iterator[Defect]:
    """A target number without a unit is an error, since it cannot be measured; on other figures it is a warning."""
    if figure.unit.strip():
        return
    at, name = (row.key, "figures"), f"Action n° {row.number}"
    if figure.is_target and has_number(figure):
        yield error_defect(
            "target_without_unit",
            at,
            f"{name} : la cible « {describe_figure_number(figure)} » {_about(figure)}n'a pas d'unité.",
            "On ne saurait pas quoi compter.",
            "Ajoutez l'unité, par exemple « stagiaires » ou « formations ».",
            describe_figure_number(figure),
        )
    elif has_number(figure) or (figure.is_target and not figure.indicator_code):
        yield warning_defect(
            "figure_without_unit",
            at,
            f"{name} : le chiffre « {describe_figure_number(figure) or 'non chiffré'} » {_about(figure)}n'a "
            f"pas d'unité.",
            "Aucun calcul ne s'en servira.",
            "Ajoutez l'unité si vous la connaissez, sinon laissez ce doute.",
            describe_figure_number(figure),
        )


def _range(row: PlanRow, figure: Figure) -> Iterator[Defect]:
    low, high = figure.minimum, figure.maximum
    at = (row.key, "figures")
    if low is not None and high is not None and low.is_finite() and high.is_finite() and low > high:
        yield error_defect(
            "range_reversed",
            at,
            f"Action n° {row.number} : la fourchette « {describe_figure_number(figure)} » "
            f"{_about(figure)}est à l'envers.",
            hint="Écrivez la plus petite valeur d'abord.",
            value=describe_figure_number(figure),
        )
    if figure.value is not None and (low is not None or high is not None):
        yield error_defect(
            "range_and_value",
            at,
            f"Action n° {row.number} : le chiffre {_about(figure)}a une valeur et une fourchette.",
            "On ne sait pas laquelle est promise.",
            "Gardez l'une ou l'autre.",
            describe_figure_number(figure),
        )
    numbers = [each for each in (figure.value, low, high) if each is not None]
    if any(not each.is_finite() for each in numbers):
        yield error_defect(
            "not_a_number",
            at,
            f"Action n° {row.number} : le chiffre {_about(figure)}n'est pas un nombre.",
            hint="Écrivez un nombre, ou laissez la valeur vide.",
            value=describe_figure_number(figure),
        )


def _per(row: PlanRow, figure: Figure) -> Iterator[Defect]:
    """Only a target is followed: what another figure is « par » is text."""
    if figure.is_target and parse_per(figure.per).nature is PerNature.UNKNOWN:
        yield warning_defect(
            "figure_unknown_per",
            (row.key, "figures"),
            f"Action n° {row.number} : la cible {_about(figure)}est promise par {quote_excerpt(figure.per)}, "
            f"un mot que nous ne connaissons pas.",
            "On ne saura pas dire si elle est atteinte.",
            "Écrivez un découpage (département, bassin de vie, zone d'emploi…), une période (an, mois…) ou ce que "
            "l'on compte (session, heure-stagiaire, personne…).",
            figure.per,
        )


def _about(figure: Figure) -> str:
    return f"({quote_excerpt(figure.what)}) " if figure.what.strip() else ""
