"""One JSON request to a provider: https, no redirection, a time limit, and what its failure means for the text."""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any

from pacte.infra.texting.records import TextInDoubtError, TextRefusedError

TIMEOUT = 10  # seconds
_MOST_BYTES = 65_536
_TOO_MANY, _BUSY = 429, 503
Connect = Callable[[str], HTTPConnection]


def https_connection(host: str) -> HTTPConnection:
    return HTTPSConnection(host, timeout=TIMEOUT, context=ssl.create_default_context())


def post_json(connect: Connect, host: str, path: str, body: str, headers: Mapping[str, str]) -> dict[str, Any]:
    """The answer of the provider, a JSON object. The connection follows no redirection.

    Raises ``TextRefusedError`` when nothing was given or the provider says no, ``TextInDoubtError`` when it is unclear.
    """
    connection = connect(host)
    try:
        _open(connection)
        try:
            connection.request(
                "POST", path, body=body.encode(), headers={"Content-Type": "application/json", **headers}
            )
            response = connection.getresponse()
            content = response.read(_MOST_BYTES)
        except (OSError, HTTPException) as error:
            raise TextInDoubtError(f"pas de réponse : {type(error).__name__}") from error
        _refuse_status(response.status, content)
        return _parse(content)
    finally:
        connection.close()


def _open(connection: HTTPConnection) -> None:
    try:
        connection.connect()
    except OSError as error:
        raise TextRefusedError(f"passerelle injoignable : {type(error).__name__}") from error


def _refuse_status(status: int, content: bytes) -> None:
    """A server error may come after the text was taken; a refusal comes before."""
    if status // 100 == 2:
        return
    if status >= 500 and status != _BUSY:
        raise TextInDoubtError(f"erreur {status} de la passerelle")
    del content  # It may quote the number.
    raise TextRefusedError(f"refus {status} de la passerelle")


def _parse(content: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(content)
    except ValueError as error:
        raise TextInDoubtError("réponse illisible de la passerelle") from error
    if not isinstance(answer, dict):
        raise TextInDoubtError("réponse inattendue de la passerelle")
    return answer
