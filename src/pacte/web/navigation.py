"""Main navigation: its entries and their roles. An entry whose view does not exist is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from pacte.kernel.actor import Actor, Role

_WHO_PAYS = frozenset(
    {
        Role.ADMINISTRATOR, Role.REGION_PILOT, Role.ACTION_LEAD, Role.BUYER, Role.FINANCE_OFFICER, Role.STATE_READER,
        Role.AUDITOR, Role.ANALYST,
    }
)  # fmt: skip
_WHO_STEERS = _WHO_PAYS - {Role.BUYER}
_WHO_COUNTS = frozenset(
    {
        Role.REGION_PILOT, Role.ACTION_LEAD, Role.PROVIDER, Role.ADVISER, Role.ANALYST, Role.BUYER,
        Role.FINANCE_OFFICER, Role.STATE_READER, Role.AUDITOR,
    }
)  # fmt: skip
_WHO_ASKS = _WHO_COUNTS | {Role.ADMINISTRATOR}
_WHO_HOLDS_SESSIONS = frozenset({Role.PROVIDER, Role.BUYER})
# Otherwise the menu has two rows at 1280 px: roles with the most pages have the territories in the footer instead.
_WHO_HAS_ROOM = _WHO_COUNTS - {Role.REGION_PILOT, Role.ANALYST}
_WHO_EXCHANGES = frozenset({Role.ADMINISTRATOR, Role.REGION_PILOT, Role.ANALYST})


@dataclass(frozen=True, slots=True)
class Entry:
    """``plan_view`` takes the code of a plan, ``home_view`` nothing. ``roles`` None: everybody, logged in or not."""

    key: str
    label: str
    page: str = ""
    home: str = ""
    roles: frozenset[Role] | None = None


ENTRIES = (
    Entry("plan", "Plan", "plan:glance", "plan:home"),
    Entry("actions", "Actions", "plan:actions"),
    Entry("money", "Argent", "money:overview", "money:home", _WHO_PAYS),
    Entry("figures", "Chiffres", "", "figures:catalogue", _WHO_ASKS),
    Entry("committees", "Comités", "committees:list", "committees:home", _WHO_STEERS),
    Entry("trials", "Essais", "experiments:list", "", _WHO_STEERS - {Role.FINANCE_OFFICER}),
    Entry("studies", "Études", "studies:list", "", frozenset({Role.BUYER, Role.FINANCE_OFFICER})),
    Entry("desk", "Mon bureau", "", "rounds:desk", frozenset({Role.REGION_PILOT, Role.ACTION_LEAD})),
    Entry("advising", "Mon bureau", "", "advising:desk", frozenset({Role.ADVISER})),
    Entry("people", "Mes personnes", "", "advising:people", frozenset({Role.ADVISER})),
    Entry("supply", "Sessions", "", "supply:home", _WHO_HOLDS_SESSIONS),
    Entry("meetings", "Rendez-vous", "", "meetings:home", frozenset({Role.PROVIDER, Role.ADVISER})),
    Entry("funnel", "Parcours", "", "funnel:places", _WHO_COUNTS),
    Entry("territory", "Territoires", "", "territory:home", _WHO_HAS_ROOM),
    Entry("partners", "Échanges", "", "partners:list", _WHO_EXCHANGES),
    Entry("search", "Formations", "", "search:home"),
)


@dataclass(frozen=True, slots=True)
class Link:
    key: str
    label: str
    url: str
    is_current: bool


def main_menu(actor: Actor, *, current: str = "", plan_code: str = "", carried: str = "") -> tuple[Link, ...]:
    """Returns the entries of this actor. ``querystring`` carries the day and version of a plan page."""
    return tuple(_links(actor, current, plan_code, carried))


def _links(actor: Actor, current: str, plan_code: str, carried: str) -> Iterator[Link]:
    for entry in ENTRIES:
        if entry.roles is not None and not actor.has_role(*entry.roles):
            continue
        url = _address(entry, plan_code, carried)
        if url:
            yield Link(entry.key, entry.label, url, entry.key == current)


def _address(entry: Entry, plan_code: str, carried: str) -> str:
    try:
        if plan_code and entry.page:
            return reverse(entry.page, args=[plan_code]) + carried
        return reverse(entry.home) if entry.home else ""
    except NoReverseMatch:
        return ""
