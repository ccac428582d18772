"""Readers shared by both schemas: schedule columns, dates, amounts, declared total."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from pacte.exchange.plan_tree.branch import Branch, value_excerpt
from pacte.kernel.errors import ValidationError
from pacte.kernel.money import parse_cents
from pacte.kernel.period import Period
from pacte.plan.records import PlanContent
from pacte.plan.rules.check_money import declared_total_defects

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_BARE_NUMBER = re.compile(r"[-+−\d\s.,]+")
_MAX_CENTS = 10**15
_PLACES_OF_A_CENT = {"M€": 8}


def read_periods(branch: Branch, key: str) -> tuple[Period, ...]:
    """Returns the schedule columns; invalid periods are reported and skipped."""
    periods = []
    for text in branch.texts(key):
        try:
            periods.append(Period.parse(text))
        except ValidationError as error:
            branch.add_defect(key, error.code, f"{error.message} {error.reason}".strip(), error.hint, value=text)
    return tuple(periods)


def read_iso_date(branch: Branch, key: str) -> str:
    """Returns a date as « 2018-11-19 », or nothing; other shapes are reported."""
    text = branch.text(key)
    if text and not _is_day(text):
        branch.add_defect(key, "not_a_day", "on attend une date.", "Écrivez-la ainsi : 2018-11-19.")
        return ""
    return text


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return bool(_DAY.fullmatch(text))


def read_cents(branch: Branch, key: str, default_unit: str = "") -> int | None:
    """Returns the cents of « 125,49 M€ »; a bare number is in ``default_unit``, refused when there is none."""
    value = branch.raw(key)
    if default_unit and not isinstance(value, str):
        number = branch.decimal(key, places=_PLACES_OF_A_CENT[default_unit])
        return None if number is None else int(number * 10 ** _PLACES_OF_A_CENT[default_unit])
    text = str(value) if isinstance(value, float) else branch.text(key).strip()
    if not text:
        return None
    if not default_unit and _BARE_NUMBER.fullmatch(text):
        branch.add_defect(
            key, "amount_unit", f"le montant « {value_excerpt(text)} » n'a pas d'unité.", "Ajoutez €, k€ ou M€."
        )
        return None
    try:
        cents = parse_cents(text[:60], default_unit or "€")
    except ValidationError as error:
        branch.add_defect(key, error.code, f"{error.message} {error.reason}".strip(), error.hint)
        return None
    if cents > _MAX_CENTS:
        branch.add_defect(key, "amount_too_large", "ce montant est démesuré.", "Vérifiez l'unité.")
        return None
    return cents


def compare_total(content: PlanContent, total_cents: int | None, branch: Branch, key: str) -> None:
    """Checks the total declared in the file: ``PlanContent`` does not store it, so only the reader can."""
    branch.findings.locate("plan", {"total_cents": key}, branch)
    cell = branch.findings.cell((*branch.path, key))
    for defect in declared_total_defects(content, total_cents):
        branch.findings.defects.append(replace(defect, cell=cell))
