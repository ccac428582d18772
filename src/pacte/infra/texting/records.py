"""What is given to a gateway, and what it answers. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

ONE_PART_SIGNS = 160
# A text in several parts gives some signs of each to its own numbering.
PART_SIGNS = 153


@dataclass(frozen=True, slots=True)
class OutgoingText:
    """``phone`` is international (+33612345678). ``reference`` is ours, the same if the text is given again."""

    phone: str
    words: str
    reference: str

    @property
    def parts(self) -> int:
        """Number of messages that the operator counts, for words in ASCII."""
        return 1 if len(self.words) <= ONE_PART_SIGNS else -(-len(self.words) // PART_SIGNS)


@dataclass(frozen=True, slots=True)
class TextReceipt:
    """The gateway accepted the text. ``reference`` is its own, to look for the text on its pages."""

    reference: str


@dataclass(frozen=True, slots=True)
class GatewayAccount:
    """Settings of the account: each gateway says which it needs."""

    values: Mapping[str, str]

    def value(self, name: str) -> str:
        return self.values.get(name, "")


class TextError(Exception):
    """The gateway did not say that it accepted the text. ``str()`` names neither the person nor the number."""


class TextRefusedError(TextError):
    """Surely not sent: the gateway cannot be reached, or says no. It may be given again."""


class PhoneUnknownError(TextError):
    """Surely not sent: the gateway says that this number does not exist."""


class TextInDoubtError(TextError):
    """Given, without a clear answer: it may have left. Given again, it might arrive twice."""


class TextGateway(Protocol):
    def send(self, text: OutgoingText) -> TextReceipt:
        """Gives the text to the provider. Raises ``TextError``."""
        ...


class GatewayEntry(Protocol):
    """Entry of the folder of gateways. ``needs``: settings without which it cannot open."""

    code: str
    needs: tuple[str, ...]
    is_for_real: bool

    def open(self, account: GatewayAccount) -> TextGateway: ...
