"""SMS of OVHcloud: one signed request a text. https://eu.api.ovh.com/console/?section=%2Fsms

A text bears no idempotency reference there: ``tag`` only helps to find it, a text in doubt is never given again.
"""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass, field
from typing import Any

from pacte.infra.texting.json_post import Connect, https_connection, post_json
from pacte.infra.texting.records import (
    GatewayAccount,
    OutgoingText,
    PhoneUnknownError,
    TextGateway,
    TextInDoubtError,
    TextReceipt,
    TextRefusedError,
)

HOST = "eu.api.ovh.com"
_TAG_SIGNS = 20


@dataclass(frozen=True, slots=True)
class OvhGateway:
    """``service`` is the SMS account (sms-ab12345-1), ``sender`` a name approved there, or empty for a short number."""

    service: str
    sender: str
    key: str
    secret: str
    consumer: str
    connect: Connect = field(default=https_connection)
    host: str = HOST

    def send(self, text: OutgoingText) -> TextReceipt:
        path = f"/1.0/sms/{self.service}/jobs"
        body = json.dumps(self._job(text))
        answer = post_json(self.connect, self.host, path, body, self._headers("POST", path, body))
        if text.phone in (answer.get("invalidReceivers") or ()):
            raise PhoneUnknownError("numéro inconnu de la passerelle")
        identifiers = answer.get("ids")
        if not isinstance(identifiers, list):
            raise TextInDoubtError("réponse inattendue de la passerelle")
        if not identifiers:
            raise TextRefusedError("la passerelle n’a rien pris")
        return TextReceipt(str(identifiers[0]))

    def _job(self, text: OutgoingText) -> dict[str, Any]:
        named = {"sender": self.sender} if self.sender else {"senderForResponse": True}
        # Not an advertisement: no word about how to stop is added, and our page says how to.
        return {
            "receivers": [text.phone], "message": text.words, "tag": text.reference[:_TAG_SIGNS], "coding": "7bit",
            "charset": "UTF-8", "noStopClause": True, "priority": "high", **named,
        }  # fmt: skip

    def _headers(self, method: str, path: str, body: str) -> dict[str, str]:
        at = str(int(time.time()))
        signed = "+".join((self.secret, self.consumer, method, f"https://{self.host}{path}", body, at))
        # The provider prescribes SHA-1 for its signature.
        digest = hashlib.sha1(signed.encode(), usedforsecurity=False).hexdigest()
        return {
            "X-Ovh-Application": self.key, "X-Ovh-Consumer": self.consumer, "X-Ovh-Timestamp": at,
            "X-Ovh-Signature": f"$1${digest}",
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Ovh:
    code: str = "ovh"
    needs: tuple[str, ...] = ("account", "key", "secret", "consumer")
    is_for_real: bool = True

    def open(self, account: GatewayAccount) -> TextGateway:
        return OvhGateway(
            account.value("account"), account.value("sender"), account.value("key"), account.value("secret"),
            account.value("consumer"),
        )  # fmt: skip


GATEWAY = _Ovh()
