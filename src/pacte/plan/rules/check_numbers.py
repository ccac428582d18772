"""Checks of action numbers: each row has one, and the rows with the same number form one action."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from pacte.kernel.action_codes import ActionCode, action_code_sort_key, is_action_code
from pacte.kernel.defects import Defect
from pacte.plan.records import PlanContent, PlanRow, RowKind
from pacte.plan.rules.defects import error_defect, quote_excerpt, warning_defect


def number_defects(content: PlanContent) -> Iterator[Defect]:
    """Yield errors for missing numbers, numbers shared by unrelated rows, duplicate titles and duplicate keys."""
    places: dict[ActionCode, list[int]] = defaultdict(list)
    for place, row in enumerate(content.rows):
        if not row.number:
            yield _missing_number(row)
        elif not is_action_code(row.number):
            yield _invalid_code(row.number, (row.key, "number"))
        else:
            places[row.number].append(place)
    for row_places in places.values():
        yield from _group_defects(content.rows, row_places)
    yield from _equivalent_codes(content.rows, places)
    yield from _title_defects(content)
    yield from _key_defects(content)


def _missing_number(row: PlanRow) -> Defect:
    return error_defect(
        "missing_number",
        (row.key, "number"),
        f"La ligne {quote_excerpt(row.title or row.key)} n'a pas de numéro d'action.",
        "Sans numéro, personne ne peut la suivre ni la comparer.",
        "Donnez-lui un numéro, ou fusionnez sa cellule avec celle de l'action dont elle fait partie.",
        str(row.number),
    )


def _invalid_code(code: str, at: tuple[str, str]) -> Defect:
    return error_defect(
        "action_code",
        at,
        f"{quote_excerpt(code[:40])} n'est pas un code d'action.",
        "Un code est fait de chiffres, de lettres, de points et de tirets : il entre dans des adresses.",
        "Écrivez par exemple 12, 27b, A.1 ou B.2.3.",
        code[:40],
    )


def _equivalent_codes(rows: tuple[PlanRow, ...], places: dict[ActionCode, list[int]]) -> Iterator[Defect]:
    """Yield errors for codes that readers cannot tell apart, such as « A.1 » and « a.01 »."""
    first: dict[str, ActionCode] = {}
    for code, row_places in places.items():
        other = first.setdefault(action_code_sort_key(code), code)
        if other != code:
            row = rows[row_places[0]]
            yield error_defect(
                "duplicate_number",
                (row.key, "number"),
                f"Les codes {quote_excerpt(other)} et {quote_excerpt(code)} se lisent de même.",
                "Majuscules et zéros ne font pas deux actions.",
                "Donnez un autre code à l'une des deux.",
                code,
            )


def _group_defects(rows: tuple[PlanRow, ...], places: list[int]) -> Iterator[Defect]:
    """Check the rows of one action: same axis, contiguous, and none declared a whole action."""
    first = rows[places[0]]
    for previous, place in pairwise(places):
        row = rows[place]
        if row.kind is RowKind.ACTION:
            yield _duplicate(row, first, "Chacune des deux lignes se dit une action entière.")
        elif row.axis_code != first.axis_code:
            yield _duplicate(row, first, "Les lignes d'une même action sont dans un seul axe.")
        elif place != previous + 1:
            yield _duplicate(row, first, "Les lignes d'une même action se suivent dans le tableau.")
    if len(places) > 1 and first.kind is RowKind.ACTION and rows[places[1]].kind is not RowKind.ACTION:
        yield warning_defect(
            "duplicate_number",
            (first.key, "number"),
            f"Le n° {first.number} est porté par l'action {quote_excerpt(first.title)} et par des lignes "
            f"qui la suivent.",
            "Elles peuvent en faire partie, ou avoir reçu ce numéro par erreur.",
            "Si c'est la même action, ne changez rien ; sinon, corrigez un des numéros.",
            str(first.number),
        )


def _duplicate(row: PlanRow, first: PlanRow, why: str) -> Defect:
    return error_defect(
        "duplicate_number",
        (row.key, "number"),
        f"Le n° {row.number} de {quote_excerpt(row.title)} est déjà porté par {quote_excerpt(first.title)}.",
        why,
        "Donnez un autre numéro à l'une des deux, ou fusionnez leurs cellules si c'est la même action.",
        str(row.number),
    )


def _title_defects(content: PlanContent) -> Iterator[Defect]:
    for number, count in Counter(action.number for action in content.actions).items():
        if not number:
            yield error_defect(
                "missing_number",
                (f"action:{number}", "number"),
                "Un intitulé d'action n'a pas de numéro.",
                hint="Donnez-lui le numéro de son action, ou ôtez-le.",
                value=str(number),
            )
        elif not is_action_code(number):
            yield _invalid_code(number, (f"action:{number[:40]}", "number"))
        elif count > 1:
            yield error_defect(
                "duplicate_number",
                (f"action:{number}", "number"),
                f"L'action n° {number} a {count} intitulés.",
                "Une action n'en a qu'un, quel que soit le nombre de ses lignes.",
                "Gardez le bon.",
                str(number),
            )


def _key_defects(content: PlanContent) -> Iterator[Defect]:
    seen: set[str] = set()
    for row in content.rows:
        if row.key in seen or not row.key:
            yield error_defect(
                "duplicate_key",
                (row.key, "key"),
                f"L'identifiant {quote_excerpt(row.key)} est porté par plusieurs lignes."
                if row.key
                else f"La ligne {quote_excerpt(row.title)} n'a pas d'identifiant.",
                "C'est lui qui suit la ligne d'une version à l'autre.",
                "Donnez à chaque ligne un identifiant à elle, par exemple A09a et A09b.",
                row.key,
            )
        seen.add(row.key)
