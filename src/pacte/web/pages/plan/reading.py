"""Loads what every page of a plan needs: plan, version and day. The URL is the state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest

from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import apply_french_spacing, format_day
from pacte.kernel.user_input import parse_iso_day, parse_whole_number
from pacte.plan.permissions import may
from pacte.plan.queries import VersionSummary, VisiblePlan, plan_scope_of_version, visible_plan
from pacte.plan.records import PlanContent, VersionState
from pacte.plan.rules.versions import superseded_on, version_in_force

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan, PlanVersion

DAY, VERSION = "au", "version"


@dataclass(frozen=True, slots=True)
class Asked:
    """Day and version requested in the URL."""

    on: date | None = None
    number: int | None = None

    @property
    def carried(self) -> str:
        """Query string of links to other pages of the plan: « ?au=2020-11-24 », or ""."""
        values = {DAY: self.on.isoformat() if self.on else None, VERSION: self.number}
        text = urlencode({name: value for name, value in values.items() if value is not None})
        return f"?{text}" if text else ""


@dataclass(frozen=True, slots=True)
class Band:
    """Banner above the page, when it does not simply show the plan in force today."""

    text: str
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """The displayed plan. ``on`` is the requested day, else today."""

    seen: VisiblePlan
    asked: Asked
    on: date
    actor: Actor

    @property
    def plan(self) -> Plan:
        return self.seen.plan

    @property
    def version(self) -> PlanVersion:
        return self.seen.version

    @property
    def content(self) -> PlanContent:
        return self.seen.content

    @property
    def carried(self) -> str:
        return self.asked.carried

    @property
    def versions(self) -> tuple[VersionSummary, ...]:
        return self.seen.versions

    @property
    def year(self) -> int:
        """Year of the page's day, or the nearest one that the plan covers."""
        return min(max(self.on.year, self.content.first_year), max(self.content.last_year, self.content.first_year))

    @property
    def is_draft(self) -> bool:
        return self.version.state == VersionState.DRAFT

    @property
    def draft(self) -> VersionSummary | None:
        """The open draft, when the actor may see it and is not already reading it."""
        return next((each for each in self.versions if each.state is VersionState.DRAFT and not self.is_draft), None)

    @property
    def bands(self) -> tuple[Band, ...]:
        return bands(self.seen, self.asked, self.on)

    def may(self, act: str) -> bool:
        return may(self.actor, act, plan_scope_of_version(self.version))

    def may_edit(self, row_key: str) -> bool:
        return may(self.actor, "plan.edit_row", plan_scope_of_version(self.version, row_key))

    @property
    def may_export(self) -> bool:
        """Voted versions are public, to read and to download; a draft needs the right."""
        return not self.is_draft or self.may("plan.export")

    @property
    def may_read_journal(self) -> bool:
        return self.may("plan.history")

    @property
    def may_vote(self) -> bool:
        return self.may("plan.vote")

    @property
    def may_import(self) -> bool:
        return self.may("plan.import")

    @property
    def may_reshape(self) -> bool:
        return self.may("plan.reshape")

    @property
    def sees_people(self) -> bool:
        return self.may("plan.read") or self.may("plan.read_draft")


def shown(request: HttpRequest, code: str) -> Shown:
    """Loads the requested plan. Raises ``NotFound``, or ``ValidationError`` on a malformed day or number."""
    asked = Asked(on=asked_day(request.GET.get(DAY, "")), number=_asked_number(request.GET.get(VERSION, "")))
    on = asked.on or today()
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return Shown(visible_plan(actor=actor, code=code, on=on, number=asked.number), asked, on, actor)


def asked_day(text: str) -> date | None:
    """Parses « 2020-11-24 »; None when empty. Raises ``ValidationError``."""
    if not text.strip():
        return None
    try:
        return parse_iso_day(text.strip())
    except ValueError as fault:
        raise ValidationError(
            "day_shape",
            f"« {text[:40]} » n’est pas une date.",
            "La date s’écrit année, mois, jour.",
            "Écrivez par exemple « 2020-11-24 », ou choisissez-la dans le bandeau de la page.",
        ) from fault


def _asked_number(text: str) -> int | None:
    if not text.strip():
        return None
    found = parse_whole_number(text)
    if found is None or found > 999_999:
        raise ValidationError(
            "version_shape",
            f"« {text[:40]} » n’est pas un numéro de version.",
            hint="Choisissez une version dans la liste de la page « Versions ».",
        )
    return found


def bands(seen: VisiblePlan, asked: Asked, on: date) -> tuple[Band, ...]:
    """Banners about the displayed version. Empty for the version in force on that day, when no version is requested."""
    found = [*_state_bands(seen, asked, on)]
    if asked.number is None and seen.begins_on and on < seen.begins_on:
        found.append(
            Band(
                f"Aucune version du plan n’était en vigueur le {format_day(on)} : la première l’est depuis le "
                f"{format_day(seen.begins_on)}. C’est elle que vous lisez."
            )
        )
    elif asked.on and asked.number is None and seen.version.in_force_from:
        found.append(
            Band(f"Vous lisez le plan tel qu’il était en vigueur le {format_day(on)} : {seen.version.label.lower()}.")
        )
    return tuple(Band(apply_french_spacing(each.text), each.is_draft) for each in found)


def _state_bands(seen: VisiblePlan, asked: Asked, on: date) -> list[Band]:
    version = seen.version
    if version.state == VersionState.DRAFT:
        return [Band(f"Projet, non voté : {version.label}. Ce que vous lisez n’engage encore personne.", is_draft=True)]
    if version.in_force_from is None:
        step = "signée" if version.state == VersionState.SIGNED else "votée"
        return [Band(f"Version {step}, pas encore en vigueur : {version.label}.", is_draft=True)]
    if asked.number is None:
        return []
    return [Band(_held_text(seen, on))]


def _held_text(seen: VisiblePlan, on: date) -> str:
    version = seen.version
    since = format_day(version.in_force_from) if version.in_force_from else ""
    until = superseded_on(seen.version_summary, seen.versions)
    if until:
        current = version_in_force(seen.versions, on)
        by = f" par la version {current.number}" if current and current.number != version.number else ""
        return f"Version {version.number}, en vigueur du {since} au {format_day(until)}, remplacée depuis{by}."
    return f"Version {version.number}, en vigueur depuis le {since}."
