"""Login through an OpenID Connect provider. Disabled unless the settings enable it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.views.decorators.cache import never_cache
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView

from pacte.accounts.oidc import OpenIdBackend, oidc_provider
from pacte.accounts.rules import is_local_path
from pacte.kernel.clock import true_now
from pacte.kernel.errors import PacteError, PermissionDenied, hide_unless
from pacte.web.pages.accounts.login_flow import NO_MEMBERSHIP, OPENID, log_in, redirect_from_known_device

_UNFINISHED = PermissionDenied(
    "oidc_unfinished", "La connexion par compte professionnel n’a pas abouti.",
    "Elle a été abandonnée, a attendu trop longtemps, ou n’a pas commencé dans ce navigateur.",
    "Recommencez depuis la page de connexion.",
)  # fmt: skip
_OTHER_PERSON = PermissionDenied(
    "oidc_somebody_else", "Le fournisseur a répondu pour une autre personne que vous.",
    hint="Identifiez-vous avec le compte par lequel vous êtes entré.",
)  # fmt: skip
_NOT_REAUTHENTICATED = PermissionDenied(
    "oidc_not_asked", "Le fournisseur ne dit pas qu’il vous a redemandé qui vous êtes.",
    "Sans cela, l’acte reste fermé.", "Déconnectez-vous, puis entrez par un lien envoyé à votre adresse.",
)  # fmt: skip
# When this browser was sent to prove its identity: the provider must have authenticated the user since.
_IDENTITY_CHECK_KEY = "oidc_proving"
_CLOCK_SKEW_SECONDS = 60


class _AuthenticationRequestView(OIDCAuthenticationRequestView):
    @staticmethod
    def get_settings(attr: str, *default: Any) -> Any:
        if attr == "OIDC_OP_AUTHORIZATION_ENDPOINT":
            return oidc_provider().authorization
        return OpenIdBackend.get_settings(attr, *default)

    def get_extra_params(self, request: HttpRequest) -> dict[str, Any]:
        """For a proof of identity the provider must authenticate the user again, even if it knows them already."""
        request.session.pop(_IDENTITY_CHECK_KEY, None)
        parameters = dict(self.get_settings("OIDC_AUTH_REQUEST_EXTRA_PARAMS", {}))
        if "verifier" not in request.GET:
            return parameters
        request.session[_IDENTITY_CHECK_KEY] = true_now().timestamp()
        return parameters | {"prompt": "login", "max_age": "0"}


class _CallbackView(OIDCAuthenticationCallbackView):
    get_settings = staticmethod(OpenIdBackend.get_settings)

    def login_success(self) -> HttpResponse:
        session = self.request.session
        next_url, check_started_at = session.get("oidc_login_next") or "", session.pop(_IDENTITY_CHECK_KEY, None)
        if check_started_at is not None and self.request.user != self.user:
            return _refusal_page(self.request, _OTHER_PERSON)
        is_identity_proved = (
            check_started_at is not None and self.request.oidc_auth_time >= check_started_at - _CLOCK_SKEW_SECONDS
        )
        if check_started_at is not None and not is_identity_proved:
            return _refusal_page(self.request, _NOT_REAUTHENTICATED)
        if not log_in(self.request, self.user, method=OPENID, is_identity_proved=is_identity_proved):
            return _refusal_page(self.request, PermissionDenied("no_post", NO_MEMBERSHIP))
        session.pop("oidc_login_next", None)
        return redirect_from_known_device(
            self.request, self.user, next_url if is_local_path(next_url) else resolve_url("desks:home")
        )

    def login_failure(self) -> HttpResponse:
        return _refusal_page(self.request, _UNFINISHED)


@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Redirects to the provider, with a state, a nonce and a PKCE verifier in this web session."""
    _refuse_unless_enabled()
    try:
        response: HttpResponse = _AuthenticationRequestView.as_view()(request)
        return response
    except PermissionDenied as error:
        return _refusal_page(request, error, status=503)


@never_cache
def callback(request: HttpRequest) -> HttpResponse:
    """Handles the answer of the provider. Errors are rendered, not raised: the consumed state must stay consumed."""
    _refuse_unless_enabled()
    if request.GET.get("iss", settings.OIDC_ISSUER) != settings.OIDC_ISSUER:
        return _refusal_page(request, _UNFINISHED)
    try:
        response: HttpResponse = _CallbackView.as_view()(request)
        return response
    except PermissionDenied as error:
        return _refusal_page(request, error)
    except SuspiciousOperation:
        return _refusal_page(request, _UNFINISHED)


def _refuse_unless_enabled() -> None:
    hide_unless(settings.OIDC_OPEN)


def _refusal_page(request: HttpRequest, error: PacteError, status: int = 403) -> HttpResponse:
    return render(request, "accounts/oidc_refused.html", {"error": error, "label": settings.OIDC_LABEL}, status=status)
