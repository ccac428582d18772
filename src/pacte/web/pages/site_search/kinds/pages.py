"""Pages of the menus that this reader may open, and those that the second line of a section adds."""

from __future__ import annotations

from collections.abc import Sequence

from pacte.accounts.permissions import ACTS
from pacte.kernel.actor import Role
from pacte.reference.text_query import TextQuery
from pacte.reference.text_search import SearchDocument
from pacte.web.guide_text import guide_text
from pacte.web.navigation import (
    FIGURE_ROLES,
    MenuSection,
    OpenPage,
    PlaceInMenu,
    SectionLink,
    guide_page_of,
    open_pages,
)
from pacte.web.pages.site_search.result_kind import ResultKind, SearchEntry, SearchScope

_EVERYBODY_WITH_ACCOUNT = frozenset(Role)
# Pages that stand in the second line of a section, in the account menu or at the foot of a page.
_MORE = (
    MenuSection(
        "Plan",
        (
            SectionLink("plan", "Versions du plan", plan_view="plan:versions"),
            SectionLink("plan", "Histoire du plan", plan_view="plan:history"),
            SectionLink("plan", "Qui porte quoi", plan_view="plan:leads", roles=_EVERYBODY_WITH_ACCOUNT),
            SectionLink("plan", "Tous les plans, comparer", "plan:plans"),
        ),
    ),
    MenuSection(
        "Chiffres",
        (
            SectionLink("figures", "Mon tableau de bord", "figures:dashboard", roles=FIGURE_ROLES),
            SectionLink("figures", "Poser une question", "figures:question", roles=FIGURE_ROLES),
            SectionLink("figures", "Publics", "figures:publics", roles=FIGURE_ROLES),
            SectionLink("figures", "Comparer des territoires et des années", "figures:compare", roles=FIGURE_ROLES),
        ),
    ),
    MenuSection(
        "Mon compte",
        (
            SectionLink("messages", "Mon compte", "accounts:me", roles=_EVERYBODY_WITH_ACCOUNT),
            SectionLink("messages", "Personnes, comptes", "accounts:people", roles=ACTS["accounts.read_members"]),
        ),
    ),
    MenuSection(
        "Pied de page",
        (
            SectionLink("", "Guide", "guide:index"),
            SectionLink("", "Données personnelles", "personal_data"),
            SectionLink("", "Accessibilité", "accessibility"),
            SectionLink("", "Mentions légales", "legal"),
        ),
    ),
)
_DIRECTORY = MenuSection("Mon compte", (SectionLink("messages", "Organisations, annuaire", "accounts:organisations"),))


def _entries(scope: SearchScope, query: TextQuery) -> Sequence[SearchEntry]:
    plan = scope.plan.plan if scope.plan else None
    place = PlaceInMenu(plan_code=plan.code if plan else "", plan_host_id=plan.organisation_id if plan else None)
    pages = open_pages(scope.actor, place, (*_MORE, *((_DIRECTORY,) if _keeps_directory(scope) else ())))
    return [_entry(scope, each) for each in {page.url: page for page in reversed(list(pages))}.values()][::-1]


def _keeps_directory(scope: SearchScope) -> bool:
    return scope.host is not None and scope.actor.has_role(*ACTS["accounts.keep_directory"], host_id=scope.host.pk)


def _entry(scope: SearchScope, page: OpenPage) -> SearchEntry:
    """The title of the guide's page about a page says what is done there."""
    guide = guide_text(guide_page_of(scope.actor, page.key)) if page.key else None
    texts = [("rubrique", page.section), *([("guide", guide.title)] if guide else [])]
    return SearchEntry(SearchDocument(page.label, (), tuple(texts)), page.url, page.section)


KIND = ResultKind(
    code="pages",
    order=0,
    title="Pages",
    nouns=("page", "pages"),
    entries=_entries,
)
