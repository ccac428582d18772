"""Navigation links: shown when their page exists, and marked on that page."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from pacte.kernel.actor import NOBODY
from pacte.web.navigation import (
    NavigationLink,
    PlaceInMenu,
    administration_links,
    guide_page_of,
    main_menu,
    section_links,
)
from pacte.web.plan_switch import PlanSwitch, plan_switch

register = template.Library()


@dataclass(frozen=True, slots=True)
class Masthead:
    plans: PlanSwitch
    menu: tuple[NavigationLink, ...]
    section: tuple[NavigationLink, ...]
    administration: tuple[NavigationLink, ...]
    guide_page: str


@register.filter
def initials(name: str) -> str:
    """« CA » for « Claire Aubry »: of the first and the last word."""
    words = name.split()
    return "".join(word[0] for word in dict.fromkeys((*words[:1], *words[-1:]))).upper()


@register.simple_tag(takes_context=True)
def nav_link(context: Context, name: str, label: str) -> SafeString:
    """A list item with a link to the view ``name``; nothing when this site has no such page."""
    try:
        address = reverse(name)
    except NoReverseMatch:
        return mark_safe("")
    request = context.get("request")
    path = request.path if request else ""
    if path == address or (len(address) > 1 and path.startswith(address)):
        current = "page" if path == address else "true"
        return format_html('<li><a href="{}" aria-current="{}">{}</a></li>', address, current, label)
    return format_html('<li><a href="{}">{}</a></li>', address, label)


@register.simple_tag(takes_context=True)
def masthead(context: Context) -> Masthead:
    """What the masthead shows of this page: the plan, the menu, the second line, the account menu."""
    actor, request = context.get("actor") or NOBODY, context.get("request")
    page_plan = context.get("plan_code") or getattr(context.get("plan"), "code", "") or ""
    switch = plan_switch(request, actor, page_plan)
    # A desk that is the page of another section is a desk at « / ».
    key = "desk" if request and request.path == "/" and not actor.is_anonymous else context.get("nav") or ""
    place = PlaceInMenu(key, page_plan or switch.code, context.get("plan_carried") or "")
    # Pages of a version of the plan, beside those of its section.
    more = context.get("plan_links") or ()
    section = section_links(actor, place)
    if any(each.is_current for each in more):
        section = [replace(each, is_current=False) for each in section]
    return Masthead(
        switch,
        tuple(main_menu(actor, place)),
        (*getattr(request, "desk_links", ()), *section, *more),
        tuple(administration_links(actor)),
        guide_page_of(actor, key),
    )
