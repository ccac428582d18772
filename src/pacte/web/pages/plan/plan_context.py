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

DAY_PARAM, VERSION_PARAM = "au", "version"


@dataclass(frozen=True, slots=True)
class PlanPageParams:
    """Day and version requested in the URL."""

    on: date | None = None
    number: int | None = None

    @property
    def querystring(self) -> str:
        """Query string of links to other pages of the plan: « ?au=2020-11-24 », or ""."""
        values = {DAY_PARAM: self.on.isoformat() if self.on else None, VERSION_PARAM: self.number}
        text = urlencode({name: value for name, value in values.items() if value is not None})
        return f"?{text}" if text else ""


@dataclass(frozen=True, slots=True)
class VersionBanner:
    """Banner above the page, when it does not simply show the plan in force today."""

    text: str
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class PlanContext:
    """The displayed plan. ``on`` is the requested day, else today."""

    plan_view: VisiblePlan
    params: PlanPageParams
    on: date
    actor: Actor

    @property
    def plan(self) -> Plan:
        return self.plan_view.plan

    @property
    def version(self) -> PlanVersion:
        return self.plan_view.version

    @property
    def content(self) -> PlanContent:
        return self.plan_view.content

    @property
    def querystring(self) -> str:
        return self.params.querystring

    @property
    def versions(self) -> tuple[VersionSummary, ...]:
        return self.plan_view.versions

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
    def banners(self) -> tuple[VersionBanner, ...]:
        return version_banners(self.plan_view, self.params, self.on)

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


def load_plan_context(request: HttpRequest, code: str) -> PlanContext:
    """Loads the requested plan. Raises ``NotFound``, or ``ValidationError`` on a malformed day or number."""
    params = PlanPageParams(
        on=parse_requested_day(request.GET.get(DAY_PARAM, "")),
        number=_parse_version_number(request.GET.get(VERSION_PARAM, "")),
    )
    on = params.on or today()
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return PlanContext(visible_plan(actor=actor, code=code, on=on, number=params.number), params, on, actor)


def parse_requested_day(text: str) -> date | None:
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


def _parse_version_number(text: str) -> int | None:
    if not text.strip():
        return None
    number = parse_whole_number(text)
    if number is None or number > 999_999:
        raise ValidationError(
            "version_shape",
            f"« {text[:40]} » n’est pas un numéro de version.",
            hint="Choisissez une version dans la liste de la page « Versions ».",
        )
    return number


def version_banners(plan_view: VisiblePlan, params: PlanPageParams, on: date) -> tuple[VersionBanner, ...]:
    """Banners about the displayed version. Empty for the version in force on that day, when no version is requested."""
    banners = [*_state_banners(plan_view, params, on)]
    if params.number is None and plan_view.begins_on and on < plan_view.begins_on:
        banners.append(
            VersionBanner(
                f"Aucune version du plan n’était en vigueur le {format_day(on)} : la première l’est depuis le "
                f"{format_day(plan_view.begins_on)}. C’est elle que vous lisez."
            )
        )
    elif params.on and params.number is None and plan_view.version.in_force_from:
        banners.append(
            VersionBanner(
                f"Vous lisez le plan tel qu’il était en vigueur le {format_day(on)} : "
                f"{plan_view.version.label.lower()}."
            )
        )
    return tuple(VersionBanner(apply_french_spacing(each.text), each.is_draft) for each in banners)


def _state_banners(plan_view: VisiblePlan, params: PlanPageParams, on: date) -> list[VersionBanner]:
    version = plan_view.version
    if version.state == VersionState.DRAFT:
        return [
            VersionBanner(
                f"Projet, non voté : {version.label}. Ce que vous lisez n’engage encore personne.", is_draft=True
            )
        ]
    if version.in_force_from is None:
        step = "signée" if version.state == VersionState.SIGNED else "votée"
        return [VersionBanner(f"Version {step}, pas encore en vigueur : {version.label}.", is_draft=True)]
    if params.number is None:
        return []
    return [VersionBanner(_in_force_text(plan_view, on))]


def _in_force_text(plan_view: VisiblePlan, on: date) -> str:
    version = plan_view.version
    since = format_day(version.in_force_from) if version.in_force_from else ""
    until = superseded_on(plan_view.version_summary, plan_view.versions)
    if until:
        current = version_in_force(plan_view.versions, on)
        by = f" par la version {current.number}" if current and current.number != version.number else ""
        return f"Version {version.number}, en vigueur du {since} au {format_day(until)}, remplacée depuis{by}."
    return f"Version {version.number}, en vigueur depuis le {since}."
