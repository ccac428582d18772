"""Component gallery: tokens, type scale and every component, rendered from its own examples. Public, no query."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from pacte.web.components.colours import colour_tokens
from pacte.web.components.registry import COMPONENT_GROUPS, Component, ComponentExample, all_components
from pacte.web.templatetags.pacte_components import render_component

# Tokens never used for text: only the contrast of graphics (3 to 1) applies to them, or none.
_DECORATIVE_TOKENS = ("paper", "white", "sand", "rule", "rule-2", "fict", "map-1", "map-2", "map-3")


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """« Les pièces et leurs mots »."""
    components = sorted(all_components().values(), key=lambda each: each.title.casefold())
    groups = [
        {
            "title": group,
            "id": f"groupe-{rank}",
            "narrow": [_piece(each) for each in components if each.group == group and not each.is_wide],
            "wide": [_piece(each) for each in components if each.group == group and each.is_wide],
        }
        for rank, group in enumerate(COMPONENT_GROUPS, start=1)
    ]
    tokens = colour_tokens()
    soft = [each for each in tokens if each.name in _DECORATIVE_TOKENS or each.name.endswith(("-tint", "-ground"))]
    return render(
        request,
        "pages/gallery/gallery.html",
        {"groups": groups, "strong": [each for each in tokens if each not in soft], "soft": soft},
    )


def _piece(component: Component) -> dict[str, Any]:
    examples = [{"title": each.title, "html": _example_html(component, each)} for each in component.examples]
    return {"component": component, "examples": examples}


def _example_html(component: Component, example: ComponentExample) -> SafeString:
    parameters = dict(example.parameters)
    if example.content:
        parameters["content"] = mark_safe(example.content)  # noqa: S308 - written in the header of the component
    return render_component(component, parameters)
