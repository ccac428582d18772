"""Base of the pages of a plan: the version that the URL asks for, its menu, banners and files. The URL is the state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import PARIS, today
from pacte.kernel.errors import ValidationError, deny_unless, hide_unless
from pacte.kernel.french import format_day
from pacte.kernel.user_input import parse_whole_number
from pacte.plan.permissions import may
from pacte.plan.queries import VersionSummary, VisiblePlan, plan_scope_of_version, visible_plan
from pacte.plan.records import PlanContent, VersionState
from pacte.plan.rules.versions import superseded_on, version_in_force
from pacte.web.dated_plan import DAY_CONTROL_HINT, DAY_PARAM, VERSION_PARAM
from pacte.web.downloads import file_response
from pacte.web.filter_form import parse_day
from pacte.web.navigation import NavigationLink
from pacte.web.page import Page, PageContext, plan_brand
from pacte.web.tables import Cell, cell

if TYPE_CHECKING:
    from pacte.plan.models import Plan, PlanVersion

_MAX_VERSION = 999_999
_DOWNLOAD_FORMATS = (
    ("xlsx", "Tableau Excel, comme l’original (.xlsx)"),
    ("csv", "Table simple (.csv)"),
    ("pdf", "Document à imprimer (.pdf)"),
    ("yaml", "Fichier complet, pour reprise (.yaml)"),
)


class DayPage(Page):
    """A page as of ``requested_day``, the day of ``?au=``; ``on`` is today without one."""

    # Names in the query string that the control of the day drops.
    undated: Sequence[str] = (DAY_PARAM,)

    @cached_property
    def requested_day(self) -> date | None:
        """Raises ``ValidationError`` on a malformed day."""
        return parse_day(self.request.GET.get(DAY_PARAM, ""), hint=DAY_CONTROL_HINT)

    @property
    def on(self) -> date:
        return self.requested_day or today()

    @property
    def day_querystring(self) -> str:
        """« ?au=2020-11-24 », or "": links to other pages keep the day."""
        return f"?{DAY_PARAM}={self.requested_day.isoformat()}" if self.requested_day else ""

    def day_control(self) -> dict[str, Any]:
        """Parameters of the control « Vu au », which keeps the other query parameters."""
        hidden = [(name, value) for name, values in self.request.GET.lists() for value in values]
        return {
            "id": "vu-au",
            "on": self.on,
            "action": self.request.path,
            "is_today": self.requested_day is None,
            "hidden": [{"name": name, "value": value} for name, value in hidden if name not in self.undated],
        }


class VersionPage(DayPage):
    """A page of one version of a plan: the one of ``?version=``, else the one in force on the day of ``?au=``.

    ``plan``, ``version``, its ``content`` and all ``versions`` are those of ``visible``. ``load`` raises ``NotFound``,
    or ``ValidationError`` on a malformed day or number.
    """

    is_public = True
    nav = "plan"
    # Its entry in the secondary menu.
    entry: str = ""
    undated = (DAY_PARAM, VERSION_PARAM)
    visible: VisiblePlan
    plan: Plan
    version: PlanVersion
    content: PlanContent
    versions: tuple[VersionSummary, ...]

    def load(self, *args: Any, **kwargs: Any) -> None:
        visible = visible_plan(actor=self.actor, code=kwargs["code"], on=self.on, number=self.requested_number)
        self.visible, self.plan, self.version = visible, visible.plan, visible.version
        self.content, self.versions = visible.content, visible.versions

    @cached_property
    def requested_number(self) -> int | None:
        text = self.request.GET.get(VERSION_PARAM, "")
        number = parse_whole_number(text)
        if text.strip() and (number is None or number > _MAX_VERSION):
            raise ValidationError(
                "version_shape",
                f"« {text[:40]} » n’est pas un numéro de version.",
                hint="Choisissez une version dans la liste de la page « Versions ».",
            )
        return number

    @property
    def querystring(self) -> str:
        """Links to other pages of the plan keep the day and version."""
        params = {DAY_PARAM: self.requested_day, VERSION_PARAM: self.requested_number}
        text = urlencode({name: value for name, value in params.items() if value is not None})
        return f"?{text}" if text else ""

    @property
    def recorded_before(self) -> datetime | None:
        """End of the day for a past day; None (now) for today."""
        return None if self.on >= today() else datetime.combine(self.on, time.max, PARIS)

    @property
    def year(self) -> int:
        """Year of the page's day, or the nearest one that the plan covers."""
        return min(max(self.on.year, self.content.first_year), max(self.content.last_year, self.content.first_year))

    @property
    def is_draft(self) -> bool:
        return self.version.state == VersionState.DRAFT

    @property
    def version_title(self) -> str:
        """« Plan initial, en vigueur depuis le 19 novembre 2018 », « Projet d’avenant 1, non voté »."""
        if self.is_draft:
            return f"{self.version.label}, non voté"
        since = self.version.in_force_from
        return f"{self.version.label}, en vigueur depuis le {format_day(since)}" if since else self.version.label

    def may(self, act: str) -> bool:
        return may(self.actor, act, plan_scope_of_version(self.version))

    @property
    def may_export(self) -> bool:
        """Voted versions are public, to read and to download; a draft needs the right."""
        return not self.is_draft or self.may("plan.export")

    @property
    def may_read_journal(self) -> bool:
        return self.may("plan.history")

    @property
    def sees_people(self) -> bool:
        return self.may("plan.read") or self.may("plan.read_draft")

    def url(self, name: str, *args: object) -> str:
        """URL of a page of this plan, with the same day and version."""
        return reverse(name, args=[self.plan.code, *args]) + self.querystring

    def list_url(self, **query: str) -> str:
        """The list of actions with filters, such as ``axe="1"``."""
        parts = (urlencode(query), self.querystring.removeprefix("?"))
        joined = "&".join(part for part in parts if part)
        return reverse("plan:actions", args=[self.plan.code]) + (f"?{joined}" if joined else "")

    def action_cell(self, number: ActionCode, name: str) -> Cell:
        """Cell of a table with an action."""
        return cell(f"{number} {name}", url=self.url("plan:action", number))

    def version_url(self, number: int) -> str:
        """The overview of another version."""
        return reverse("plan:glance", args=[self.plan.code]) + f"?{VERSION_PARAM}={number}"

    def page_context(self) -> PageContext:
        trail = self.breadcrumb()
        return PageContext(
            actor=self.actor, nav=self.nav, plan=self.plan, day=self.day_control(),
            breadcrumb=[("Plan", self.url("plan:glance")), *trail] if trail else (),
        )  # fmt: skip

    def render(self, values: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
        """Adds what ``plan/frame.html`` shows around every page; ``shown`` is the page itself."""
        # Shown when the page does not simply show the plan in force today.
        banners = [(_state_text(self), self.version.in_force_from is None), (_day_text(self), False)]
        draft = next((each for each in self.versions if each.state is VersionState.DRAFT and not self.is_draft), None)
        frame = {
            "brand": plan_brand(self.content),
            "shown": self,
            "plan_carried": self.querystring,
            "plan_links": self._menu(),
            "banners": [{"text": text, "is_draft": is_draft} for text, is_draft in banners if text],
            "present_url": self.request.path if self.querystring else "",
            "downloads": [
                {"label": label, "extension": extension, "url": self.url("plan:download", extension)}
                for extension, label in (_DOWNLOAD_FORMATS if self.may_export else ())
            ],
            "draft_url": self.version_url(draft.number) if draft else "",
        }
        return super().render({**frame, **values}, status=status)

    def _menu(self) -> list[NavigationLink]:
        """What the second line of a plan adds to that of its section. Pages about people need a logged-in actor."""
        entries = [
            ("year", "Plan de l’année", self.url("plan:year", self.year)),
            ("versions", "Versions", self.url("plan:versions")),
            ("history", "Histoire", self.url("plan:history")),
            ("plans", "Tous les plans, comparer", reverse("plan:plans")),
        ]
        if self.plan.organisation_id in self.actor.host_ids:
            entries.insert(1, ("leads", "Qui porte quoi", self.url("plan:leads")))
        return [NavigationLink(label, url, name == self.entry) for name, label, url in entries]

    def day_control(self) -> dict[str, Any]:
        """With a link to the day when each version came into force."""
        shortcuts = [
            {
                "label": f"{each.label}, en vigueur le {format_day(each.in_force_from)}",
                "url": f"?{DAY_PARAM}={each.in_force_from:%Y-%m-%d}",
            }
            for each in self.versions
            if each.in_force_from and each.state is VersionState.IN_FORCE
        ]
        return super().day_control() | {"shortcuts": shortcuts}


class VersionFilePage(VersionPage):
    """A file made of the version, for actors who may export it, in one of ``formats``."""

    formats: Mapping[str, str] = {}

    def load(self, *args: Any, **kwargs: Any) -> None:
        hide_unless(kwargs.get("extension", "pdf") in self.formats)
        super().load(*args, **kwargs)
        deny_unless(
            self.may_export,
            "plan_export",
            "Ce projet ne se télécharge pas avec votre fonction.",
            "Un projet non voté reste entre ceux qui l’écrivent.",
            "Téléchargez la version en vigueur, ou demandez au pilote du pacte.",
        )

    def file(self, data: bytes, extension: str, name: str) -> HttpResponse:
        """The file to download, whose name begins with ``name``."""
        return file_response(data, self.formats[extension], f"{name}_{self.on:%Y-%m-%d}.{extension}")


def _state_text(page: VersionPage) -> str:
    version = page.version
    if page.is_draft:
        return f"Projet, non voté : {version.label}. Ce que vous lisez n’engage encore personne."
    if version.in_force_from is None:
        step = "signée" if version.state == VersionState.SIGNED else "votée"
        return f"Version {step}, pas encore en vigueur : {version.label}."
    return "" if page.requested_number is None else _in_force_text(page, version.in_force_from)


def _day_text(page: VersionPage) -> str:
    begins_on, day = page.visible.begins_on, format_day(page.on)
    if page.requested_number is not None:
        return ""
    if begins_on and page.on < begins_on:
        first = f"la première l’est depuis le {format_day(begins_on)}. C’est elle que vous lisez."
        return f"Aucune version du plan n’était en vigueur le {day} : {first}"
    if page.requested_day and page.version.in_force_from:
        return f"Vous lisez le plan tel qu’il était en vigueur le {day} : {page.version.label.lower()}."
    return ""


def _in_force_text(page: VersionPage, since: date) -> str:
    number, until = page.version.number, superseded_on(page.visible.version_summary, page.versions)
    if not until:
        return f"Version {number}, en vigueur depuis le {format_day(since)}."
    current = version_in_force(page.versions, page.on)
    by = f" par la version {current.number}" if current and current.number != number else ""
    return f"Version {number}, en vigueur du {format_day(since)} au {format_day(until)}, remplacée depuis{by}."
