"""Reads a catalogue in the sandbox: its limits, and its failures in the words of catalogues."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import IO

from pacte.exchange.lheo import limits
from pacte.exchange.lheo.sandbox_protocol import MessageType
from pacte.exchange.lheo.xml_source import RETRY_HINT
from pacte.exchange.sandbox_stream import StreamedFileKind, read_in_sandbox
from pacte.infra.sandbox.parent import SandboxMessage, SandboxMessages

CHECK_ENTRY = "pacte.exchange.lheo.check_worker.catalogue_check"
IMPORT_ENTRY = "pacte.exchange.lheo.import_worker.catalogue_import"
DIAGNOSIS_ENTRY = "pacte.exchange.lheo.correction_worker.training_diagnosis"
CORRECTION_ENTRY = "pacte.exchange.lheo.correction_worker.training_corrections"

CatalogueMessage = SandboxMessage[MessageType]
CatalogueMessages = SandboxMessages[MessageType]


def run_catalogue_worker(
    stream: IO[bytes], *arguments: str, entry: str = CHECK_ENTRY
) -> AbstractContextManager[CatalogueMessages]:
    """Runs an entry on ``stream``, from its beginning. The worker is killed when the block is left.

    Raises only ``UnreadableFile``, at once or inside the block.
    """
    return read_in_sandbox(
        entry, stream, file_kind=_catalogue_kind(), kinds=MessageType, arguments=arguments,
        sampled_kinds=(MessageType.PROGRESS, MessageType.BATCH, MessageType.END),
    )  # fmt: skip


def _catalogue_kind() -> StreamedFileKind:
    return StreamedFileKind(
        file_bytes=limits.MAX_PACKED_BYTES,
        unpacked_bytes=limits.MAX_UNPACKED_BYTES,
        max_ratio=limits.MAX_RATIO,
        address_space=limits.WORKER_ADDRESS_SPACE,
        cpu_seconds=limits.WORKER_CPU_SECONDS,
        bytes_per_cpu_second=limits.WORKER_BYTES_PER_SECOND,
        cpu_grace_seconds=5,
        silence_seconds=limits.WORKER_SILENCE_SECONDS,
        message_bytes=limits.MAX_MESSAGE_BYTES,
        too_big_reason=f"Un catalogue national tient en moins de {limits.MAX_PACKED_BYTES // 1024**3} Gio.",
        too_slow_reason="Il est fabriqué pour occuper le serveur.",
        unreadable_reason="Il est abîmé, ou demande plus de mémoire qu’un catalogue n’en a besoin.",
        hint=RETRY_HINT,
    )
