"""Navigation links: shown when their page exists, and marked on that page."""

from __future__ import annotations

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from pacte.kernel.actor import NOBODY
from pacte.web.navigation import main_menu

register = template.Library()


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
def main_nav(context: Context, current: str = "") -> SafeString:
    """List items of the main navigation. ``current``: the key of the page's entry; the plan is ``plan_code``."""
    links = main_menu(
        context.get("actor") or NOBODY,
        current=current or context.get("nav") or "",
        plan_code=context.get("plan_code") or getattr(context.get("plan"), "code", "") or "",
        querystring=context.get("plan_carried") or "",
    )
    return format_html_join(
        "",
        '<li><a href="{}"{}>{}</a></li>',
        ((link.url, mark_safe(' aria-current="true"') if link.is_current else "", link.label) for link in links),
    )
