"""Opens the gateway that the settings name."""

from __future__ import annotations

from typing import cast

from pacte.infra.texting import gateways
from pacte.infra.texting.records import GatewayAccount, GatewayEntry, TextGateway
from pacte.kernel.catalog_loader import load_catalog_entries
from pacte.kernel.errors import ConfigurationError


def open_gateway(code: str, account: GatewayAccount, *, is_real: bool) -> TextGateway | None:
    """None without a code: SMS are then sent by hand. Raises ``ConfigurationError``."""
    if not code:
        return None
    entries = load_catalog_entries(gateways, "GATEWAY")
    if code not in entries:
        raise ConfigurationError(
            "texting_gateway", f"La passerelle de SMS « {code} » est inconnue.",
            hint=f"Donnez à PACTE_SMS_GATEWAY une de ces valeurs : {', '.join(entries)}.",
        )  # fmt: skip
    entry = cast(GatewayEntry, entries[code])
    if is_real and not entry.is_for_real:
        raise ConfigurationError(
            "texting_simulated", f"La passerelle « {code} » n’envoie rien.",
            "Les personnes attendraient des SMS qui ne partent pas.", "Choisissez une vraie passerelle, ou aucune.",
        )  # fmt: skip
    missing = [f"PACTE_SMS_{name.upper()}" for name in entry.needs if not account.value(name)]
    if missing:
        raise ConfigurationError(
            "texting_account", f"Il manque à la passerelle de SMS : {', '.join(missing)}.", hint="Donnez ces réglages."
        )
    return entry.open(account)
