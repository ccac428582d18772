"""Menu of all pages: at most seven sections, in one order for all; the links of a section make its second line.

A link whose view does not exist on this site, or that the actor's roles may not open, is left out; so is a section
without any link. The same entries are on every page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
FIGURE_ROLES = _COUNT_ROLES | {Role.ADMINISTRATOR}
_PARTNER_ROLES = frozenset({Role.ADMINISTRATOR, Role.REGION_PILOT, Role.ANALYST})
# Those who send a kind of file, or read those of the Region: src/pacte/intake/kinds.
_FILE_ROLES = frozenset(
    {
        Role.ADMINISTRATOR, Role.REGION_PILOT, Role.PROVIDER, Role.ADVISER, Role.ANALYST, Role.FINANCE_OFFICER,
    }
)  # fmt: skip
_SIGNED_IN = frozenset(Role)


@dataclass(frozen=True, slots=True)
class SectionLink:
    """``key`` is the ``nav`` of its pages. ``plan_view`` takes the code of a plan, ``view`` nothing.

    ``roles`` None: everybody, logged in or not.
    """

    key: str
    label: str
    view: str = ""
    plan_view: str = ""
    roles: frozenset[Role] | None = None


@dataclass(frozen=True, slots=True)
class MenuSection:
    label: str
    links: tuple[SectionLink, ...]


SECTIONS = (
    MenuSection(
        "Mon bureau",
        (
            SectionLink("desk", "Mon bureau", "desks:home", roles=_SIGNED_IN),
            SectionLink("people", "Mes personnes", "advisers:people", roles=frozenset({Role.ADVISER})),
            SectionLink("meetings", "Rendez-vous", "meetings:home", roles=frozenset({Role.PROVIDER, Role.ADVISER})),
            SectionLink(
                "place_requests",
                "Demandes de place",
                "place_requests:list",
                roles=frozenset({Role.PROVIDER, Role.ADVISER}),
            ),
            SectionLink("mine", "Mes actions", "plan:mine", roles=frozenset({Role.REGION_PILOT, Role.ACTION_LEAD})),
            SectionLink("files", "Fichiers", "intake:home", roles=_FILE_ROLES),
            SectionLink("messages", "Messages", "notifications:list", roles=_SIGNED_IN),
        ),
    ),
    MenuSection(
        "Plan",
        (
            SectionLink("plan", "Où en est le pacte ?", "plan:main", "plan:glance"),
            SectionLink("actions", "Actions", plan_view="plan:actions"),
            SectionLink(
                "trials", "Essais", plan_view="experiments:list", roles=_STEERING_ROLES - {Role.FINANCE_OFFICER}
            ),
            SectionLink("cases", "Dossiers", plan_view="cases:list", roles=_FINANCE_ROLES),
            SectionLink("applications", "Dispositifs", plan_view="procedures:list"),
        ),
    ),
    MenuSection("Argent", (SectionLink("money", "Argent", "money:home", "money:overview", _FINANCE_ROLES),)),
    MenuSection(
        "Chiffres",
        (
            SectionLink("figures", "Indicateurs", "figures:catalogue", roles=FIGURE_ROLES),
            SectionLink("territory", "Territoires", "territory:home", roles=FIGURE_ROLES),
            SectionLink("published", "Chiffres publics", "published:list"),
        ),
    ),
    MenuSection(
        "Comités", (SectionLink("committees", "Comités", "committees:home", "committees:list", _STEERING_ROLES),)
    ),
    MenuSection(
        "Sessions",
        (
            SectionLink("supply", "Sessions", "sessions:home", roles=frozenset({Role.PROVIDER, Role.BUYER})),
            SectionLink("funnel", "Places et parcours", "outcomes:places", roles=_COUNT_ROLES),
        ),
    ),
    MenuSection("Formations", (SectionLink("search", "Formations", "search:home"),)),
)
ADMINISTRATION = (SectionLink("partners", "Échanges", "partners:list", roles=_PARTNER_ROLES),)


# Page of the guide about the pages of a link, by its key.
GUIDE_PAGES = {
    "desk": "mener-un-tour", "people": "accompagner-mes-personnes", "meetings": "inviter", "mine": "porter-une-action",
    "messages": "comptes", "plan": "lire-le-plan", "actions": "lire-le-plan", "trials": "experimenter-et-etudier",
    "cases": "instruire-des-dossiers", "money": "suivre-l-argent", "figures": "lire-un-chiffre",
    "territory": "connaitre-un-territoire", "published": "lire-un-chiffre", "committees": "preparer-un-comite",
    "supply": "tenir-mes-sessions", "funnel": "voir-ou-se-perdent-les-places", "search": "trouver-une-formation",
    "partners": "echanger-avec-les-outils-partenaires", "place_requests": "inviter", "files": "deposer-un-fichier",
    "applications": "experimenter-et-etudier",
}  # fmt: skip
# Where a role has its own page of the guide.
_GUIDE_PAGES_BY_ROLE = {
    ("desk", Role.ADVISER): "accompagner-mes-personnes", ("desk", Role.BUYER): "acheter-des-places",
    ("desk", Role.PROVIDER): "tenir-mes-sessions", ("desk", Role.FINANCE_OFFICER): "suivre-l-argent",
    ("desk", Role.ANALYST): "lire-un-chiffre", ("supply", Role.BUYER): "acheter-des-places",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NavigationLink:
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A page that the reader may open: its section, the ``key`` of its link."""

    section: str
    key: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class PlaceInMenu:
    """Where a page is: the key of its link, and the plan that it speaks of, with the day to keep on its pages.

    ``plan_host_id``: the Region of that plan, where the roles of a link must then be held.
    """

    key: str = ""
    plan_code: str = ""
    querystring: str = ""
    plan_host_id: int | None = None


