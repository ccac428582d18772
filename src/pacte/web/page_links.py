"""A link to a page of a role, shown to those who may open it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from pacte.kernel.actor import Actor


def _to_all(actor: Actor) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class PageLink:
    """``view``: the name of its URL, and ``arguments`` its parts."""

    label: str
    view: str
    is_open_to: Callable[[Actor], bool] = _to_all
    arguments: tuple[str, ...] = ()


def links_open_to(actor: Actor, links: Iterable[PageLink]) -> list[dict[str, str]]:
    return [
        {"label": each.label, "url": reverse(each.view, args=each.arguments)}
        for each in links
        if each.is_open_to(actor)
    ]
