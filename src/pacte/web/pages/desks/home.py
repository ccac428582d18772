"""« / »: the desk of the reader's role; for nobody how to find a training; else what is to be set up first."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import resolve, reverse

from pacte.kernel.actor import Actor
from pacte.plan.queries import main_plan
from pacte.web.navigation import NavigationLink
from pacte.web.page import Page
from pacte.web.pages.desks.desk_choice import DESK_PARAM, Desk, chosen_desk, desks_of
from pacte.web.pages.desks.general_desk import general_desk
from pacte.web.pages.desks.public_home import public_home

_SESSION_KEY = "desk"


@Page.view(template_name="desks/general.html", nav="desk", is_public=True)
def home(page: Page) -> dict[str, Any] | HttpResponseBase:
    """A desk that is a page of another group is that page, at this address."""
    if page.actor.is_anonymous:
        plan = main_plan(actor=page.actor)
        values = public_home(page.actor, plan) if plan else None
        page.template_name = "desks/public.html"
        return values or _page_named("plan:main", page)
    session, wanted = page.request.session, page.request.GET.get(DESK_PARAM, "")
    if wanted:
        session[_SESSION_KEY] = chosen_desk(page.actor, wanted).key
        return HttpResponseRedirect(reverse("desks:home"))
    desk = chosen_desk(page.actor, session.get(_SESSION_KEY, ""))
    page.request.desk_links = _desk_links(page.actor, desk)
    if desk.view:
        return _page_named(desk.view, page)
    plan = main_plan(actor=page.actor)
    return (general_desk(page.actor, plan) if plan else None) or _page_named("plan:main", page)


def _desk_links(actor: Actor, current: Desk) -> tuple[NavigationLink, ...]:
    """Second line of « / » for who has several desks."""
    own = desks_of(actor)
    return tuple(
        NavigationLink(f"Bureau : {each.label}", f"?{DESK_PARAM}={each.key}", each == current)
        for each in (own if len(own) > 1 else ())
    )


def _page_named(name: str, page: Page) -> HttpResponseBase:
    response: HttpResponseBase = resolve(reverse(name)).func(page.request)
    return response
