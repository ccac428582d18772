"""What a buyer may read about a learner: an initial, and a network that discloses no protected fact. Pure."""

from __future__ import annotations

from pacte.kernel.french import fold_text

OTHER_NETWORK = "autre réseau"
# Only networks open to everybody are named. Cap emploi discloses a disability, a département the RSA, a prison
# service a sentence: they all get the same label, as does every unknown network.
_OPEN_TO_ALL = ("pole emploi", "france travail", "mission locale", "missions locales")


def shown_network(name: str) -> str:
    """The name of the network, or « autre réseau »."""
    return name if fold_text(name).startswith(_OPEN_TO_ALL) else OTHER_NETWORK


def name_initial(name: str) -> str:
    """« I. »; a dash without a name."""
    return f"{name.strip()[0].upper()}." if name.strip() else "—"
