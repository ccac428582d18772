"""Main navigation: its entries and their roles. An entry whose view does not exist is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from pacte.kernel.actor import Actor, Role

_FINANCE_ROLES = frozenset(
    {
        Role.ADMINISTRATOR, Role.REGION_PILOT, Role.ACTION_LEAD, Role.BUYER, Role.FINANCE_OFFICER, Role.STATE_READER,
        Role.AUDITOR, Role.ANALYST,
    }
)  # fmt: skip
_STEERING_ROLES = _FINANCE_ROLES - {Role.BUYER}
_COUNT_ROLES = frozenset(
    {
        Role.REGION_PILOT, Role.ACTION_LEAD, Role.PROVIDER, Role.ADVISER, Role.ANALYST, Role.BUYER,
        Role.FINANCE_OFFICER, Role.STATE_READER, Role.AUDITOR,
    }
)  # fmt: skip
_FIGURE_ROLES = _COUNT_ROLES | {Role.ADMINISTRATOR}
_SESSION_ROLES = frozenset({Role.PROVIDER, Role.BUYER})
# Otherwise the menu has two rows at 1280 px: roles with the most pages have the territories in the footer instead.
_TERRITORY_MENU_ROLES = _COUNT_ROLES - {Role.REGION_PILOT, Role.ANALYST}
_PARTNER_ROLES = frozenset({Role.ADMINISTRATOR, Role.REGION_PILOT, Role.ANALYST})


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """``plan_view`` takes the code of a plan, ``home_view`` nothing. ``roles`` None: everybody, logged in or not."""

    key: str
    label: str
    plan_view: str = ""
    home_view: str = ""
    roles: frozenset[Role] | None = None


NAVIGATION_ENTRIES = (
    NavigationEntry("plan", "Plan", "plan:glance", "plan:home"),
    NavigationEntry("actions", "Actions", "plan:actions"),
    NavigationEntry("money", "Argent", "money:overview", "money:home", _FINANCE_ROLES),
    NavigationEntry("figures", "Chiffres", "", "figures:catalogue", _FIGURE_ROLES),
    NavigationEntry("committees", "Comités", "committees:list", "committees:home", _STEERING_ROLES),
    NavigationEntry("trials", "Essais", "experiments:list", "", _STEERING_ROLES - {Role.FINANCE_OFFICER}),
    NavigationEntry("studies", "Études", "studies:list", "", frozenset({Role.BUYER, Role.FINANCE_OFFICER})),
    NavigationEntry("desk", "Mon bureau", "", "rounds:desk", frozenset({Role.REGION_PILOT, Role.ACTION_LEAD})),
    NavigationEntry("advising", "Mon bureau", "", "advisers:desk", frozenset({Role.ADVISER})),
    NavigationEntry("people", "Mes personnes", "", "advisers:people", frozenset({Role.ADVISER})),
    NavigationEntry("supply", "Sessions", "", "sessions:home", _SESSION_ROLES),
    NavigationEntry("meetings", "Rendez-vous", "", "meetings:home", frozenset({Role.PROVIDER, Role.ADVISER})),
    NavigationEntry("funnel", "Parcours", "", "outcomes:places", _COUNT_ROLES),
    NavigationEntry("territory", "Territoires", "", "territory:home", _TERRITORY_MENU_ROLES),
    NavigationEntry("partners", "Échanges", "", "partners:list", _PARTNER_ROLES),
    NavigationEntry("search", "Formations", "", "search:home"),
)


@dataclass(frozen=True, slots=True)
class NavigationLink:
    label: str
    url: str
    is_current: bool


def main_menu(
    actor: Actor, *, current: str = "", plan_code: str = "", querystring: str = ""
) -> Iterator[NavigationLink]:
    """The entries of this actor. ``querystring`` carries the day and version of a plan page."""
    for entry in NAVIGATION_ENTRIES:
        if entry.roles is not None and not actor.has_role(*entry.roles):
            continue
        url = _entry_url(entry, plan_code, querystring)
        if url:
            yield NavigationLink(entry.label, url, entry.key == current)


def _entry_url(entry: NavigationEntry, plan_code: str, querystring: str) -> str:
    try:
        if plan_code and entry.plan_view:
            return reverse(entry.plan_view, args=[plan_code]) + querystring
        return reverse(entry.home_view) if entry.home_view else ""
    except NoReverseMatch:
        return ""
