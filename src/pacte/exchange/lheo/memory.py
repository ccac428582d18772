"""The most memory that this process held, since its beginning or since it was told to forget."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def own_peak() -> int:
    """Bytes; 0 where the system does not say."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return max((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), default=0)


def forget_peak() -> None:
    """What the process did before does not count. Does nothing where the system does not let it."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
