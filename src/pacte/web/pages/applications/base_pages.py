"""The same pages for both ways to apply: under the link of a guest, and from an account for its organisation.

A page is written once, on ``ApplicantPage`` or ``ApplicationPage``; ``guest_view`` and ``account_view`` give it the
frame, the addresses and the messages of each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from pacte.accounts.records import GuestScope
from pacte.kernel.arrival import arrival_instant
from pacte.kernel.clock import today
from pacte.kernel.errors import hide_unless
from pacte.procedures.queries.applications import ApplicationDetail, application_by_id
from pacte.web.application_words import APPLICATION_DONE
from pacte.web.guest_pages import GuestFormPage
from pacte.web.page import Crumb, FormPage, PlanFormPage
from pacte.web.request import Request
from pacte.web.request import View as ViewFunction


class ApplicantPage(FormPage):
    """A page of whoever applies. ``arrived_at``: when the request came, before it waited for its turn."""

    is_account: bool = False
    frame: str = ""
    arrived_at: datetime
    shows_conflicts = True
    template_name = "applications/act.html"

    def dispatch(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        self.arrived_at = arrival_instant(request.META)
        return super().dispatch(request, *args, **kwargs)

    def own_url(self, name: str, *args: object) -> str:
        """URL of another of these pages, for the same applicant."""
        raise TypeError(f"{type(self).__name__} is made into a page by guest_view or account_view")

    def render(self, values: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
        common = {"frame": self.frame, "is_account": self.is_account, "list_url": self.own_url("list")}
        return super().render({**common, **values}, status=status)

    @property
    def back_url(self) -> str:
        return self.own_url("list")


class ApplicationPage(ApplicantPage):
    """A page of one application. Raises ``NotFound`` for anybody else's."""

    detail: ApplicationDetail

    def load(self, *args: Any, **kwargs: Any) -> HttpResponseBase | None:
        answer = super().load(*args, **kwargs)
        if answer is None:
            self.detail = application_by_id(actor=self.actor, application_id=kwargs["application"], on=today())
            self.check_place()
        return answer

    def check_place(self) -> None:
        """Raises ``NotFound`` when the application is not under this address."""

    def application_url(self, name: str = "cover", *args: object) -> str:
        return self.own_url(name, self.kwargs["application"], *args)

    @property
    def back_url(self) -> str:
        return self.application_url()

    def render(self, values: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
        application = self.detail.application
        title = application.case.title if application.case else application.title
        common = {
            "detail": self.detail,
            "application_title": title or self.detail.procedure.title,
            "cover_url": self.application_url(),
        }
        return super().render({**common, **values}, status=status)


class _GuestBase(GuestFormPage):
    scopes = frozenset({GuestScope.APPLY, GuestScope.CO_APPLY})
    subject_argument = "application"
    bar = "Mes demandes"
    frame = "applications/guest_frame.html"
    done_messages = APPLICATION_DONE

    def own_url(self, name: str, *args: object) -> str:
        if name == "list":
            return self.url("guest_portal:home")
        return self.url(f"applications:guest_{name}", *args)


class _AccountBase(PlanFormPage):
    is_account = True
    nav = "applications"
    frame = "applications/account_frame.html"
    stylesheet = "pacte/css/applications.css"

    def own_url(self, name: str, *args: object) -> str:
        return reverse(f"applications:{name}", args=[self.plan.code, *args])

    def redirect(self, url: str, message: str = "") -> HttpResponseRedirect:
        return super().redirect(url, " ".join(APPLICATION_DONE.get(message, (message,))))

    def breadcrumb(self) -> Sequence[Crumb]:
        list_crumb = ("Mes demandes", self.own_url("list"))
        detail = getattr(self, "detail", None)
        if detail is None:
            return [list_crumb, *super().breadcrumb()]
        name = str(detail.application.case or detail.application.title or detail.procedure.title)
        return [list_crumb, (name, self.own_url("cover", detail.application.pk)), *super().breadcrumb()]

    def check_place(self) -> None:
        hide_unless(self.detail.application.plan_id == self.plan.pk)  # type: ignore[attr-defined]


def guest_view(page: type[ApplicantPage]) -> ViewFunction:
    """The page under the link of a guest."""
    return _mixed(page, _GuestBase, "Guest")


def account_view(page: type[ApplicantPage]) -> ViewFunction:
    """The page of somebody who is logged in, under the plan."""
    return _mixed(page, _AccountBase, "Account")


def _mixed(page: type[ApplicantPage], base: type[FormPage], prefix: str) -> ViewFunction:
    own = {
        name: base.__dict__[name] for name in ("own_url", "check_place", "frame", "is_account") if name in base.__dict__
    }
    members = {"__doc__": page.__doc__, "__module__": page.__module__, **own}
    view: ViewFunction = type(f"{prefix}{page.__name__}", (page, base), members).as_view()  # type: ignore[attr-defined]
    return view
