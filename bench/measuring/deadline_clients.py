"""Applicants who attach a file, then press « Envoyer » at their instant: real HTTP, one thread an act."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from bench.invented.applications import InventedDraft

# Each waits between its file and its sending: as many as there are in two minutes.
_CLIENTS = 320
_TIMEOUT = 300.0
FIRST_ATTACHED, _LAST_ATTACHED = 120.0, 20.0
"""Seconds before their sending in which people attach their files: they read it all again, then press."""


@dataclass(slots=True)
class Sending:
    """One applicant. Instants are true seconds since 1970: when they mean to attach their files, then to press.

    ``statuses``: of the answers to what they attached, then to their sending.
    """

    draft: InventedDraft
    attach_at: float
    press_at: float
    pressed_at: float = 0.0
    send_seconds: float = 0.0
    attach_seconds: list[float] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    receipt: str = ""


def press_instants(count: int, *, opens_at: float, deadline: float, last_seconds: float, last: int) -> list[float]:
    """When each presses: ``last`` of them in the last seconds, the others evenly before."""
    calm = count - last
    first_part = [opens_at + (deadline - last_seconds - opens_at) * rank / max(1, calm) for rank in range(calm)]
    # The last one presses a tenth of a second before the end: a phone cannot be more precise.
    return first_part + [deadline - last_seconds + (last_seconds - 0.1) * (rank + 1) / last for rank in range(last)]


def attach_instant(press_at: float, rank: int) -> float:
    """When the applicant of that rank attaches: the waits are spread evenly, whatever the order of the sendings."""
    # The golden ratio spreads consecutive ranks.
    share = (rank * 0.6180339887) % 1
    return press_at - _LAST_ATTACHED - (FIRST_ATTACHED - _LAST_ATTACHED) * share


def run_sendings(site: str, paths: Callable[[InventedDraft, str], str], sendings: Sequence[Sending]) -> None:
    """Do all of it and return when the last answer came. ``paths``: of « document:FIELD » or of « review »."""
    with ThreadPoolExecutor(_CLIENTS) as threads:
        waiting = [
            threads.submit(_one, site, paths, each) for each in sorted(sendings, key=lambda each: each.attach_at)
        ]
        _raise_first(waiting)


def _raise_first(waiting: Sequence[Future[None]]) -> None:
    for each in waiting:
        each.result()


def _one(site: str, paths: Callable[[InventedDraft, str], str], sending: Sending) -> None:
    _sleep_until(sending.attach_at)
    for name, data in sending.draft.documents.items():
        started = time.perf_counter()
        status, _ = _post(site, paths(sending.draft, f"document:{name}"), files={"file": (f"{name}.pdf", data)})
        sending.attach_seconds.append(time.perf_counter() - started)
        sending.statuses.append(status)
    _sleep_until(sending.press_at)
    sending.pressed_at, started = time.time(), time.perf_counter()
    status, sending.receipt = _post(site, paths(sending.draft, "review"), files={})
    sending.send_seconds = time.perf_counter() - started
    sending.statuses.append(status)


def _sleep_until(instant: float) -> None:
    time.sleep(max(0.0, instant - time.time()))


def _post(site: str, path: str, *, files: Mapping[str, tuple[str, bytes]]) -> tuple[int, str]:
    """The status of the answer, and where it leads."""
    body, kind = _multipart(files) if files else (urlencode({}).encode(), "application/x-www-form-urlencoded")
    place = urlsplit(site)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=_TIMEOUT)
    try:
        connection.request("POST", path, body, {"Content-Type": kind})
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers.get("Location", "")
    finally:
        connection.close()


def _multipart(files: Mapping[str, tuple[str, bytes]]) -> tuple[bytes, str]:
    mark = uuid4().hex
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        "Content-Type: application/pdf\r\n\r\n".encode()
        + data
        + b"\r\n"
        for name, (file_name, data) in files.items()
    ]
    return b"".join([*parts, f"--{mark}--\r\n".encode()]), f"multipart/form-data; boundary={mark}"


class BareReader(threading.Thread):
    """Reads the bare view twice a second while the others send: the baseline has the load that they have."""

    def __init__(self, address: str, fetch: Callable[[str], float]) -> None:
        super().__init__(daemon=True)
        self._address, self._fetch, self._is_done = address, fetch, threading.Event()
        self.seconds: list[tuple[float, float]] = []
        """Pairs: the true instant of each reading, and how long it took."""

    def run(self) -> None:
        while not self._is_done.wait(0.5):
            self.seconds.append((time.time(), self._fetch(self._address)))

    def stop(self) -> None:
        self._is_done.set()
        self.join()
