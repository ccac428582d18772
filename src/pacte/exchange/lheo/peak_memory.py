"""Peak memory of this process, since its start or its last reset."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def peak_memory_bytes() -> int:
    """Peak memory in bytes; 0 when the system does not provide it."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return max((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), default=0)


def reset_peak_memory() -> None:
    """Resets the peak memory counter. Does nothing when the system does not allow it."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
