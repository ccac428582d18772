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
    ActionStatus,
    Doubt,
    Expense,
    Figure,
    Flag,
    Lead,
    LineageKind,
    LineageLink,
    Placement,
    PriorityPublic,
    Schedule,
    Staff,
)
from pacte.plan.rules.labels import enum_label

_CENTS_IN_TEN_THOUSAND_EUROS = 1_000_000


def display_value(value: Any, field: str = "") -> str:
    """Return any value of a record as French text, "" for none."""
    if value is None:
        return ""
    if field in ("amount_cents", "cents"):
        return format_euro_amount(value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, StrEnum):
        return enum_label(value)
    if isinstance(value, Decimal):
        return format_decimal(value)
    if isinstance(value, tuple):
        return " ; ".join(display_value(each) for each in value)
    writer = _WRITERS.get(type(value))
    return writer(value) if writer else str(value)


def format_euro_amount(cents: int) -> str:
    """Return « 125,49 M€ » when exact, else « 1 234 567,89 € »."""
    return format_euros(cents) if cents % _CENTS_IN_TEN_THOUSAND_EUROS or not cents else format_millions(cents)


def format_decimal(value: Decimal, unit: str = "") -> str:
    """Return « 3 000 », « 0,2 ». A year is not grouped: « 2020 »."""
    if not value.is_finite() or abs(value.adjusted()) > 30:
        return str(value)
    places = max(0, -int(value.normalize().as_tuple().exponent))
    if unit.startswith("année") and not places:
        return str(int(value))
    return format_number(value, places)


def describe_figure(record: Figure) -> str:
    """Return « formations rénovées : 10 formations », « chantiers : 2 à 4 chantiers / département (2022) »."""
    amount = describe_figure_amount(record)
    return f"{record.what} : {amount}" if record.what and amount else record.what or amount


def describe_figure_amount(record: Figure) -> str:
    """Return « 2 à 4 chantiers / département (2022) », « au moins 3 projets », « non chiffré »."""
    parts = [describe_figure_number(record) or "non chiffré"]
    if record.unit and not record.unit.startswith("année"):
        parts.append(record.unit)
    if record.per:
        parts.append(f"/ {record.per}")
    if record.horizon:
        parts.append(f"({record.horizon})")
    if not record.certain:
        parts.append("[incertain]")
    return " ".join(parts)


def describe_figure_number(record: Figure) -> str:
    """Return « 10 », « 2 à 4 », « au moins 2 », « au plus 4 », or "" without figure."""
    if record.value is not None:
        return format_decimal(record.value, record.unit)
    low, high = record.minimum, record.maximum
    if low is not None and high is not None:
        return f"{format_decimal(low, record.unit)} à {format_decimal(high, record.unit)}"
    if low is not None:
        return f"au moins {format_decimal(low, record.unit)}"
    return "" if high is None else f"au plus {format_decimal(high, record.unit)}"


def describe_lead(record: Lead) -> str:
    """Return « Région, DFP », « GIP ALFA Centre (appui) », « Stratégie pauvreté (portage à identifier) »."""
    name = ", ".join(part for part in (record.organisation, record.service) if part)
    remarks = " ; ".join(part for part in (record.role, record.note) if part)
    return f"{name} ({remarks})" if remarks else name


def describe_schedule(record: Schedule) -> str:
    """Return « 2019 : X, 2020 : X (supposée) », or the printed marks when their columns are unknown."""
    if record.placement is Placement.NONE:
        return ""
    if record.flags:
        marks = ", ".join(_flag(flag) for flag in record.flags)
    else:
        count = f"{record.flag_count} " if record.flag_count else ""
        marks = f"{count}« {record.as_printed or 'X'} »"
    return marks if record.placement is Placement.CERTAIN else f"{marks} ({enum_label(record.placement)})"


def describe_public(record: PriorityPublic) -> str:
    """Return « Jeunes : moins de 30 ans (note) »."""
    definition = f"{record.label} : {record.rule}" if record.rule else record.label
    return f"{definition} ({record.note})" if record.note else definition


def describe_status(record: ActionStatus) -> str:
    """Return « abandonnée à compter du 1ᵉʳ janvier 2021 : motif », « reprise à compter du … »."""
    since = f" à compter du {format_day(record.since)}" if record.since else ""
    state = f"{enum_label(record.state)}{since}"
    return f"{state} : {record.reason}" if record.reason else state


def describe_lineage(record: LineageLink) -> str:
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
    etp = "" if record.etp is None else f"{format_decimal(record.etp)}{NARROW_SPACE}ETP"
    parts = [record.organisation, etp, record.text]
    return ", ".join(part for part in parts if part)


def _expense(record: Expense) -> str:
    return f"{record.period} : {record.nature}" if record.period else record.nature


def _doubt(record: Doubt) -> str:
    return record.reason


def _period(record: Period) -> str:
    return record.code


_WRITERS: dict[type, Any] = {
    Figure: describe_figure,
    Lead: describe_lead,
    Schedule: describe_schedule,
    Flag: _flag,
    Staff: _staff,
    Expense: _expense,
    Doubt: _doubt,
    Period: _period,
    ActionStatus: describe_status,
    LineageLink: describe_lineage,
    PriorityPublic: describe_public,
    date: format_day,
}
