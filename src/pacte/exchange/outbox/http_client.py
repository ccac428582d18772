"""HTTP client of a partner: signed requests with a short timeout, never raising. An unclear answer counts as none."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import urllib3

from pacte.interop.rules.partner_answers import AnswerStatus, PartnerAnswer, parse_partner_answer
from pacte.interop.rules.signatures import PARTNER_HEADER, SIGNATURE_HEADER, sign_message

if TYPE_CHECKING:
    from pacte.interop.models import Delivery, Partner

TIMEOUT_SECONDS = 10.0
_MAX_ANSWER = 1024 * 1024
_MAX_PAGES = 10_000


class PartnerClient:
    """Calls one partner; connections are reused between messages."""

    def __init__(self, partner: Partner, secret: str, *, timeout: float = TIMEOUT_SECONDS) -> None:
        self._partner, self._secret = partner, secret
        # No redirects: a signature is valid for one address only.
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(total=timeout), retries=False, maxsize=4, headers={"User-Agent": "pacte"}
        )

    def post(self, delivery: Delivery, body: bytes) -> PartnerAnswer:
        """Sends a message and parses the partner's answer."""
        try:
            answer = self._pool.request(
                "POST", f"{self._partner.url.rstrip('/')}/messages", body=body,
                headers=self._headers(body) | {"Content-Type": "application/json"}, redirect=False,
                preload_content=False,
            )  # fmt: skip
            data = answer.read(_MAX_ANSWER)
            answer.release_conn()
        except (urllib3.exceptions.HTTPError, OSError) as error:
            return PartnerAnswer(AnswerStatus.NOTHING, detail=f"sans réponse ({type(error).__name__})")
        if answer.status >= 500 or answer.status in (401, 403, 404, 429):
            # The message itself is not at fault: it will be sent again.
            return PartnerAnswer(AnswerStatus.NOTHING, detail=f"réponse {answer.status}")
        return parse_partner_answer(_parse_json(data))

    def list_messages(self) -> Iterator[dict[str, object]] | None:
        """Returns the partner's own list of messages; None when it cannot be read completely."""
        messages: list[dict[str, object]] = []
        after = ""
        for _ in range(_MAX_PAGES):
            page = self._page(after)
            if page is None:
                return None
            rows, following = page
            messages += rows
            if not following:
                return iter(messages)
            after = following
        return None

    def _page(self, after: str) -> tuple[list[dict[str, object]], str] | None:
        query = urlencode({"apres": after})
        url = f"{self._partner.url.rstrip('/')}/messages?{query}"
        for wait in (0.0, 0.2, 0.5, 1.0, 2.0):
            time.sleep(wait)
            try:
                answer = self._pool.request("GET", url, headers=self._headers(query.encode()), redirect=False)
            except (urllib3.exceptions.HTTPError, OSError):
                continue
            body = _parse_json(answer.data) if answer.status == 200 else None
            if isinstance(body, dict) and isinstance(rows := body.get("messages"), list):
                return [row for row in rows if isinstance(row, dict)], str(body.get("suite") or "")
        return None

    def _headers(self, signed: bytes) -> dict[str, str]:
        slug = self._partner.slug
        return {PARTNER_HEADER: slug, SIGNATURE_HEADER: sign_message(self._secret, slug, signed, int(time.time()))}


def _parse_json(data: bytes) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None
