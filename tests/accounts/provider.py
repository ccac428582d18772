"""An OpenID Connect provider on the loopback address. Correct by default; a test chooses which claim is false."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "pacte-tests", "secret-of-the-tests"


@lru_cache
def key(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """Answers of the provider. Claims set to None are left out."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    userinfo_claims: dict[str, Any] = field(default_factory=dict)
    userinfo_signed: bool = False
    algorithm: str = "RS256"
    signs_with: str = "right"
    key_id: str | None = "k1"
    key_names: tuple[str, ...] = ("k1",)
    discovery: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def give_code(self, request: dict[str, str]) -> str:
        """Authorization code, as once the person agreed on the provider's page."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = request
        return code

    def document(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
        } | self.discovery

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key("right").public_key()))
        return {"keys": [public | {"kid": name, "alg": "RS256", "use": "sig"} for name in self.key_names]}

    def tokens(self, form: dict[str, str]) -> dict[str, Any] | None:
        """None for a code unknown or already used, a wrong secret, or a wrong proof key."""
        request = self.codes.pop(form.get("code", ""), None)
        challenge = _challenge(form.get("code_verifier", ""))
        if not request or form.get("client_secret") != SECRET or challenge != request.get("code_challenge"):
            return None
        moment = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": "sub-1", "iat": moment, "exp": moment + 300,
            "nonce": request["nonce"],
        } | self.claims  # fmt: skip
        return {"access_token": "access", "token_type": "Bearer", "id_token": self.signed(claims)}

    def identity(self) -> tuple[str, bytes]:
        told = {"sub": "sub-1", "email": "lead@exemple.fr", "email_verified": True} | self.userinfo
        told = {name: value for name, value in told.items() if value is not None}
        if not self.userinfo_signed:
            return "application/json", json.dumps(told).encode()
        claims = {"iss": self.issuer, "aud": CLIENT, "exp": int(time.time()) + 300} | told | self.userinfo_claims
        return "application/jwt; charset=utf-8", self.signed(claims).encode()

    def signed(self, claims: dict[str, Any]) -> str:
        claims = {name: value for name, value in claims.items() if value is not None}
        headers = {"kid": self.key_id} if self.key_id else {}
        if self.algorithm == "none":
            return jwt.encode(claims, "", algorithm="none", headers=headers)
        if self.algorithm == "HS256":
            return jwt.encode(claims, SECRET * 3, algorithm="HS256", headers=headers)
        return jwt.encode(claims, key(self.signs_with), algorithm=self.algorithm, headers=headers)


@contextmanager
def served() -> Iterator[Provider]:
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            provider.asked.append(path)
            if path == "/userinfo" and self.headers.get("Authorization") != "Bearer access":
                self._say(401, "application/json", b"{}")
            elif path == "/userinfo":
                self._say(200, *provider.identity())
            elif path == "/jwks":
                self._say(200, "application/json", json.dumps(provider.keys()).encode())
            else:
                self._say(200, "application/json", json.dumps(provider.document()).encode())

        def do_POST(self) -> None:
            provider.asked.append(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            tokens = provider.tokens({name: values[0] for name, values in parse_qs(body).items()})
            if tokens is None:
                self._say(400, "application/json", b'{"error": "invalid_grant"}')
            else:
                self._say(200, "application/json", json.dumps(tokens).encode())

        def _say(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
