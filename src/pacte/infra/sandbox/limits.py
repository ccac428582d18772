"""Limits of a sandboxed child. No limit has a default that allows everything, except those named ``None`` here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SandboxLimits:
    """``address_space``: bytes of memory. ``cpu_seconds``: time of computing; ``cpu_grace_seconds`` later the kernel
    kills for good. ``silence_seconds``: longest wait for the next byte. ``message_bytes``: longest message.

    ``wall_seconds`` and ``answer_bytes`` bound the whole answer; None for a stream whose reader sets the pace.
    """

    address_space: int
    cpu_seconds: int
    silence_seconds: float
    message_bytes: int
    cpu_grace_seconds: int = 1
    wall_seconds: float | None = None
    answer_bytes: int | None = None

    def as_argument(self) -> str:
        """What the child must know, for its command line: « 536870912,5,1 »."""
        return f"{self.address_space},{self.cpu_seconds},{self.cpu_grace_seconds}"
