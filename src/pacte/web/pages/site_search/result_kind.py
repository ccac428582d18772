"""A kind of result of the search of the site, and what its provider may read. One file of ``kinds`` declares each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pacte.accounts.queries import host_organisation
from pacte.indicators.permissions import count_scope_of
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.plan.queries import VisiblePlan, visible_plan
from pacte.reference.text_query import TextQuery
from pacte.reference.text_search import SearchDocument
from pacte.web.plan_switch import plan_switch
from pacte.web.request import Request

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.kernel.actor import Actor

PLAN_PARAM = "plan"


class SearchScope:
    """Who searches, and what several kinds read: the Region of the installation, the plan in view. Read at first use.

    The plan is the one of ``?plan=``, which the masthead writes, when the reader sees it; else that of the masthead.
    """

    def __init__(self, request: Request) -> None:
        self._request = request
        self.actor: Actor = request.actor

    @cached_property
    def host(self) -> Organisation | None:
        return host_organisation()

    @cached_property
    def region_id(self) -> int | None:
        """The Region in whose pact the reader works, that of this installation first; None without any."""
        hosts = self.actor.host_ids
        return self.host.pk if self.host and self.host.pk in hosts else min(hosts, default=None)

    @cached_property
    def may_ask_figures(self) -> bool:
        """True for the readers of the pages of figures."""
        return self.region_id is not None and not count_scope_of(self.actor, self.region_id).is_empty

    @cached_property
    def plan(self) -> VisiblePlan | None:
        """The version in force today; None when the reader sees no plan."""
        named = self._request.GET.get(PLAN_PARAM, "")
        return (self._visible(named) if named else None) or self._visible(plan_switch(self._request, self.actor).code)

    def _visible(self, code: str) -> VisiblePlan | None:
        try:
            return visible_plan(actor=self.actor, code=code, on=today()) if code else None
        except NotFound:
            return None


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """Something that may be found. ``url``: a page that this reader may open. ``note``: what it is, in a few words."""

    document: SearchDocument
    url: str
    note: str = ""


EntrySource = Callable[[SearchScope, TextQuery], Sequence[SearchEntry]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultKind:
    """``order``: place among the kinds that match equally well. ``nouns``: singular and plural.

    ``entries`` gives what the reader may find, in the order of equal matches: all of it, or what
    the database has for the query. ``near`` gives what misspelt words may mean.
    """

    code: str
    order: int
    title: str
    nouns: tuple[str, str]
    entries: EntrySource
    near: Callable[[SearchScope, Sequence[str]], Sequence[SearchEntry]] | None = None
    is_open: Callable[[SearchScope], bool] = lambda scope: True
