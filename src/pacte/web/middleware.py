"""Middlewares: the actor of a request and its transaction, failures and refusals, NUL characters, demo file names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from math import ceil
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.cache import patch_cache_control
from django.utils.log import log_response

from pacte.accounts.queries import actor_of_login
from pacte.accounts.records import SECOND_FACTOR_ROLES
from pacte.accounts.row_context import set_row_context, set_row_context_and_read
from pacte.accounts.rules import is_local_path
from pacte.infra.system_errors import is_database_unreachable, is_disk_full
from pacte.kernel.actor import NOBODY, Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import PacteError, TooManyRequests
from pacte.kernel.french import pluralise
from pacte.notifications.queries import unread_count_statement
from pacte.web.login_session import check_login_session
from pacte.web.own_transactions import has_own_transactions
from pacte.web.private_pages import is_opened_by_secret
from pacte.web.require_login import NEXT_PARAM

# Views available before the second factor is given.
_ALLOWED_BEFORE_SECOND_FACTOR = frozenset({"accounts:logout", "accounts:totp", "accounts:totp_enrol", "accounts:prove",
                                   "accounts:stay", "brand_css"})  # fmt: skip
# Login views, and public views without login: no redirect to the login page when a login has expired.
_LOGIN_INDEPENDENT_VIEWS = frozenset(
    {
        "accounts:login",
        "accounts:login_link",
        "accounts:use_link",
        "accounts:oidc_start",
        "accounts:oidc_return",
        "accounts:logout",
        "brand_css",
        "health",
        "guest_portal:ask",
        "place_requests:ask",
    }
)


class ActorMiddleware:
    """Sets ``request.actor`` with the memberships valid today. Logs the user out when none is left."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        match = _resolver_match(request)
        has_own = has_own_transactions(match.func if match else None)
        request.own_transactions = has_own  # type: ignore[attr-defined]
        with transaction.atomic():
            actor = self._actor(request)
            request.actor = actor  # type: ignore[attr-defined]
            self._set_context(request, actor)
            response = self._early_redirect(request, actor, match)
            if response is None and not has_own:
                response = self.get_response(request)
                if response.status_code >= 500:
                    transaction.set_rollback(True)
        if response is None:
            response = self.get_response(request)
        if not actor.is_anonymous or not request.actor.is_anonymous:  # type: ignore[attr-defined]
            patch_cache_control(response, no_store=True, private=True)
        return _with_htmx_redirect(request, _with_method_error_page(request, response))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Renders our own errors, and rolls back what the request wrote."""
        if not request.own_transactions:  # type: ignore[attr-defined]
            transaction.set_rollback(True)
        if isinstance(exception, PacteError):
            return error_page(request, exception)
        page = failure_page(exception)
        if page is not None:
            # Django's own line for this answer, which would lack the traceback.
            log_response(
                "%s: %s", page.reason_phrase, request.path, response=page, request=request, exception=exception
            )
        return page

    def _actor(self, request: HttpRequest) -> Actor:
        """Read from the database at each request, so that an ended right stops at once."""
        person = request.user
        if not person.is_authenticated:
            return NOBODY
        actor = actor_of_login(person, on=today())
        request.login_over = check_login_session(request.session, actor) if actor.memberships else None  # type: ignore[attr-defined]
        if not actor.memberships or request.login_over:  # type: ignore[attr-defined]
            logout(request)
            return NOBODY
        return actor

    def _set_context(self, request: HttpRequest, actor: Actor) -> None:
        """Sets the row-level security context. A page that only reads gets the unread count in the same round trip."""
        if actor.is_anonymous or request.method not in ("GET", "HEAD"):
            set_row_context(actor)
            return
        ((count,),) = set_row_context_and_read(actor, *unread_count_statement(actor=actor))
        request.unread_count = count  # type: ignore[attr-defined]

    def _early_redirect(self, request: HttpRequest, actor: Actor, match: ResolverMatch | None) -> HttpResponse | None:
        """Redirects to the login page when the login has expired, or to the TOTP page."""
        name = match.view_name if match else ""
        end_reason = getattr(request, "login_over", None)
        is_without_login = name in _LOGIN_INDEPENDENT_VIEWS or is_opened_by_secret(match.func if match else None)
        if end_reason and not is_without_login:
            return HttpResponseRedirect(
                f"{resolve_url(settings.LOGIN_URL)}?{urlencode({NEXT_PARAM: _return_path(request), 'fin': end_reason})}"
            )
        return self._second_factor_redirect(request, actor, name)

    def _second_factor_redirect(self, request: HttpRequest, actor: Actor, name: str) -> HttpResponse | None:
        """Redirects to the TOTP page when the role requires 2FA or the user turned it on."""
        # Given by the middleware of django-otp.
        if actor.is_anonymous or request.user.is_verified():  # type: ignore[union-attr]
            return None
        is_required = settings.TOTP_REQUIRED and actor.has_role(*SECOND_FACTOR_ROLES)
        is_asked = is_required or request.session.get("second_factor")
        if not is_asked or name in _ALLOWED_BEFORE_SECOND_FACTOR:
            return None
        is_safe = request.method in ("GET", "HEAD")
        return_path = request.get_full_path() if is_safe else resolve_url(settings.LOGIN_REDIRECT_URL)
        return HttpResponseRedirect(f"{reverse('accounts:totp')}?{urlencode({NEXT_PARAM: return_path})}")


def error_page(request: HttpRequest, error: PacteError) -> HttpResponse:
    """Renders the page of an error class. ``NotFound`` gives the same page as an unknown URL."""
    values = {} if error.status == 404 else {"what": error.message, "why": error.reason, "todo": error.hint}
    if isinstance(error, TooManyRequests):
        values["todo"] = f"Attendez {_wait_text(error.retry_after_seconds)}. {error.hint}"
    page = render(request, f"errors/{error.status}.html", values, status=error.status)
    if isinstance(error, TooManyRequests):
        page.headers["Retry-After"] = str(error.retry_after_seconds)
        page.headers["Cache-Control"] = "no-store, private"
    return page


def _wait_text(seconds: int) -> str:
    return pluralise(seconds, "seconde") if seconds < 90 else pluralise(ceil(seconds / 60), "minute")


def _resolver_match(request: HttpRequest) -> ResolverMatch | None:
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None


def _return_path(request: HttpRequest) -> str:
    """The page to return to: the requested one, or the one that holds the submitted form."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    referrer = urlsplit(request.headers.get("Referer", ""))
    query = f"?{referrer.query}" if referrer.query else ""
    is_local = referrer.netloc == request.get_host() and is_local_path(referrer.path)
    return referrer.path + query if is_local else resolve_url(settings.LOGIN_REDIRECT_URL)


