"""Simulated partner with network and partner faults: it loses, duplicates, delays and reorders messages, by seed.

Standard library only, in a separate process. It does what any receiver of our messages must do: count a key once, apply
a dossier in order, reject unusable messages with a reason. Its people and its rejections are fictitious.
"""

from __future__ import annotations

import hashlib
import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pacte.interop.rules.signing import HEADER, is_signed

PAGE = 500


@dataclass(frozen=True, slots=True)
class Weather:
    """Shares of messages, between 0 and 1.

    ``lose``: the message, or its answer. ``delay``: it arrives after later ones. ``later``: received, decided on the
    next request. ``reject``: rejected once, accepted when corrected. ``required``: names without which a message is
    rejected.
    """

    seed: int = 1
    lose: float = 0.0
    double: float = 0.0
    delay: float = 0.0
    later: float = 0.0
    reject: float = 0.0
    required: tuple[str, ...] = ()


@dataclass
class Held:
    """State of one message at the partner."""

    dossier: str
    rank: int
    revision: int
    status: str
    digest: str
    code: str = ""
    reason: str = ""
    name: str = ""


@dataclass
class Book:
    """The partner's own records. ``applied`` counts the applications of each key: one, or the test fails."""

    weather: Weather
    held: dict[str, Held] = field(default_factory=dict)
    applied: Counter[str] = field(default_factory=Counter)
    order: dict[str, list[int]] = field(default_factory=dict)
    early: dict[str, dict[int, dict[str, Any]]] = field(default_factory=dict)
    received: Counter[str] = field(default_factory=Counter)

    def take(self, envelope: dict[str, Any]) -> dict[str, object]:
        """Decide on a received message, and return the partner's answer."""
        key, revision = str(envelope["cle"]), int(envelope["revision"])
        self.received[key] += 1
        known = self.held.get(key)
        if known is None or (known.status == "rejete" and revision > known.revision) or known.status == "attendu":
            known = self._decide(envelope)
        elif revision > known.revision:
            # A deliberate replay: the content is replaced, and nothing is counted twice.
            known.revision, known.digest = revision, _digest(envelope["corps"])
        status = "recu" if known.status == "attendu" else known.status
        return {
            "cle": key, "revision": known.revision, "statut": status, "code": known.code, "motif": known.reason,
            "champ": known.name,
        }  # fmt: skip

    def _decide(self, envelope: dict[str, Any]) -> Held:
        key, dossier, rank = str(envelope["cle"]), str(envelope["dossier"]), int(envelope["numero"])
        held = Held(dossier, rank, int(envelope["revision"]), "accepte", _digest(envelope["corps"]))
        self.held[key] = held
        wrong = self._wrong(key, envelope)
        if wrong:
            held.status, (held.code, held.reason, held.name) = "rejete", wrong
            return held
        last = max(self.order.get(dossier, [0]))
        if int(envelope["apres"]) > last:
            held.status = "attendu"
            self.early.setdefault(dossier, {})[rank] = envelope
            return held
        self.applied[key] += 1
        self.order.setdefault(dossier, []).append(rank)
        for waiting in sorted(self.early.get(dossier, {})):
            following = self.early[dossier][waiting]
            if int(following["apres"]) <= rank:
                del self.early[dossier][waiting]
                self._decide(following)
        return held

    def _wrong(self, key: str, envelope: dict[str, Any]) -> tuple[str, str, str] | None:
        corps = envelope["corps"]
        for name in self.weather.required:
            if name not in corps:
                return "champ_absent", f"Le champ « {name} » est obligatoire.", name
        chance = random.Random(f"{self.weather.seed}/{key}")  # noqa: S311 — a game of chance, not a secret
        if int(envelope["revision"]) == 1 and chance.random() < self.weather.reject:
            names = sorted(corps)
            name = names[chance.randrange(len(names))] if names else ""
            return "valeur_inconnue", "La valeur n’est pas dans la table de référence du partenaire.", name
        return None

    def page(self, after: str) -> dict[str, object]:
        keys = sorted(key for key in self.held if key > after)
        rows = [
            {"cle": key, "dossier": held.dossier, "numero": held.rank, "revision": held.revision,
             "statut": held.status, "empreinte": held.digest}
            for key in keys[:PAGE]
            for held in [self.held[key]]
        ]  # fmt: skip
        return {"messages": rows, "suite": keys[PAGE - 1] if len(keys) > PAGE else ""}

    def counts(self) -> dict[str, object]:
        disordered = sum(ranks != sorted(ranks) for ranks in self.order.values())
        return {
            "received": sum(self.received.values()),
            "keys": len(self.held),
            "applied": len(self.applied),
            "applied_twice": sum(times > 1 for times in self.applied.values()),
            "disordered": disordered,
            "rejected": sum(held.status == "rejete" for held in self.held.values()),
        }


class Wire:
    """Fault injection between the request and the records."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._chance = random.Random(book.weather.seed)  # noqa: S311
        self._late: list[dict[str, Any]] = []
        self._lock = threading.Lock()

    def arrive(self, envelope: dict[str, Any]) -> dict[str, object] | None:
        """Return the answer, or None when it is lost."""
        with self._lock:
            weather, chance = self.book.weather, self._chance
            fate = chance.random()
            if fate < weather.delay:
                self._late.append(envelope)
                return None
            if fate < weather.delay + weather.lose / 2:
                return None
            answer = self.book.take(envelope)
            if chance.random() < weather.double:
                answer = self.book.take(envelope)
            if self._late and chance.random() < 0.5:
                # A delayed message arrives now, out of order, after later ones.
                self.book.take(self._late.pop(chance.randrange(len(self._late))))
            if fate < weather.delay + weather.lose:
                return None
            if chance.random() < weather.later:
                answer = {**answer, "statut": "recu", "code": "", "motif": "", "champ": ""}
            return answer

    def settle(self) -> None:
        """Deliver the delayed messages."""
        with self._lock:
            self._chance.shuffle(self._late)
            while self._late:
                self.book.take(self._late.pop())


def server(wire: Wire, *, port: int, slug: str = "", secret: str = "") -> ThreadingHTTPServer:
    """HTTP server of the partner, on this machine only. Without a secret, signatures are not checked."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if not self._is_ours(body):
                self._answer(401, {"erreur": "signature"})
                return
            answer = wire.arrive(json.loads(body))
            if answer is None:
                self.close_connection = True
                return
            self._answer(200, answer)

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/etat":
                wire.settle()
                self._answer(200, wire.book.counts())
            elif parts.path == "/messages" and self._is_ours(parts.query.encode()):
                self._answer(200, wire.book.page(parse_qs(parts.query).get("apres", [""])[0]))
            else:
                self._answer(404, {})

        def _is_ours(self, signed: bytes) -> bool:
            given = self.headers.get(HEADER, "")
            return not secret or is_signed(secret, slug, signed, given, at=int(time.time()))

        def _answer(self, status: int, body: dict[str, object]) -> None:
            data = json.dumps(body, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Silent: the counts are enough."""

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


def _digest(corps: object) -> str:
    text = json.dumps(corps, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
