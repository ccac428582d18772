"""« / »: the desk of the reader's role; for nobody how to find a training; else what is to be set up first.

A past day (``?au=``) is read by all roles as what was known of the plan that day.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import resolve, reverse

from pacte.kernel.errors import NotFound
from pacte.plan.queries import main_plan
from pacte.web.dated_plan import DAY_PARAM, DatedPlan, dated_plan_of, day_control
from pacte.web.navigation import NavigationLink
from pacte.web.page import Page
from pacte.web.pages.desks.desk_choice import DESK_PARAM, Desk, chosen_desk, desks_of
from pacte.web.pages.desks.desk_counts import waiting_count
from pacte.web.pages.desks.desk_reader import DeskReader
from pacte.web.pages.desks.general_desk import general_desk
from pacte.web.pages.desks.public_home import public_home
from pacte.web.silent_days import silent_days_of

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
    own = desks_of(page.actor)
    needs_plan = len(own) > 1 or DAY_PARAM in page.request.GET or not desk.view
    plan = main_plan(actor=page.actor) if needs_plan else None
    dated_plan = dated_plan_of(page.request, plan) if plan else None
    page.request.desk_links = _desk_links(desk, own, dated_plan, silent_days_of(page.request))
    if desk.view and (dated_plan is None or dated_plan.is_today):
        # That page sends a day here: today's would come back for ever.
        has_day = DAY_PARAM in page.request.GET
        return HttpResponseRedirect(reverse("desks:home")) if has_day else _page_named(desk.view, page)
    return (_general_page(page, desk, dated_plan) if dated_plan else None) or _page_named(desk.without_plan, page)


def _general_page(page: Page, desk: Desk, dated_plan: DatedPlan) -> dict[str, Any] | None:
    """None when no version of the plan was in force that day."""
    unread: int = getattr(page.request, "unread_count", 0) or 0
    try:
        values = general_desk(DeskReader(dated_plan, desk.roles, unread=unread))
    except NotFound:
        return None
    day = {"as_of": day_control(dated_plan, reverse("desks:home")), "seen": dated_plan}
    return values | day | {"plan_carried": dated_plan.querystring}


def _desk_links(
    current: Desk, own: tuple[Desk, ...], dated_plan: DatedPlan | None, silent_days: int
) -> tuple[NavigationLink, ...]:
    """Second line of « / » for who has several desks: the one of the page, and what waits today on each other one."""
    if len(own) < 2:
        return ()
    counted = own if dated_plan and dated_plan.is_today else ()
    counts = {
        each: f" ({waiting_count(each, dated_plan, silent_days=silent_days)})"
        for each in counted
        if dated_plan and each != current
    }
    return tuple(
        NavigationLink(f"Bureau : {each.label}{counts.get(each, '')}", f"?{DESK_PARAM}={each.key}", each == current)
        for each in own
    )


def _page_named(name: str, page: Page) -> HttpResponseBase:
    response: HttpResponseBase = resolve(reverse(name)).func(page.request)
    return response
