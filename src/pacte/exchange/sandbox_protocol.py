"""What readers of files in the sandbox share: an ``UnreadableFile`` raised in the child is raised in its parent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import IO, Any

from pacte.exchange.errors import UnreadableFile
from pacte.infra.sandbox.protocol import send_refusal

# The name of a file may be personal data and every user of the machine sees arguments: it is in the environment.
FILE_NAME_VARIABLE = "PACTE_FILE_NAME"
_MAX_TEXT = 1000


class ParsedFileMessage(StrEnum):
    """A workbook, a csv file or a yaml file is answered in one message."""

    ANSWER = "a"


@contextmanager
def send_refusals(out: IO[bytes]) -> Iterator[None]:
    """In the child: tells the parent that the whole file is refused."""
    try:
        yield
    except UnreadableFile as error:
        reasons = {"code": error.code, "what": error.message, "why": error.reason, "todo": error.hint}
        send_refusal(out, reasons | {"sheet": error.sheet, "row": error.row, "column": error.column})


def unreadable_from_refusal(reasons: dict[str, Any]) -> UnreadableFile | None:
    """In the parent: the error of the child, without its place. None when the answer does not have the agreed shape."""
    texts = [reasons.get(key) for key in ("code", "what", "why", "todo")]
    if not all(isinstance(text, str) and len(text) < _MAX_TEXT for text in texts):
        return None
    code, what, why, todo = map(str, texts)
    return UnreadableFile(code, what, why, todo)
