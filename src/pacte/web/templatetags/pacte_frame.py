"""Links of the frame: shown when their page exists, and marked when one stands on it."""

from __future__ import annotations

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def nav_link(context: Context, name: str, label: str) -> SafeString:
    """A list item with the link named ``name``; nothing when this site has no such page."""
    try:
        address = reverse(name)
    except NoReverseMatch:
        return mark_safe("")
    request = context.get("request")
    here = request is not None and request.path == address
    below = request is not None and len(address) > 1 and request.path.startswith(address)
    if here or below:
        return format_html('<li><a href="{}" aria-current="{}">{}</a></li>', address, "page" if here else "true", label)
    return format_html('<li><a href="{}">{}</a></li>', address, label)
