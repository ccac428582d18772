"""What a sandboxed reader of attachments sends: the format that it found, new bytes, or its refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO

from pacte.infra.attachments.records import AttachmentContent, AttachmentMessage, FlawedAttachment
from pacte.infra.sandbox.protocol import send_json_message, send_message, send_refusal
from pacte.infra.sandbox.worker import FileReader


def attachment_reader(inspect: Callable[[bytes], AttachmentContent]) -> FileReader:
    """The reader that a sandbox entry returns: it reads the whole file, which the caller has bounded."""

    def read(source: IO[bytes], out: IO[bytes]) -> None:
        try:
            content = inspect(source.read())
        except FlawedAttachment as refusal:
            send_refusal(out, {"flaw": refusal.flaw.value})
            return
        send_json_message(out, AttachmentMessage.FORMAT, {"format": content.format.value})
        if content.is_rewritten:
            send_message(out, AttachmentMessage.CONTENT, content.data)

    return read
