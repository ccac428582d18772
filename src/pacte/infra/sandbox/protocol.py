"""What the sandboxed child and its parent speak: messages of a one-letter kind, a length, a body. Pure."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Mapping
from typing import IO

MESSAGE_HEADER = struct.Struct(">cI")
REFUSAL = "x"
"""Kind of the message, a JSON object, of a child that understands the file and refuses it."""

_ENTRY_PATH = re.compile(r"pacte(\.[a-z_]+)*\.[a-z_]*worker\.[a-z_]+")


def checked_entry_path(path: str) -> str:
    """Raises ``ValueError`` unless ``path`` names a function of a module of ours whose name ends with « worker »."""
    if not _ENTRY_PATH.fullmatch(path):
        raise ValueError(path)
    return path


def send_message(out: IO[bytes], kind: str, body: bytes) -> None:
    out.write(MESSAGE_HEADER.pack(kind.encode("ascii"), len(body)))
    out.write(body)


def send_json_message(out: IO[bytes], kind: str, body: object) -> None:
    send_message(out, kind, json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))


def send_refusal(out: IO[bytes], reasons: Mapping[str, object]) -> None:
    """Tells the parent why the whole file is refused. Its ``SandboxRefusal`` bears the same ``reasons``."""
    send_json_message(out, REFUSAL, dict(reasons))