def _with_method_error_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Replaces Django's empty 405 response with a page."""
    if response.status_code != 405 or response.content:
        return response
    page = render(request, "errors/405.html", status=405)
    page.headers["Allow"] = response.headers["Allow"]
    if "Cache-Control" in response.headers:
        page.headers["Cache-Control"] = response.headers["Cache-Control"]
    return page


def _with_htmx_redirect(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Redirects htmx requests as a whole page: a redirect to the login or TOTP page must not land in a fragment."""
    target = response.headers.get("Location", "")
    if not request.headers.get("HX-Request") or not target.startswith(resolve_url(settings.LOGIN_URL)):
        return response
    answer = HttpResponse(status=204, headers={"HX-Redirect": target, "Cache-Control": "no-store, private"})
    answer.cookies = response.cookies
    return answer


_RETRY_SECONDS = 5


def failure_page(error: BaseException | None) -> HttpResponse | None:
    """Returns None for a bug of ours (a plain 500). Rendered without the request: its context reads the database."""
    if error is None:
        return None
    if is_disk_full(error):
        return HttpResponse(render_to_string("errors/507.html"), status=507, headers={"Cache-Control": "no-store"})
    if isinstance(error, (OperationalError, InterfaceError)) and is_database_unreachable(error):
        page = render_to_string("errors/database_away.html", {"seconds": _RETRY_SECONDS})
        headers = {"Cache-Control": "no-store", "Retry-After": str(_RETRY_SECONDS)}
        return HttpResponse(page, status=503, headers=headers)
    return None


_NULL = "\x00"
_API_PREFIX = "/api/"  # Its schema describes how it rejects them.


class NullCharacterMiddleware:
    """In a path: 404. In the query string or in a form: 400."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(_API_PREFIX):
            if _NULL in request.path_info:
                raise Http404
            _refuse_null(request.GET.lists())
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, *view_arguments: object) -> None:
        """The CSRF protection has parsed the form by now; a view without it reads the body itself."""
        if request.method == "POST" and not getattr(view, "csrf_exempt", False):
            _refuse_null(request.POST.lists())


def _refuse_null(fields: Iterable[tuple[str, list[str]]]) -> None:
    for name, values in fields:
        if _NULL in name or any(_NULL in value for value in values):
            raise BadRequest("null sign")


DEMO_SUFFIX = "_donnees-fictives"
_FILE_NAME = re.compile(r'(filename=")([^"]*?)(\.\w+)?(")')
_HEADER = "Content-Disposition"


class DemoFileNameMiddleware:
    """An uploaded file that is downloaded again (``filename*``) keeps the name given by its owner."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.INSTANCE.name == "demo" and _HEADER in response.headers:
            response.headers[_HEADER] = add_demo_suffix(response.headers[_HEADER])
        return response


def add_demo_suffix(header: str) -> str:
    """« achats.csv » becomes « achats_donnees-fictives.csv ». A name that already has the suffix is unchanged."""
    if DEMO_SUFFIX in header:
        return header
    return _FILE_NAME.sub(lambda name: f"{name[1]}{name[2]}{DEMO_SUFFIX}{name[3] or ''}{name[4]}", header)
