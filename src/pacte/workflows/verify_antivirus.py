"""An antivirus that cannot open is found before the site is served; a site without one is said."""

from __future__ import annotations

import logging

from pacte.kernel.actor import Actor
from pacte.procedures.services import virus_scanner

_log = logging.getLogger(__name__)


def verify_antivirus(*, actor: Actor) -> None:
    """Raises ``ConfigurationError`` for an address that is not understood, or a simulator on a real site."""
    if virus_scanner(actor=actor) is None:
        _log.warning("attachments are kept without a scan: give PACTE_ANTIVIRUS, the address of clamd")
