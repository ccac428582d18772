"""Gives each request its actor, one transaction and the context of row-level security, around the whole response."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import patch_cache_control

from pacte.accounts.context import bind
from pacte.accounts.queries import actor_of
from pacte.accounts.records import SECOND_FACTOR_ROLES
from pacte.kernel.actor import NOBODY, Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import PacteError
from pacte.web.failures import failure_page

# Pages that someone who has not yet given the second factor may reach.
_BEFORE_SECOND_FACTOR = frozenset({"accounts:logout", "accounts:totp", "accounts:totp_enrol", "brand_css"})


class ActorMiddleware:
    """``request.actor`` is who acts, with the posts in force today; a membership that ended ends the login."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with transaction.atomic():
            actor = self._actor(request)
            request.actor = actor  # type: ignore[attr-defined]
            bind(actor)
            response = self._second_factor(request, actor) or self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        if not actor.is_anonymous or not request.actor.is_anonymous:  # type: ignore[attr-defined]
            patch_cache_control(response, no_store=True, private=True)
        return _whole_page(request, _not_blank(request, response))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """An error of ours has its page; nothing that the request wrote stays."""
        transaction.set_rollback(True)
        if isinstance(exception, PacteError):
            return error_page(request, exception)
        return failure_page(exception)

    def _actor(self, request: HttpRequest) -> Actor:
        """Asked of the database at each request: a right that ended a second ago is no right."""
        person = request.user
        if not person.is_authenticated:
            return NOBODY
        bind(Actor(person_id=person.pk))
        actor = actor_of(person, on=today())
        if not actor.posts:
            logout(request)
            return NOBODY
        return actor

    def _second_factor(self, request: HttpRequest, actor: Actor) -> HttpResponse | None:
        """The page of the code, for whose role demands it and for who chose to have one."""
        if actor.is_anonymous or request.user.is_verified():
            return None
        demanded = settings.TOTP_REQUIRED and actor.holds(*SECOND_FACTOR_ROLES)
        if not demanded and not request.session.get("second_factor"):
            return None
        if _page_name(request) in _BEFORE_SECOND_FACTOR:
            return None
        came_to_read = request.method in ("GET", "HEAD")
        back = request.get_full_path() if came_to_read else resolve_url(settings.LOGIN_REDIRECT_URL)
        return HttpResponseRedirect(f"{reverse('accounts:totp')}?{urlencode({'suite': back})}")


def error_page(request: HttpRequest, error: PacteError) -> HttpResponse:
    """The page of an error family. « Unseen » gives the very page of an address that does not exist."""
    values = {"what": error.what, "why": error.why, "todo": error.todo}
    if error.status == 404:
        values = {}
    return render(request, f"errors/{error.status}.html", values, status=error.status)


def _page_name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _not_blank(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A way of asking that a page does not have gets a page too: Django's own answer is empty."""
    if response.status_code != 405 or response.content:
        return response
    page = render(request, "errors/405.html", status=405)
    page.headers["Allow"] = response.headers["Allow"]
    if "Cache-Control" in response.headers:
        page.headers["Cache-Control"] = response.headers["Cache-Control"]
    return page


def _whole_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A redirection to the login or code page must not land inside a fragment: htmx is told to change the page."""
    target = response.headers.get("Location", "")
    if not request.headers.get("HX-Request") or not target.startswith(resolve_url(settings.LOGIN_URL)):
        return response
    answer = HttpResponse(status=204, headers={"HX-Redirect": target, "Cache-Control": "no-store, private"})
    answer.cookies = response.cookies
    return answer
