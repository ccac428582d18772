"""Base class of the pages of figures: the Region and its plan, the as-of day, the filters of the URL, the questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.http import HttpResponse

from pacte.accounts.queries import host_organisation, organisation_by_id
from pacte.indicators.permissions import count_scope_of
from pacte.indicators.queries import find_zone
from pacte.indicators.queries.answer_sets import AnswerSet, answer_question
from pacte.indicators.queries.store import read_manifest
from pacte.indicators.records import IndicatorQuestion, TerritoryRule, ZoneFilter
from pacte.kernel.action_codes import URL_PATTERN
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_day
from pacte.plan.queries import action_short_titles, main_plan
from pacte.plan.queries.territory import plan_region_code
from pacte.reference.queries import territory_editions, zone_outlines
from pacte.reference.records import Outline, ZoneKind
from pacte.web.dated_plan import DAY_PARAM
from pacte.web.filter_form import FilterForm, parse_day, select_field
from pacte.web.page import Crumb, Page, PageContext
from pacte.web.quoted_figures import counted_years

if TYPE_CHECKING:
    pass

CUT_LABELS = {ZoneKind.DEPARTMENT: "département", ZoneKind.EMPLOYMENT_ZONE: "zone d’emploi", ZoneKind.EPCI: "EPCI"}
CUT_CHOICES = [(kind.value, words) for kind, words in CUT_LABELS.items()]
PLACE_CHOICES = [
    ("", "comme le dit la définition"),
    (TerritoryRule.RESIDENCE.value, "là où vivent les personnes"),
    (TerritoryRule.SESSION.value, "là où se tient la session"),
]
FUND_LABELS = {"": "tous les fonds", "pact": "le pacte", "baseline": "le socle de la Région"}


class FigureFilters(FilterForm):
    """What is counted. An unknown zone raises ``ValidationError``; other invalid filters are ignored.

    Fields without choices take the ``years`` of the plan.
    """

    periode = forms.ChoiceField(initial="")
    lieu = forms.ChoiceField(initial="", choices=PLACE_CHOICES)
    zone = forms.CharField()
    decoupage = forms.TypedChoiceField(initial=ZoneKind.DEPARTMENT, choices=CUT_CHOICES, coerce=ZoneKind)
    fonds = forms.ChoiceField(initial="", choices=list(FUND_LABELS.items()))
    action = forms.RegexField(rf"\A{URL_PATTERN}\Z", initial="")
    lot = forms.RegexField(r"\A[0-9]{1,18}\Z", initial="")

    def __init__(self, query: Mapping[str, Any], *, years: Sequence[str]) -> None:
        super().__init__(query)
        for field in self.fields.values():
            if isinstance(field, forms.ChoiceField) and not field.choices:
                field.choices = [(year, year) for year in years]

    def clean_zone(self) -> ZoneFilter | None:
        text = self.cleaned_data["zone"]
        return find_zone(text) if text else None


class FiguresPage(Page):
    """Figures of one Region, as known at the end of the day ``on``. ``is_dated`` shows the control of that day."""

    nav = "figures"
    stylesheet = "pacte/css/figures.css"
    title: str = ""
    is_dated: bool = True
    filter_class: type[FigureFilters] = FigureFilters

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``NotFound`` for a user without access to figures, ``ValidationError`` for an invalid day."""
        region, host_ids = host_organisation(), self.actor.host_ids
        if region is None or region.pk not in host_ids:
            region = organisation_by_id(min(host_ids)) if host_ids else None
        if region is None or (scope := count_scope_of(self.actor, region.pk)).is_empty:
            raise NotFound
        plan = main_plan(actor=self.actor)
        self.host, self.scope = region, scope
        self.plan = plan if plan is not None and plan.organisation_id == region.pk else None
        self.on = min(parse_day(self.request.GET.get(DAY_PARAM, "")) or today(), today())

    @property
    def is_today(self) -> bool:
        return self.on >= today()

    @property
    def has_facts(self) -> bool:
        return bool(read_manifest().built_at)

    @property
    def is_masked(self) -> bool:
        return not self.scope.sees_small

    @property
    def years(self) -> list[int]:
        """Years of the plan that have begun; without a plan, the last four."""
        return counted_years(self.plan, self.on)

    @property
    def plan_id(self) -> int | None:
        """Credits and targets are those of the plan, as on the pages of its money: another plan may run at once."""
        return self.plan.pk if self.plan else None

    @property
    def last(self) -> date:
        return min(date(self.years[-1], 12, 31), self.on)

    @cached_property
    def filters(self) -> FigureFilters:
        return self.filter_class(self.request.GET, years=[str(year) for year in self.years])

    def filter(self, name: str) -> Any:
        """Value of a filter."""
        return self.filters.values[name]

    @property
    def day_query(self) -> str:
        """Query string that keeps the same day on links to other pages."""
        return "" if self.is_today else f"?{DAY_PARAM}={self.on.isoformat()}"

    def querystring(self, **changes: str) -> str:
        """« ?periode=2020&… »: the filters and the day, with some values changed, "" to drop one."""
        return self.filters.querystring(**{DAY_PARAM: "" if self.is_today else self.on.isoformat()} | changes)

    def question(
        self, *codes: str, by: tuple[str, ...] = (), period: str | None = None, is_counted: bool = True
    ) -> IndicatorQuestion:
        """The question that the filters ask. Figures not counted from facts go on after the plan, to the as-of day."""
        year = int((self.filter("periode") if period is None else period) or 0)
        last = min(date(year, 12, 31), self.on) if year else self.last if is_counted else self.on
        return IndicatorQuestion(
            first=date(year or self.years[0], 1, 1),
            last=last,
            known_on=self.on,
            codes=codes,
            zone=self.filter("zone"),
            zone_kind=self.filter("decoupage").value,
            by=by,
            where=tuple(
                (dimension, (self.filter(name),))
                for name, dimension in (("fonds", "fund"), ("action", "action"), ("lot", "lot"))
                if self.filter(name)
            ),
            territory=TerritoryRule(self.filter("lieu")) if self.filter("lieu") else None,
            plan=self.plan_id,
        )

    @cached_property
    def answer_sets(self) -> dict[IndicatorQuestion, AnswerSet]:
        """What the page has asked so far."""
        return {}

    def ask(self, question: IndicatorQuestion) -> AnswerSet:
        if question not in self.answer_sets:
            self.answer_sets[question] = answer_question(actor=self.actor, host_id=self.host.pk, question=question)
        return self.answer_sets[question]

    def filter_fields(self, *, places: bool = True, cuts: bool = True) -> list[dict[str, Any]]:
        """Select fields of the filter bar."""
        zone, years = self.filter("zone"), self.years
        periods = [("", f"{years[0]}-{years[-1]}"), *((str(each), str(each)) for each in years)]
        fields = [select_field("periode", "Période", periods, self.filter("periode"))]
        if places:
            other = [(zone.key, zone.name)] if zone and zone.kind != ZoneKind.DEPARTMENT else []
            zones = [("", "toute la région"), *self.department_choices, *other]
            fields += [
                select_field("lieu", "Compté", PLACE_CHOICES, self.filter("lieu")),
                select_field("zone", "Où", zones, zone.key if zone else ""),
                select_field("fonds", "Payé par", list(FUND_LABELS.items()), self.filter("fonds")),
            ]
            # Readers who see no small count read the figures of an action on its page.
            if self.plan and not self.is_masked:
                fields.append(select_field("action", "Pour l’action", self.action_choices, self.filter("action")))
        cut_field = select_field("decoupage", "Carte par", CUT_CHOICES, self.filter("decoupage"))
        return [*fields, *([cut_field] if cuts else [])]

    @cached_property
    def has_territory(self) -> bool:
        """False before a territory is loaded: only totals are then computed."""
        return bool(territory_editions())

    @cached_property
    def departments(self) -> list[Outline]:
        """Outlines of the départements of the region of the plan, by name: the official files cover all of France."""
        if not self.has_territory:
            return []
        return zone_outlines(ZoneKind.DEPARTMENT, region_code=plan_region_code(self.plan) or None)

    def outlines(self, kind: ZoneKind) -> list[Outline]:
        """Outlines of the zones of a kind, by name."""
        if kind is ZoneKind.DEPARTMENT or not self.has_territory:
            return self.departments
        return zone_outlines(kind)

    @property
    def department_choices(self) -> list[tuple[str, str]]:
        return [(f"{ZoneKind.DEPARTMENT.value}:{each.code}", each.name) for each in self.departments]

    @cached_property
    def action_choices(self) -> list[tuple[str, str]]:
        titles = action_short_titles(actor=self.actor, plan=self.plan, on=self.on) if self.plan else {}
        return [("", "toutes"), *((str(number), f"{number} {title}") for number, title in sorted(titles.items()))]

    def file_links(self, name: str, query: str, *parts: object) -> list[dict[str, str]]:
        """Download links in the three formats."""
        return [
            {"label": label, "url": self.url(name, *parts, extension) + query}
            for extension, label in (("xlsx", "Tableur (.xlsx)"), ("csv", "CSV"), ("json", "JSON"))
        ]

    def breadcrumb(self) -> Sequence[Crumb]:
        own = super().breadcrumb()
        return [("Chiffres", self.url("figures:catalogue") + self.day_query if own else ""), *own]

    def page_context(self) -> PageContext:
        sent = self.request.GET.items()
        day = {
            "id": "vu-au", "on": self.on, "action": self.request.path, "is_today": self.is_today,
            "hidden": [{"name": name, "value": value} for name, value in sent if name != DAY_PARAM and value],
        }  # fmt: skip
        return replace(super().page_context(), plan=self.plan, day=day if self.is_dated else None)

    def render(self, values: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
        shared = {
            "title": self.title,
            "is_synthetic": settings.SYNTHETIC_ALLOWED,
            "has_facts": self.has_facts,
            "carried": self.day_query,
            "day_note": self._day_note() if self.is_dated else "",
            # What a form of the page sends on, so that choosing something else keeps the day.
            "kept_day": "" if self.is_today else self.on.isoformat(),
            "today_url": self.request.path + self.querystring(**{DAY_PARAM: ""}),
        }
        return super().render(shared | dict(values), status=status)

    def _day_note(self) -> str:
        """On a past day, tells who may not see small counts why people are not counted, and what to read instead."""
        closing = date(self.last.year, 12, 31)
        if not self.is_masked or self.is_today or self.on == closing:
            return ""
        then = f", ou tels qu’au {format_day(closing)}" if closing < today() else ""
        return (
            "Les nombres de personnes ne se montrent pas tels qu’à ce jour : deux jours voisins, l’un moins l’autre, "
            f"diraient ce que quelques personnes ont fait. Lisez-les tels qu’ils sont connus aujourd’hui{then} ; ceux "
            "qu’un comité a vus sont dans son dossier. Places, heures et euros se lisent ici à la date choisie."
        )
