"""OpenID Connect with mozilla-django-oidc, plus the checks that it omits: issuer, audience, expiry, subject.

It matches a person who already has an account, by an e-mail verified by the provider. It never creates an account.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import jwt
import requests
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import SuspiciousOperation
from django.utils.crypto import constant_time_compare
from mozilla_django_oidc.auth import OIDCAuthenticationBackend
from mozilla_django_oidc.utils import import_from_settings

from pacte.accounts.models import Person
from pacte.accounts.queries import person_by_email, person_of_login
from pacte.accounts.rules import login_secret_digest
from pacte.kernel.clock import today
from pacte.kernel.errors import PermissionDenied

DISCOVERY = "/.well-known/openid-configuration"
_CACHE_SECONDS = 3600
_CLOCK_SKEW_SECONDS = 60
_LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
_PROVIDER_ERRORS = (jwt.PyJWTError, requests.RequestException, SuspiciousOperation, KeyError, ValueError)


@dataclass(frozen=True, slots=True)
class OidcProvider:
    """The issuer's discovery document."""

    authorization: str
    token: str
    userinfo: str
    keys: str
    takes_secret_in_body: bool


def oidc_provider() -> OidcProvider:
    """The discovery document, cached for an hour.

    Raises ``PermissionDenied`` when it is unreachable or inconsistent.
    """
    issuer = settings.OIDC_ISSUER
    cache_key = f"oidc-{login_secret_digest(issuer)}"
    cached_provider: OidcProvider | None = cache.get(cache_key)
    if cached_provider is None:
        cached_provider = _fetch_discovery(issuer)
        cache.set(cache_key, cached_provider, _CACHE_SECONDS)
    return cached_provider


