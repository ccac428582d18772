"""Comparison of two definitions, and record by record of two lists. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from pacte.indicators.records.definition import TERRITORY_LABELS, TerritoryRule
from pacte.indicators.records.dispute import DisputeCriterion, DisputeSideInput, ListComparison, RecordDifference
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import fold_text, format_day

_REMINDER_DAYS = (0, 3, 15)
MAX_RECORDS = 20_000
MAX_COLUMNS = 20
_MAX_LENGTH = 120
# Identity data is refused in a list of keys: a journey or session number is enough.
_PERSONAL = re.compile(
    r"\b(nom|noms|prenom|prenoms|naissance|ne le|nir|securite sociale|email|mail|courriel|telephone|tel|adresse)\b"
)


def reminder_mark(due_on: date, on: date) -> str:
    """« J-15 », « J-3 », « J », then one mark every seven days of lateness; "" while the date is far.

    A job that did not run on the exact day reminds on the next one.
    """
    left = (due_on - on).days
    if left < 0:
        return f"retard-{(-left - 1) // 7}"
    return next((f"J-{days}" if days else "J" for days in _REMINDER_DAYS if left <= days), "")


def compare_definitions(first: DisputeSideInput, second: DisputeSideInput) -> tuple[DisputeCriterion, ...]:
    """The guided comparison: what is counted, territory, funders, dates, status, extraction date, source."""
    return (
        _text_criterion(
            "Ce qui est compté", first.counted, second.counted, "Des objets différents ne se comparent pas."
        ),
        _territory_criterion(first, second),
        _text_criterion(
            "Financeurs retenus",
            first.funders,
            second.funders,
            "Une entrée payée par un autre financeur est chez l’un et pas chez l’autre.",
        ),
        _text_criterion(
            "Date qui compte",
            first.date_rule,
            second.date_rule,
            "Une entrée de la fin de la période peut changer de période.",
        ),
        _text_criterion(
            "Statuts retenus",
            first.status_rule,
            second.status_rule,
            "Les abandons, annulations ou inscriptions sans entrée peuvent être chez l’un seulement.",
        ),
        DisputeCriterion(
            "Connu le",
            format_day(first.known_on),
            format_day(second.known_on),
            first.known_on == second.known_on,
            "" if first.known_on == second.known_on else "Des faits arrivés entre les deux jours manquent au premier.",
        ),
        _text_criterion(
            "Source", first.source, second.source, "Deux fichiers n’ont ni les mêmes délais, ni les mêmes oublis."
        ),
    )


def _text_criterion(label: str, first: str, second: str, effect: str) -> DisputeCriterion:
    is_same = fold_text(first) == fold_text(second)
    return DisputeCriterion(label, first or "non dit", second or "non dit", is_same, "" if is_same else effect)


def _territory_criterion(first: DisputeSideInput, second: DisputeSideInput) -> DisputeCriterion:
    is_same = first.territory_rule is second.territory_rule
    effect = (
        "" if is_same else "Qui habite la zone et se forme ailleurs, ou l’inverse, est chez l’un et pas chez l’autre."
    )
    return DisputeCriterion(
        "Territoire", TERRITORY_LABELS[TerritoryRule(first.territory_rule)],
        TERRITORY_LABELS[TerritoryRule(second.territory_rule)], is_same, effect,
    )  # fmt: skip


Records = Mapping[str, Mapping[str, str]]


def compare_record_lists(first: Records, second: Records) -> ListComparison:
    """Compares two lists by key. Only common columns; accents, case and spaces are ignored."""
    shared = sorted(first.keys() & second.keys())
    gaps = [RecordDifference(key, _different_columns(first[key], second[key])) for key in shared]
    different = tuple(gap for gap in gaps if gap.columns)
    return ListComparison(
        tuple(sorted(first.keys() - second.keys())), tuple(sorted(second.keys() - first.keys())), different,
        len(shared) - len(different),
    )  # fmt: skip


def _different_columns(first: Mapping[str, str], second: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (column, first[column], second[column])
        for column in first
        if column in second and fold_text(first[column]) != fold_text(second[column])
    )


def parse_dispute_records(headings: Sequence[str], rows: Sequence[tuple[int, list[str]]]) -> dict[str, dict[str, str]]:
    """The first column is the key, the others are compared. Raises ``ValidationError`` with the line number of a
    defect.
    """
    _refuse_headings(headings)
    records: dict[str, dict[str, str]] = {}
    for line_number, cells in rows:
        key = cells[0].strip()[:_MAX_LENGTH] if cells else ""
        if not key:
            raise ValidationError(
                "file", f"Ligne {line_number} : la clé (première colonne) est vide.", hint="Complétez-la."
            )
        if key in records:
            raise ValidationError(
                "file", f"Ligne {line_number} : la clé « {key[:40]} » est là deux fois.",
                "On ne saurait pas laquelle comparer.", "Gardez une ligne par clé.",
            )  # fmt: skip
        records[key] = {
            heading.strip()[:_MAX_LENGTH]: cell.strip()[:_MAX_LENGTH]
            for heading, cell in zip(headings[1:], cells[1:], strict=False)
        }
    if not records:
        raise ValidationError("file", "La liste n’a aucune ligne.", hint="Déposez-la avec ses lignes.")
    return records


def _refuse_headings(headings: Sequence[str]) -> None:
    if not headings or not headings[0].strip():
        raise ValidationError(
            "file", "La première colonne n’a pas de titre.", hint="Elle porte la clé : donnez-lui un titre."
        )
    if len(headings) > MAX_COLUMNS:
        raise ValidationError("file", f"La liste a plus de {MAX_COLUMNS} colonnes.", hint="Gardez celles à comparer.")
    for heading in headings:
        if _PERSONAL.search(re.sub(r"[_\W]+", " ", fold_text(heading))):
            raise ValidationError(
                "file", f"La colonne « {heading[:40]} » dit qui est la personne.",
                "Comparer deux listes ne demande qu’une clé : un numéro de parcours ou de session.",
                "Retirez cette colonne du fichier, puis déposez-le.",
            )  # fmt: skip
