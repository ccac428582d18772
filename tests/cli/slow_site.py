"""A site whose pages last half a second and say when their request arrived, and when they began."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from pacte.kernel.arrival import ARRIVAL_KEY

PAGE_SECONDS = 0.5


def application(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
    began = time.time()
    if environ["PATH_INFO"] != "/sante":
        time.sleep(PAGE_SECONDS)
    start("200 OK", [("Content-Type", "text/plain")])
    return [f"{environ.get(ARRIVAL_KEY, began)} {began}".encode()]