class OpenIdBackend(OIDCAuthenticationBackend):
    """Authentication backend.

    Django also builds it at each request of a logged-in person, so it calls the provider lazily.
    """

    def __init__(self) -> None:
        self.UserModel = Person
        self.OIDC_RP_CLIENT_ID = settings.OIDC_RP_CLIENT_ID
        self.OIDC_RP_CLIENT_SECRET = settings.OIDC_RP_CLIENT_SECRET
        self.OIDC_RP_SIGN_ALGO = settings.OIDC_RP_SIGN_ALGO
        self.OIDC_RP_IDP_SIGN_KEY = None

    @property
    def OIDC_OP_TOKEN_ENDPOINT(self) -> str:  # noqa: N802 - name that the library reads
        return oidc_provider().token

    @property
    def OIDC_OP_USER_ENDPOINT(self) -> str:  # noqa: N802
        return oidc_provider().userinfo

    @property
    def OIDC_OP_JWKS_ENDPOINT(self) -> str:  # noqa: N802
        return oidc_provider().keys

    @staticmethod
    def get_settings(attr: str, *default: Any) -> Any:
        if attr == "OIDC_TOKEN_USE_BASIC_AUTH":
            return not oidc_provider().takes_secret_in_body
        return import_from_settings(attr, *default)

    def get_user(self, user_id: int) -> Person | None:
        person = person_of_login(user_id, on=today())
        return person if person is not None and person.is_active else None

    def get_token(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Exchanges the code for tokens. The provider refuses a code that is wrong or already used."""
        try:
            return dict(super().get_token(payload))
        except _PROVIDER_ERRORS as error:
            raise _oidc_refusal("oidc_code", "Le fournisseur n’a pas accepté cette connexion.") from error

    def retrieve_matching_jwk(self, token: str) -> jwt.PyJWK:
        """The key named by the token; a provider that publishes a single key may omit its name."""
        if "kid" in jwt.get_unverified_header(token):
            matching_key: jwt.PyJWK = super().retrieve_matching_jwk(token)
            return matching_key
        response = requests.get(self.OIDC_OP_JWKS_ENDPOINT, timeout=settings.OIDC_TIMEOUT)
        response.raise_for_status()
        (single_key,) = response.json()["keys"]
        return jwt.PyJWK(single_key, algorithm=self.OIDC_RP_SIGN_ALGO)

    def verify_token(self, token: str, **kwargs: Any) -> dict[str, Any]:
        """Claims of an identity token (with ``nonce``), or of a userinfo response in the form of a signed token."""
        try:
            key = self.retrieve_matching_jwk(token)
            claims = _decode_claims(token, key, self.OIDC_RP_SIGN_ALGO, is_identity="nonce" in kwargs)
        except _PROVIDER_ERRORS as error:
            raise _oidc_refusal("oidc_token", "La réponse du fournisseur n’est pas digne de foi.") from error
        if "nonce" in kwargs and not constant_time_compare(str(claims.get("nonce") or ""), kwargs["nonce"] or "-"):
            raise _oidc_refusal("oidc_nonce", "La réponse du fournisseur ne répond pas à votre demande.")
        return claims

    def get_or_create_user(self, access_token: str, id_token: str, payload: Mapping[str, Any]) -> Person:
        """The person with that e-mail.

        Raises ``PermissionDenied`` when it is not verified, or has no active account.
        """
        try:
            claims = self.get_userinfo(access_token, id_token, payload)
        except _PROVIDER_ERRORS as error:
            raise _oidc_refusal("oidc_userinfo", "Le fournisseur n’a pas dit qui vous êtes.") from error
        if not isinstance(claims, Mapping) or claims.get("sub") != payload.get("sub"):
            raise _oidc_refusal("oidc_subject", "Le fournisseur parle de deux personnes différentes.")
        # When the person last authenticated at the provider, which must return it if the request had « max_age ».
        auth_time = payload.get("auth_time")
        self.request.oidc_auth_time = auth_time if isinstance(auth_time, int | float) else 0
        email = str(claims.get("email") or "")
        is_email_verified = claims.get("email_verified", settings.OIDC_EMAILS_VERIFIED)
        if not email or is_email_verified not in (True, "true"):
            raise PermissionDenied(
                "oidc_email",
                "Le fournisseur n’a pas vérifié votre adresse électronique.",
                hint="Vérifiez-la auprès de lui, ou connectez-vous par un lien envoyé par courriel.",
            )
        person = person_by_email(email)
        if person is None or not person.is_active:
            raise PermissionDenied(
                "oidc_unknown",
                f"L’adresse {email} n’a pas de compte ici.",
                "Se connecter par un compte professionnel n’ouvre pas de compte.",
                "Demandez une invitation à la personne qui administre les comptes de votre Région.",
            )
        return person


def _decode_claims(token: str, key: jwt.PyJWK, algorithm: str, *, is_identity: bool) -> dict[str, Any]:
    """Checks signature, expiry, issuer, audience. A userinfo token may omit the last three, but not contradict them."""
    client = settings.OIDC_RP_CLIENT_ID
    if is_identity:
        required = ["exp", "iat", "iss", "aud", "sub"]
        claims = jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            audience=client,
            issuer=settings.OIDC_ISSUER,
            leeway=_CLOCK_SKEW_SECONDS,
            options={"require": required},
        )
    else:
        claims = jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            leeway=_CLOCK_SKEW_SECONDS,
            options={"verify_aud": False, "require": ["sub"]},
        )
        if claims.get("iss", settings.OIDC_ISSUER) != settings.OIDC_ISSUER:
            raise jwt.InvalidIssuerError("userinfo of another issuer")
        if client not in _as_list(claims.get("aud", client)):
            raise jwt.InvalidAudienceError("userinfo for another client")
    audiences = _as_list(claims.get("aud", client))
    if claims.get("azp", client) != client or (len(audiences) > 1 and "azp" not in claims):
        raise jwt.InvalidAudienceError("token given to another client")
    return claims


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _fetch_discovery(issuer: str) -> OidcProvider:
    try:
        response = requests.get(issuer.rstrip("/") + DISCOVERY, timeout=settings.OIDC_TIMEOUT, allow_redirects=False)
        response.raise_for_status()
        document = response.json()
        if document["issuer"] != issuer:
            raise ValueError("the document is another issuer's")
        return OidcProvider(
            authorization=_require_encrypted(document["authorization_endpoint"]),
            token=_require_encrypted(document["token_endpoint"]),
            userinfo=_require_encrypted(document["userinfo_endpoint"]),
            keys=_require_encrypted(document["jwks_uri"]),
            takes_secret_in_body="client_secret_post"
            in document.get("token_endpoint_auth_methods_supported", ["client_secret_post"]),
        )
    except (requests.RequestException, KeyError, TypeError, ValueError) as error:
        raise PermissionDenied(
            "oidc_unreachable",
            "Le fournisseur de comptes professionnels ne répond pas comme il faut.",
            hint="Réessayez plus tard, ou connectez-vous par mot de passe ou par un lien.",
        ) from error


def _require_encrypted(address: str) -> str:
    """Refuses a URL without encryption, except on the local machine, where tests run."""
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK_HOSTS):
        raise ValueError("an endpoint is not encrypted")
    return address


def _oidc_refusal(code: str, message: str) -> PermissionDenied:
    return PermissionDenied(code, message, hint="Recommencez, ou connectez-vous par mot de passe ou par un lien.")
