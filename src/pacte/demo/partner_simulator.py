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

from pacte.interop.rules.signatures import SIGNATURE_HEADER, is_signature_valid

PAGE = 500


@dataclass(frozen=True, slots=True)
class FaultRates:
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
class ReceivedMessage:
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
class PartnerRecords:
    """The partner's own records. ``applied`` counts the applications of each key: one, or the test fails."""

    faults: FaultRates
    messages: dict[str, ReceivedMessage] = field(default_factory=dict)
    applied: Counter[str] = field(default_factory=Counter)
    order: dict[str, list[int]] = field(default_factory=dict)
    early: dict[str, dict[int, dict[str, Any]]] = field(default_factory=dict)
    received: Counter[str] = field(default_factory=Counter)

    def receive(self, envelope: dict[str, Any]) -> dict[str, object]:
        """Decide on a received message, and return the partner's answer."""
        key, revision = str(envelope["cle"]), int(envelope["revision"])
        self.received[key] += 1
        message = self.messages.get(key)
        if (
            message is None
            or (message.status == "rejete" and revision > message.revision)
            or message.status == "attendu"
        ):
            message = self._decide(envelope)
        elif revision > message.revision:
            # A deliberate replay: the content is replaced, and nothing is counted twice.
            message.revision, message.digest = revision, _digest(envelope["corps"])
        status = "recu" if message.status == "attendu" else message.status
        return {
            "cle": key, "revision": message.revision, "statut": status, "code": message.code, "motif": message.reason,
            "champ": message.name,
        }  # fmt: skip

    def _decide(self, envelope: dict[str, Any]) -> ReceivedMessage:
        key, dossier, rank = str(envelope["cle"]), str(envelope["dossier"]), int(envelope["numero"])
        message = ReceivedMessage(dossier, rank, int(envelope["revision"]), "accepte", _digest(envelope["corps"]))
        self.messages[key] = message
        wrong = self._wrong(key, envelope)
        if wrong:
            message.status, (message.code, message.reason, message.name) = "rejete", wrong
            return message
        last = max(self.order.get(dossier, [0]))
        if int(envelope["apres"]) > last:
            message.status = "attendu"
            self.early.setdefault(dossier, {})[rank] = envelope
            return message
        self.applied[key] += 1
        self.order.setdefault(dossier, []).append(rank)
        for waiting in sorted(self.early.get(dossier, {})):
            following = self.early[dossier][waiting]
            if int(following["apres"]) <= rank:
                del self.early[dossier][waiting]
                self._decide(following)
        return message

    def _wrong(self, key: str, envelope: dict[str, Any]) -> tuple[str, str, str] | None:
        corps = envelope["corps"]
        for name in self.faults.required:
            if name not in corps:
                return "champ_absent", f"Le champ « {name} » est obligatoire.", name
        chance = random.Random(f"{self.faults.seed}/{key}")  # noqa: S311 — a game of chance, not a secret
        if int(envelope["revision"]) == 1 and chance.random() < self.faults.reject:
            names = sorted(corps)
            name = names[chance.randrange(len(names))] if names else ""
            return "valeur_inconnue", "La valeur n’est pas dans la table de référence du partenaire.", name
        return None

    def page(self, after: str) -> dict[str, object]:
        keys = sorted(key for key in self.messages if key > after)
        rows = [
            {"cle": key, "dossier": message.dossier, "numero": message.rank, "revision": message.revision,
             "statut": message.status, "empreinte": message.digest}
            for key in keys[:PAGE]
            for message in [self.messages[key]]
        ]  # fmt: skip
        return {"messages": rows, "suite": keys[PAGE - 1] if len(keys) > PAGE else ""}

    def counts(self) -> dict[str, object]:
        disordered = sum(ranks != sorted(ranks) for ranks in self.order.values())
        return {
            "received": sum(self.received.values()),
            "keys": len(self.messages),
            "applied": len(self.applied),
            "applied_twice": sum(times > 1 for times in self.applied.values()),
            "disordered": disordered,
            "rejected": sum(message.status == "rejete" for message in self.messages.values()),
        }


class UnreliableTransport:
    """Fault injection between the request and the records."""

    def __init__(self, records: PartnerRecords) -> None:
        self.records = records
        self._chance = random.Random(records.faults.seed)  # noqa: S311
        self._late: list[dict[str, Any]] = []
        self._lock = threading.Lock()

    def deliver(self, envelope: dict[str, Any]) -> dict[str, object] | None:
        """Return the answer, or None when it is lost."""
        with self._lock:
            faults, chance = self.records.faults, self._chance
            fate = chance.random()
            if fate < faults.delay:
                self._late.append(envelope)
                return None
            if fate < faults.delay + faults.lose / 2:
                return None
            answer = self.records.receive(envelope)
            if chance.random() < faults.double:
                answer = self.records.receive(envelope)
            if self._late and chance.random() < 0.5:
                # A delayed message arrives now, out of order, after later ones.
                self.records.receive(self._late.pop(chance.randrange(len(self._late))))
            if fate < faults.delay + faults.lose:
                return None
            if chance.random() < faults.later:
                answer = {**answer, "statut": "recu", "code": "", "motif": "", "champ": ""}
            return answer

    def deliver_late(self) -> None:
        """Deliver the delayed messages."""
        with self._lock:
            self._chance.shuffle(self._late)
            while self._late:
                self.records.receive(self._late.pop())


def partner_server(
    transport: UnreliableTransport, *, port: int, slug: str = "", secret: str = ""
) -> ThreadingHTTPServer:
    """HTTP server of the partner, on this machine only. Without a secret, signatures are not checked."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if not self._is_ours(body):
                self._answer(401, {"erreur": "signature"})
                return
            answer = transport.deliver(json.loads(body))
            if answer is None:
                self.close_connection = True
                return
            self._answer(200, answer)

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/etat":
                transport.deliver_late()
                self._answer(200, transport.records.counts())
            elif parts.path == "/messages" and self._is_ours(parts.query.encode()):
                self._answer(200, transport.records.page(parse_qs(parts.query).get("apres", [""])[0]))
            else:
                self._answer(404, {})

        def _is_ours(self, signed: bytes) -> bool:
            signature = self.headers.get(SIGNATURE_HEADER, "")
            return not secret or is_signature_valid(secret, slug, signed, signature, at=int(time.time()))

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
