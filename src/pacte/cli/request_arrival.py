"""When each request arrived on this machine, however long it then waited for a thread (docs/adr/0055).

While pages are made, new connections wait in the kernel, then complete requests wait in the worker. The kernel knows
when the last byte of a connection came: whoever pressed before a deadline is in time, even when the site is busy.
"""

from __future__ import annotations

import socket
import struct
import time
from typing import Any

from waitress.channel import HTTPChannel
from waitress.task import WSGITask

from pacte.kernel.arrival import ARRIVAL_KEY

# tcpi_last_data_recv of Linux, in milliseconds: the fields before it never moved.
_LAST_DATA = struct.Struct("@52xI")


class DatedTask(WSGITask):
    """Gives the page the instant at which its request arrived."""

    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        environ[ARRIVAL_KEY] = self.channel.arrived_at
        return environ


class DatedChannel(HTTPChannel):
    """A connection that notes when its last bytes came. It reads no second request before it answered the first."""

    task_class = DatedTask
    arrived_at: float = 0.0

    def received(self, data: bytes) -> bool:
        self.arrived_at = time.time() - seconds_since_data(self.socket)
        return bool(super().received(data))


def seconds_since_data(connection: socket.socket) -> float:
    """Return the seconds since the last bytes came; 0 where the kernel does not say (not TCP, or not Linux)."""
    option = getattr(socket, "TCP_INFO", None)
    if option is None or connection.family not in (socket.AF_INET, socket.AF_INET6):
        return 0.0
    try:
        information = connection.getsockopt(socket.IPPROTO_TCP, option, _LAST_DATA.size)
    except OSError:
        # The client has gone: what it said was read now.
        return 0.0
    if len(information) < _LAST_DATA.size:
        return 0.0
    (milliseconds,) = _LAST_DATA.unpack(information)
    return float(milliseconds) / 1000
