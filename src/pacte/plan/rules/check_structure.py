"""Checks of axes, objectives and titles: every code used by a row exists, everything has a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from pacte.kernel.defects import Defect
from pacte.plan.records import Objective, PlanContent, PlanRow
from pacte.plan.rules.defects import error_defect, quote_excerpt, warning_defect


def structure_defects(content: PlanContent) -> Iterator[Defect]:
    """Yield defects for unknown or duplicate codes and missing titles."""
    yield from _duplicate_codes(content)
    yield from _missing_titles(content)
    axes = {axis.code for axis in content.axes}
    yield from _objective_defects(content, axes)
    objectives = {objective.code: objective for objective in content.objectives}
    for row in content.rows:
        yield from _row_defects(row, axes, objectives)


def _duplicate_codes(content: PlanContent) -> Iterator[Defect]:
    for subject, name, codes in (
        ("axis", "L'axe", [axis.code for axis in content.axes]),
        ("objective", "L'objectif", [objective.code for objective in content.objectives]),
    ):
        for code, count in Counter(codes).items():
            if count > 1 or not code:
                yield error_defect(
                    "duplicate_code" if code else "missing_code",
                    (f"{subject}:{code}", "code"),
                    f"{name} {quote_excerpt(code)} est défini {count} fois." if code else f"{name} n'a pas de code.",
                    hint="Gardez une seule définition par code." if code else "Donnez-lui un code, par exemple « 1 ».",
                    value=code,
                )


def _missing_titles(content: PlanContent) -> Iterator[Defect]:
    if not content.title.strip():
        yield warning_defect(
            "missing_title",
            ("plan", "title"),
            "Le plan n'a pas de titre.",
            "Il en faut un pour le nommer.",
            "Donnez-lui un titre, par exemple « Pacte régional 2019-2022 ».",
        )
    for axis in content.axes:
        if not axis.title.strip() and not axis.label.strip():
            yield _untitled("axis", axis.code, "title", "L'axe")
    for objective in content.objectives:
        if not objective.label.strip():
            yield _untitled("objective", objective.code, "label", "L'objectif", warning_defect)
    for row in content.rows:
        if not row.title.strip():
            yield error_defect(
                "missing_title",
                (row.key, "title"),
                f"La ligne {row.key} (action n° {row.number}) n'a pas d'intitulé.",
                "Une action sans nom ne peut être ni trouvée ni comprise.",
                "Écrivez l'intitulé de l'action.",
            )


def _untitled(subject: str, code: str, field: str, name: str, build: Callable[..., Defect] = error_defect) -> Defect:
    return build(
        "missing_title",
        (f"{subject}:{code}", field),
        f"{name} {quote_excerpt(code)} n'a pas d'intitulé.",
        hint="Écrivez son intitulé à côté de son code.",
    )


def _objective_defects(content: PlanContent, axes: set[str]) -> Iterator[Defect]:
    strategic = {each.code for each in content.objectives if each.is_strategic}
    for each in content.objectives:
        at, name = f"objective:{each.code}", f"L'objectif {quote_excerpt(each.code)}"
        if each.axis_code not in axes:
            yield _unknown_axis((at, "axis_code"), name, each.axis_code)
        if each.parent_code and each.parent_code not in strategic:
            yield _unknown_objective((at, "parent_code"), name, "l'objectif stratégique", each.parent_code)


def _row_defects(row: PlanRow, axes: set[str], objectives: dict[str, Objective]) -> Iterator[Defect]:
    name = f"L'action n° {row.number}, {quote_excerpt(row.title or row.key)},"
    if row.axis_code not in axes and (axes or row.axis_code):
        yield _unknown_axis((row.key, "axis_code"), name, row.axis_code)
    for field, kind, code in (
        ("strategic_code", "l'objectif stratégique", row.strategic_code),
        ("operational_code", "l'objectif opérationnel", row.operational_code),
    ):
        objective = objectives.get(code)
        if code and (objective is None or (field == "strategic_code" and not objective.is_strategic)):
            yield _unknown_objective((row.key, field), name, kind, code)
        elif (
            objective is not None
            and objective.axis_code != row.axis_code
            and {objective.axis_code, row.axis_code} <= axes
        ):
            yield warning_defect(
                "axis_differs",
                (row.key, "axis_code"),
                f"{name} est dans l'axe {row.axis_code}, et {kind} {quote_excerpt(code)} dans l'axe "
                f"{objective.axis_code}.",
                "L'un des deux est faux, ou la source se contredit.",
                "Vérifiez l'axe et le code de l'objectif.",
                row.axis_code,
            )


def _unknown_axis(at: tuple[str, str], who: str, code: str) -> Defect:
    return error_defect(
        "unknown_axis",
        at,
        f"{who} nomme l'axe {quote_excerpt(code)}, que le plan ne contient pas." if code else f"{who} n'a pas d'axe.",
        "Le montant et le suivi se lisent par axe." if not code else "",
        "Corrigez le code de l'axe, ou ajoutez cet axe au plan.",
        code,
    )


def _unknown_objective(at: tuple[str, str], who: str, what: str, code: str) -> Defect:
    return error_defect(
        "unknown_objective",
        at,
        f"{who} nomme {what} {quote_excerpt(code)}, que le plan ne contient pas.",
        hint="Corrigez le code de l'objectif, ou ajoutez cet objectif au plan.",
        value=code,
    )
