"""A one-line site, used to observe the server process."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any


def application(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
    start("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
