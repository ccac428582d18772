"""Display of plan values: « 2 à 4 chantiers / département (2022) », « Région, DFP »."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pacte.kernel.french import NARROW_SPACE, format_day, format_number
from pacte.kernel.money import format_euros, format_millions
from pacte.kernel.period import Period
from pacte.plan.records import (
    Doubt,
    Expense,
    Figure,
    Flag,
    Lead,
    Lineage,
    LineageKind,
    Placement,
    PriorityPublic,
    Schedule,
    Staff,
    Standing,
)
from pacte.plan.rules.labels import word

_CENTS_IN_TEN_THOUSAND_EUROS = 1_000_000


def shown(value: Any, field: str = "") -> str:
    """Return any value of a record as French text, "" for none."""
    if value is None:
        return ""
    if field in ("amount_cents", "cents"):
        return money(value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, StrEnum):
        return word(value)
    if isinstance(value, Decimal):
        return decimal(value)
    if isinstance(value, tuple):
        return " ; ".join(shown(each) for each in value)
    writer = _WRITERS.get(type(value))
    return writer(value) if writer else str(value)


def money(cents: int) -> str:
    """Return « 125,49 M€ » when exact, else « 1 234 567,89 € »."""
    return format_euros(cents) if cents % _CENTS_IN_TEN_THOUSAND_EUROS or not cents else format_millions(cents)


def decimal(value: Decimal, unit: str = "") -> str:
    """Return « 3 000 », « 0,2 ». A year is not grouped: « 2020 »."""
    if not value.is_finite() or abs(value.adjusted()) > 30:
        return str(value)
    places = max(0, -int(value.normalize().as_tuple().exponent))
    if unit.startswith("année") and not places:
        return str(int(value))
    return format_number(value, places)


def figure(record: Figure) -> str:
    """Return « formations rénovées : 10 formations », « chantiers : 2 à 4 chantiers / département (2022) »."""
    amount = figure_amount(record)
    return f"{record.what} : {amount}" if record.what and amount else record.what or amount


def figure_amount(record: Figure) -> str:
    """Return « 2 à 4 chantiers / département (2022) », « au moins 3 projets », « non chiffré »."""
    parts = [figure_number(record) or "non chiffré"]
    if record.unit and not record.unit.startswith("année"):
        parts.append(record.unit)
    if record.per:
        parts.append(f"/ {record.per}")
    if record.horizon:
        parts.append(f"({record.horizon})")
    if not record.certain:
        parts.append("[incertain]")
    return " ".join(parts)


def figure_number(record: Figure) -> str:
    """Return « 10 », « 2 à 4 », « au moins 2 », « au plus 4 », or "" without figure."""
    if record.value is not None:
        return decimal(record.value, record.unit)
    low, high = record.minimum, record.maximum
    if low is not None and high is not None:
        return f"{decimal(low, record.unit)} à {decimal(high, record.unit)}"
    if low is not None:
        return f"au moins {decimal(low, record.unit)}"
    return "" if high is None else f"au plus {decimal(high, record.unit)}"


def lead(record: Lead) -> str:
    """Return « Région, DFP », « GIP ALFA Centre (appui) », « Stratégie pauvreté (portage à identifier) »."""
    name = ", ".join(part for part in (record.organisation, record.service) if part)
    remarks = " ; ".join(part for part in (record.role, record.note) if part)
    return f"{name} ({remarks})" if remarks else name


def schedule(record: Schedule) -> str:
    """Return « 2019 : X, 2020 : X (supposée) », or the printed marks when their columns are unknown."""
    if record.placement is Placement.NONE:
        return ""
    if record.flags:
        marks = ", ".join(_flag(flag) for flag in record.flags)
    else:
        count = f"{record.flag_count} " if record.flag_count else ""
        marks = f"{count}« {record.as_printed or 'X'} »"
    return marks if record.placement is Placement.CERTAIN else f"{marks} ({word(record.placement)})"


def public(record: PriorityPublic) -> str:
    """Return « Jeunes : moins de 30 ans (note) »."""
    said = f"{record.label} : {record.rule}" if record.rule else record.label
    return f"{said} ({record.note})" if record.note else said


def standing(record: Standing) -> str:
    """Return « abandonnée à compter du 1ᵉʳ janvier 2021 : motif », « reprise à compter du … »."""
    since = f" à compter du {format_day(record.since)}" if record.since else ""
    state = f"{word(record.state)}{since}"
    return f"{state} : {record.reason}" if record.reason else state


def lineage(record: Lineage) -> str:
    """Return « issue du partage de l’action 15 », « continue l’action 12 du plan … », « reprend l’action 16 »."""
    origin = f"l’action {record.origin_number}"
    if record.origin_plan:
        origin += f" du plan {record.origin_plan}"
    return _LINEAGE[record.kind].format(origin)


_LINEAGE = {
    LineageKind.SPLIT: "issue du partage de {}",
    LineageKind.MERGE: "reprend {}",
    LineageKind.CONTINUES: "continue {}",
}


def _flag(record: Flag) -> str:
    return f"{record.period} : {record.mark}"


def _staff(record: Staff) -> str:
    etp = "" if record.etp is None else f"{decimal(record.etp)}{NARROW_SPACE}ETP"
    parts = [record.organisation, etp, record.text]
    return ", ".join(part for part in parts if part)


def _expense(record: Expense) -> str:
    return f"{record.period} : {record.nature}" if record.period else record.nature


def _doubt(record: Doubt) -> str:
    return record.reason


def _period(record: Period) -> str:
    return record.code


_WRITERS: dict[type, Any] = {
    Figure: figure,
    Lead: lead,
    Schedule: schedule,
    Flag: _flag,
    Staff: _staff,
    Expense: _expense,
    Doubt: _doubt,
    Period: _period,
    Standing: standing,
    Lineage: lineage,
    PriorityPublic: public,
    date: format_day,
}
