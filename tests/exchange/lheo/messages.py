"""Reads the messages that a reader of catalogues wrote, without a child process."""

from __future__ import annotations

from pacte.exchange.lheo.sandbox import CatalogueMessage
from pacte.exchange.lheo.sandbox_protocol import MessageType
from pacte.infra.sandbox.parent import SandboxMessage
from pacte.infra.sandbox.protocol import MESSAGE_HEADER


def messages_in(data: bytes) -> list[CatalogueMessage]:
    found = []
    while data:
        letter, length = MESSAGE_HEADER.unpack(data[: MESSAGE_HEADER.size])
        body = data[MESSAGE_HEADER.size : MESSAGE_HEADER.size + length]
        found.append(SandboxMessage(MessageType(letter.decode()), body))
        data = data[MESSAGE_HEADER.size + length :]
    return found
