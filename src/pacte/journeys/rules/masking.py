"""What a buyer reads of somebody: an initial, and a network when it tells nothing that the law protects. Pure."""

from __future__ import annotations

from pacte.kernel.french import plain

OTHER_NETWORK = "autre réseau"
# Only networks that anybody may go to are named. Cap emploi tells of a disability, a département of the RSA, a prison
# service of justice: they are all said alike, with every network that we do not know.
_OPEN_TO_ALL = ("pole emploi", "france travail", "mission locale", "missions locales")


def shown_network(name: str) -> str:
    """The name of the network, or « autre réseau »."""
    return name if plain(name).startswith(_OPEN_TO_ALL) else OTHER_NETWORK


def initial(name: str) -> str:
    """« I. »; a dash for who has no name any more."""
    return f"{name.strip()[0].upper()}." if name.strip() else "—"
