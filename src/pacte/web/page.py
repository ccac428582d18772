"""Base classes of the pages: what the URL names, its frame (menu, breadcrumb, plan, day), then its template values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from inspect import signature
from types import FunctionType, MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.generic import View

from pacte.kernel.errors import Conflict, ValidationError, ensure_found
from pacte.web.dated_plan import DatedPlan, day_control, load_dated_plan
from pacte.web.request import Request
from pacte.web.request import View as ViewFunction
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.accounts.models import Person
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan
    from pacte.plan.queries import PlanSummary
    from pacte.plan.records import PlanContent

# Label and URL of a step of the breadcrumb; the URL is empty for the page itself.
Crumb = tuple[str, str]
UNPROCESSABLE_STATUS = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContext:
    """Frame of a page. ``nav`` is the key of its menu entry, ``day`` the parameters of the component ``as_of``."""

    actor: Actor
    nav: str = ""
    breadcrumb: Sequence[Crumb] = ()
    stylesheet: str = ""
    plan: Plan | None = None
    dated_plan: DatedPlan | None = None
    day: Mapping[str, Any] | None = None

    def template_values(self) -> dict[str, Any]:
        """Keys that ``base.html`` and ``page.html`` read; those without a value are left out."""
        values: dict[str, Any] = {
            "nav": self.nav,
            "trail": breadcrumb_items(self.breadcrumb),
            "stylesheet": self.stylesheet,
            "plan": self.plan,
            "plan_code": self.plan.code if self.plan else "",
            "seen": self.dated_plan,
            "as_of": self.day,
        }
        if self.dated_plan:
            values |= {"plan_carried": self.dated_plan.querystring, "brand": plan_brand(self.dated_plan.plan)}
        return {key: value for key, value in values.items() if value}


def breadcrumb_items(breadcrumb: Iterable[Crumb]) -> list[dict[str, str]]:
    """Parameter ``trail`` of the component ``breadcrumb``."""
    return [{"label": label, "url": url} if url else {"label": label} for label, url in breadcrumb]


def plan_brand(plan: Plan | PlanContent | PlanSummary) -> dict[str, Any]:
    """Brand of the installation, whose tagline defaults to the Region and the years of the plan."""
    tagline = settings.PACTE_BRAND["tagline"] or f"{plan.region}, {plan.first_year}-{plan.last_year}"
    return settings.PACTE_BRAND | {"tagline": tagline}


class Page(View):
    """A page that reads. Subclasses say what a group of pages shares: how the URL is read, rights, menu, breadcrumb.

    Each page is then a function, decorated with ``view``, which returns the values of its template::

        @PlanPage.view(template_name="gaps/register.html")
        def register(page: PlanPage) -> dict[str, Any]:
            return {"gaps": plan_gaps(actor=page.actor, plan=page.plan)}

    A login is required unless ``is_public``; ``decorators`` come inside that check, the first one outermost.
    """

    http_method_names: Sequence[str] = ("get", "head")
    template_name: str = ""
    nav: str = ""
    stylesheet: str = ""
    crumb: str = ""
    is_public: bool = False
    decorators: Sequence[Callable[[ViewFunction], ViewFunction]] = ()
    request: Request
    # Method of a subclass that the decorated function becomes.
    _function_role = "context"

    @classmethod
    def view(cls, **attributes: Any) -> Callable[[Callable[..., Any]], ViewFunction]:
        """Makes a view of this class. An attribute is a value, or a function of the page when it depends on it.

        The decorated function takes the page, then the parts of the URL that it names. Raises ``TypeError`` on an
        unknown attribute.
        """
        members = {name: _member(cls, name, value) for name, value in attributes.items()}

        def decorate(function: Callable[..., Any]) -> ViewFunction:
            names = set(signature(function).parameters)

            def role(page: Page, *arguments: Any) -> Any:
                return function(page, *arguments, **{key: page.kwargs[key] for key in names & set(page.kwargs)})

            body = {**members, cls._function_role: role, "__doc__": function.__doc__, "__module__": function.__module__}
            return type(function.__name__, (cls,), body).as_view()  # type: ignore[attr-defined, no-any-return]

        return decorate

    @classmethod
    def as_view(cls, **initkwargs: Any) -> ViewFunction:
        view: ViewFunction = super().as_view(**initkwargs)
        for decorator in reversed(cls.decorators):
            view = decorator(view)
        return view if cls.is_public else require_login(view)

    def dispatch(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Refuses other methods before anything is read. A response of ``load`` is sent as it is."""
        if (request.method or "").lower() not in self.http_method_names:
            return self.http_method_not_allowed(request)
        return self.load(*args, **kwargs) or super().dispatch(request)

    @property
    def actor(self) -> Actor:
        return self.request.actor

    @property
    def user(self) -> Person:
        """The person who is logged in, on a page that is not public."""
        return cast("Person", self.request.user)

    def load(self, *args: Any, **kwargs: Any) -> HttpResponseBase | None:
        """Takes the parts of the URL by name. Raises ``NotFound`` or ``PermissionDenied`` before anything is shown."""
        return None

    def breadcrumb(self) -> Sequence[Crumb]:
        """The pages above, then the page itself, whose URL is ""."""
        return [(self.crumb, "")] if self.crumb else []

    def context(self) -> dict[str, Any]:
        return {}

    def page_context(self) -> PageContext:
        return PageContext(actor=self.actor, nav=self.nav, breadcrumb=self.breadcrumb(), stylesheet=self.stylesheet)

    def url(self, name: str, *args: object) -> str:
        return reverse(name, args=args)

    def render(self, values: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
        context = {**self.page_context().template_values(), "is_refused": status == UNPROCESSABLE_STATUS, **values}
        return render(self.request, self.template_name, context, status=status)

    def redirect(self, url: str, message: str = "") -> HttpResponseRedirect:
        """Goes to ``url``, where the message of success is shown."""
        if message:
            messages.success(self.request, message)
        return HttpResponseRedirect(url)

    def get(self, request: Request) -> HttpResponseBase:
        """A page may return its response itself, such as a file or a redirect."""
        values = self.context()
        return values if isinstance(values, HttpResponseBase) else self.render(values)


def view_by_name(part: str, views: Mapping[str, ViewFunction]) -> ViewFunction:
    """A view that hands over to the one of ``views`` named by that ``part`` of the URL; another name is not found."""

    @require_login
    def choose(request: Request, **url: Any) -> HttpResponseBase:
        view = ensure_found(views.get(url.pop(part)))
        return view(request, **url)

    return choose


def _member(cls: type[Page], name: str, value: Any) -> Any:
    if not hasattr(cls, name):
        raise TypeError(f"{cls.__name__} has no attribute {name!r}")
    depends_on_page = isinstance(value, FunctionType) and not isinstance(getattr(cls, name), FunctionType)
    return property(value) if depends_on_page else value


class FormPage(Page):
    """A page with one form and one act. POST runs ``save`` in one transaction, says so, and goes to ``success_url``.

    The decorated function is ``save``: it takes the page and the cleaned data, and returns the message of success::

        @PlanFormPage.view(form_class=GapForm, title="…", submit_label="Noter ce manque", back="gaps:list")
        def add_gap(page: PlanFormPage, data: dict[str, Any]) -> str: …

    Validation errors are shown on the form, on the field that their code names (through ``error_fields`` when the names
    differ), else above it; so are conflicts when ``shows_conflicts``.
    """

    http_method_names: Sequence[str] = ("get", "head", "post")
    template_name = "plan_act.html"
    form_class: type[forms.BaseForm] = forms.Form
    # The form that is shown or was sent, for an act that needs more than its cleaned data.
    form: Any = None
    title: str = ""
    submit_label: str = ""
    intro: str = ""
    note: str = ""
    danger: bool = False
    # Name of the URL where « Ne rien changer » goes, and the act too unless ``success_url`` says otherwise.
    back: str = ""
    error_fields: Mapping[str, str] = MappingProxyType({})
    shows_conflicts: bool = False
    # False for an act whose failed attempts stay counted: it opens its own transactions.
    is_atomic: bool = True
    _function_role = "save"

    @property
    def back_url(self) -> str:
        return self.url(self.back)

    @property
    def success_url(self) -> str:
        return self.back_url

    def form_arguments(self) -> dict[str, Any]:
        """Keyword arguments of the form: initial values, choices."""
        return {}

    def build_form(self) -> Any:
        """The form, bound to what was sent; also kept as ``form``."""
        is_sent = self.request.method == "POST"
        data, files = (self.request.POST, self.request.FILES) if is_sent else (None, None)
        self.form = self.form_class(data, files, **self.form_arguments())
        return self.form

    def save(self, data: dict[str, Any]) -> str | HttpResponseBase:
        """Runs the act on the cleaned ``data``. Returns the message of success ("" for none), or the whole response."""
        raise TypeError(f"{type(self).__name__} declares no act: decorate a function with ``view``, or write ``save``")

    def get(self, request: Request) -> HttpResponseBase:
        return self.render_form(self.build_form())

    def post(self, request: Request) -> HttpResponseBase:
        form: forms.BaseForm = self.build_form()
        if not form.is_valid():
            return self.render_form(form)
        try:
            with transaction.atomic() if self.is_atomic else nullcontext():
                outcome = self.save(form.cleaned_data)
        except (ValidationError, Conflict) as error:
            if isinstance(error, Conflict) and not self.shows_conflicts:
                raise
            field = self.error_fields.get(error.code, error.code)
            form.add_error(field if field in form.fields else None, str(error))
            return self.render_form(form)
        return outcome if isinstance(outcome, HttpResponseBase) else self.redirect(self.success_url, outcome)

    def render_form(self, form: forms.BaseForm) -> HttpResponse:
        has_file = any(isinstance(field, forms.FileField) for field in form.fields.values())
        values = {"form_page": self, "form": form, "has_file": has_file} | self.context()
        return self.render(values, status=UNPROCESSABLE_STATUS if form.is_bound else 200)


class PlanPage(Page):
    """A page of the plan of its URL, as of the day of ``?au=``. ``is_dated`` shows the control of that day."""

    nav = "trials"
    is_dated: bool = True
    dated_plan: DatedPlan

    def load(self, *args: Any, **kwargs: Any) -> HttpResponseBase | None:
        self.dated_plan = load_dated_plan(self.request, kwargs["code"])
        return None

    @property
    def plan(self) -> Plan:
        return self.dated_plan.plan

    def url(self, name: str, *args: object) -> str:
        """URL of a page of the plan, on the same day."""
        return self.dated_plan.url(name, *args)

    def page_context(self) -> PageContext:
        day = day_control(self.dated_plan, self.request.path) if self.is_dated else None
        return PageContext(
            actor=self.actor, nav=self.nav, stylesheet=self.stylesheet, plan=self.plan, dated_plan=self.dated_plan,
            breadcrumb=[("Plan", self.url("plan:glance")), *self.breadcrumb()], day=day,
        )  # fmt: skip


class PlanFormPage(PlanPage, FormPage):
    """A form about the plan of its URL."""

    is_dated = False
