"""Protocol between the sandboxed worker and its parent: a one-letter type, a length, a body. Pure."""

from __future__ import annotations

import json
import struct
from enum import StrEnum
from typing import IO, Any

MESSAGE_HEADER = struct.Struct(">cI")
MAX_BODY = 64 * 1024**2


class MessageType(StrEnum):
    """Type of a message."""

    HEADING = "h"
    PROGRESS = "p"
    DEFECT = "d"
    CODES = "c"
    ROWS = "r"
    QUARANTINE = "q"
    BATCH = "b"
    END = "e"
    REFUSED = "x"


def send_message(stream: IO[bytes], word: MessageType, body: bytes) -> None:
    stream.write(MESSAGE_HEADER.pack(word.value.encode(), len(body)))
    stream.write(body)


def send_json_message(stream: IO[bytes], word: MessageType, body: dict[str, Any]) -> None:
    send_message(stream, word, json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))
