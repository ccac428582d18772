"""Component gallery: tokens, type scale and every component, rendered from its own examples. Public, no query."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from pacte.web.components.registry import COMPONENT_GROUPS, Component, ComponentExample, all_components
from pacte.web.components.tokens import colour_tokens
from pacte.web.templatetags.pacte_components import render_component

# Tokens never used for text: only the contrast of graphics (3 to 1) applies to them, or none.
_DECORATIVE_TOKENS = ("paper", "white", "sand", "rule", "rule-2", "fict", "map-1", "map-2", "map-3")


@dataclass(frozen=True, slots=True)
class RenderedExample:
    title: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class ComponentPreview:
    component: Component
    examples: tuple[RenderedExample, ...]


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """« Les pièces et leurs mots »."""
    pieces = [
        ComponentPreview(each, tuple(_render_example(each, example) for example in each.examples))
        for each in _components_by_title()
    ]
    groups = [
        {
            "title": group,
            "id": f"groupe-{rank}",
            "narrow": [piece for piece in pieces if piece.component.group == group and not piece.component.is_wide],
            "wide": [piece for piece in pieces if piece.component.group == group and piece.component.is_wide],
        }
        for rank, group in enumerate(COMPONENT_GROUPS, start=1)
    ]
    tokens = colour_tokens()
    strong = [each for each in tokens if each.name not in _DECORATIVE_TOKENS and not _is_ground(each.name)]
    return render(
        request,
        "pages/gallery/gallery.html",
        {"groups": groups, "strong": strong, "soft": [each for each in tokens if each not in strong]},
    )


def _components_by_title() -> list[Component]:
    return sorted(all_components().values(), key=lambda each: each.title.casefold())


def _render_example(component: Component, example: ComponentExample) -> RenderedExample:
    parameters = dict(example.parameters)
    if example.content:
        parameters["content"] = mark_safe(example.content)  # noqa: S308 - written in the header of the component
    return RenderedExample(example.title, render_component(component, parameters))


def _is_ground(name: str) -> bool:
    return name.endswith(("-tint", "-ground"))
