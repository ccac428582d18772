"""Protocol between the sandboxed worker and its parent: a one-letter type, a length, a body. Pure."""

from __future__ import annotations

import json
import struct
from enum import StrEnum
from typing import IO, Any

HEAD = struct.Struct(">cI")
MAX_BODY = 64 * 1024**2


class Word(StrEnum):
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


def send(stream: IO[bytes], word: Word, body: bytes) -> None:
    stream.write(HEAD.pack(word.value.encode(), len(body)))
    stream.write(body)


def send_object(stream: IO[bytes], word: Word, body: dict[str, Any]) -> None:
    send(stream, word, json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))
