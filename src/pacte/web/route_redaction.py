"""Addresses as logs may show them: words of our routes, short numbers and UUIDs; no secret, no text of a person.

Secrets in addresses are read from the URL configuration, so that a new one cannot be forgotten.
"""

from __future__ import annotations

import re
import sys
from functools import cache

from django.conf import settings
from django.urls import ResolverMatch, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

HIDDEN = "…"
# Words in the names of URL parameters that grant access by themselves.
_SECRET_WORDS = ("secret", "token")
_SLASH = r"(?:/|%2[Ff]|%252[Ff])+"
_ROUTE_PARAMETER = re.compile(r"<(?:[^>:]+:)?([^>]+)>")
_SHORT_NUMBER = re.compile(r"[0-9]{1,8}")  # shorter than a phone number
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Names of our own query parameters look like this; anything else may be text typed by somebody.
_QUERY_NAME = re.compile(r"[a-z][a-z0-9_-]{0,23}")
_MAX_QUERY_NAMES = 12


def redact_path(path: str) -> str:
    """Redacted path of a request: words of known routes, short numbers and UUIDs stay; the rest is hidden."""
    path, separator, _ = path.partition("?")
    known = _words_of_routes(tuple(known_routes()))
    parts = [
        each if not each or each in known or _is_short_number_or_uuid(each) else HIDDEN for each in path.split("/")
    ]
    return "/".join(parts) + (f"?{HIDDEN}" if separator else "")


def route_address(match: ResolverMatch) -> str:
    """Route of a resolved address, with its short numbers and UUIDs: « /mon-parcours/<str:secret>/seances/12/ ».

    A secret, and any text, stays as the parameter of the route.
    """

    def value_or_parameter(parameter: re.Match[str]) -> str:
        # Its published types do not know the parts of the URL apart from the extra arguments of the route.
        value = str(match.captured_kwargs.get(parameter[1], ""))  # type: ignore[attr-defined]
        is_shown = _is_short_number_or_uuid(value) and not _is_secret(parameter[1])
        return value if is_shown else parameter[0]

    return "/" + _ROUTE_PARAMETER.sub(value_or_parameter, match.route)


def query_names(query_string: str) -> str:
    """Names of the query parameters, without values: « ?etat&page ». Empty without a query string."""
    if not query_string:
        return ""
    names = []
    for part in query_string.split("&"):
        name, equals, _ = part.partition("=")
        shown = name if equals and _QUERY_NAME.fullmatch(name) else HIDDEN
        if shown not in names:
            names.append(shown)
        if len(names) == _MAX_QUERY_NAMES:
            break
    return "?" + "&".join(names)


def secret_url_patterns() -> list[re.Pattern[str]]:
    """Patterns of the addresses that grant access. Their group is what may be shown."""
    return _compile_secret_patterns(tuple(known_routes()))


def known_routes() -> list[str]:
    """Routes of the site.

    Empty until it is loaded: no request was made yet, and secrets are also detected by their shape.
    """
    loaded = getattr(sys.modules.get(settings.ROOT_URLCONF), "urlpatterns", None)
    return _cached_routes(settings.ROOT_URLCONF) if loaded else []


def _is_short_number_or_uuid(part: str) -> bool:
    return bool(_SHORT_NUMBER.fullmatch(part) or _UUID.fullmatch(part))


def _is_secret(parameter_name: str) -> bool:
    return any(word in parameter_name for word in _SECRET_WORDS)


@cache
def _cached_routes(url_configuration: str) -> list[str]:
    return _routes(get_resolver(url_configuration))


def _routes(resolver: URLResolver, prefix: str = "") -> list[str]:
    routes = []
    for each in resolver.url_patterns:
        route = prefix + (str(each.pattern) if isinstance(each.pattern, RoutePattern) else "")
        routes += _routes(each, route) if isinstance(each, URLResolver) else [route]
    return routes


@cache
def _compile_secret_patterns(routes: tuple[str, ...]) -> list[re.Pattern[str]]:
    """One pattern per route prefix that ends with a secret; its group is what stays in the log."""
    expressions = set()
    for route in routes:
        for parameter in _ROUTE_PARAMETER.finditer(route):
            if _is_secret(parameter[1]):
                parts = [_ROUTE_PARAMETER.sub("\0", each) for each in route[: parameter.start()].split("/")]
                regex_parts = [re.escape(each).replace("\0", r"[^/\s?#\"'<>]+") for each in parts]
                expressions.add(f"({_SLASH}{_SLASH.join(regex_parts)})" + r"[^/\s?#\"'<>&%]+")
    return [re.compile(each) for each in sorted(expressions)]


@cache
def _words_of_routes(routes: tuple[str, ...]) -> frozenset[str]:
    """Fixed parts of the routes, which contain no personal data."""
    return frozenset(part for route in routes for part in route.split("/") if part and "<" not in part)
