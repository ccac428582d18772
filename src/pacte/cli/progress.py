"""Progress bar, shown on a terminal only so that redirected output stays clean."""

from __future__ import annotations

import sys
import time

from pacte.kernel.french import format_number

_WIDTH = 30
_EVERY_SECONDS = 0.2


class ProgressBar:
    """Progress bar. Call ``update`` with the amount done so far; ``clear`` erases the line."""

    def __init__(self, label: str, total: int, unit: str = "Mo", scale: int = 1_000_000) -> None:
        self._label, self._total, self._unit, self._scale = label, max(total, 1), unit, scale
        self._is_shown = sys.stderr.isatty()
        self._next = 0.0

    def update(self, done: int) -> None:
        if not self._is_shown or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _EVERY_SECONDS
        part = min(done / self._total, 1.0)
        full = int(part * _WIDTH)
        text = (
            f"{self._label} [{'█' * full}{'·' * (_WIDTH - full)}] {part:4.0%} "
            f"{format_number(done / self._scale)} {self._unit}"
        )
        print(f"\r{text}\033[K", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        if self._is_shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
