"""What the web server and the pages say to each other of a request: when it arrived."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from pacte.kernel.clock import now, trade_instant

# No header of a client has this name: those begin with HTTP_.
ARRIVAL_KEY = "pacte.arrived_at"


def arrival_instant(environ: Mapping[str, object]) -> datetime:
    """When the request arrived, in the time of the trade: as the web server noted it, or now under another server."""
    noted = environ.get(ARRIVAL_KEY)
    return trade_instant(datetime.fromtimestamp(noted, tz=UTC)) if isinstance(noted, float) else now()