def main_menu(actor: Actor, place: PlaceInMenu) -> Iterator[NavigationLink]:
    """One link a section: its first page that the actor may open."""
    for section in SECTIONS:
        links = list(_open_links(section.links, actor, place))
        if links:
            is_current = any(each.key == place.key for each in section.links)
            yield NavigationLink(section.label, links[0].url, is_current)


def section_links(actor: Actor, place: PlaceInMenu) -> list[NavigationLink]:
    """The second line: the links of the section of the page; none when it has one page only."""
    section = next((each for each in SECTIONS if any(link.key == place.key for link in each.links)), None)
    links = list(_open_links(section.links, actor, place)) if section else []
    return links if len(links) > 1 else []


def guide_page_of(actor: Actor, key: str) -> str:
    """Page of the guide about a page of the site; "" when none is."""
    for (page_key, role), slug in _GUIDE_PAGES_BY_ROLE.items():
        if page_key == key and actor.has_role(role):
            return slug
    return GUIDE_PAGES.get(key, "")


def open_pages(actor: Actor, place: PlaceInMenu, more: Iterable[MenuSection] = ()) -> Iterator[OpenPage]:
    """Every page of the menu, of the account menu and of ``more`` that the actor may open."""
    for section in (*SECTIONS, MenuSection("Administrer", ADMINISTRATION), *more):
        for link in section.links:
            for each in _open_links((link,), actor, place):
                yield OpenPage(section.label, link.key, each.label, each.url)


def administration_links(actor: Actor) -> list[NavigationLink]:
    """Links of the account menu."""
    return list(_open_links(ADMINISTRATION, actor, PlaceInMenu()))


def _open_links(links: tuple[SectionLink, ...], actor: Actor, place: PlaceInMenu) -> Iterator[NavigationLink]:
    for link in links:
        if link.roles is None or actor.has_role(*link.roles):
            url = _link_url(link, place) if _holds_roles_there(link, actor, place) else ""
            if url:
                yield NavigationLink(link.label, url, link.key == place.key)


def _holds_roles_there(link: SectionLink, actor: Actor, place: PlaceInMenu) -> bool:
    """A page about the plan asks for its roles in the Region of that plan."""
    host_id = place.plan_host_id
    return not link.plan_view or not link.roles or host_id is None or actor.has_role(*link.roles, host_id=host_id)


def _link_url(link: SectionLink, place: PlaceInMenu) -> str:
    try:
        if place.plan_code and link.plan_view:
            return reverse(link.plan_view, args=[place.plan_code]) + place.querystring
        return reverse(link.view) if link.view else ""
    except NoReverseMatch:
        return ""
