"""Reads a stream from outside in the sandbox, message by message, and says its failures in the words of its kind."""

from __future__ import annotations

import io
import os
import shutil
import stat
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, NoReturn

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.sandbox_protocol import unreadable_from_refusal
from pacte.infra.sandbox.limits import SandboxLimits
from pacte.infra.sandbox.parent import (
    Kind,
    SandboxFailure,
    SandboxFailureCause,
    SandboxMessages,
    SandboxRefusal,
    run_sandboxed,
)

_BLOCK = 64 * 1024
_ARCHIVE_SIGNATURES = (b"\x1f\x8b", b"PK")


@dataclass(frozen=True, slots=True)
class StreamedFileKind:
    """Limits and words of one kind of streamed file. The CPU time of the child follows the size of the file.

    ``file_bytes``: size received; ``unpacked_bytes`` and ``max_ratio``: size of an archive once decompressed;
    ``address_space``: bytes; ``silence_seconds``: longest wait for the next byte; ``message_bytes``: longest message.
    """

    address_space: int
    too_big_reason: str
    too_slow_reason: str
    unreadable_reason: str
    hint: str
    file_bytes: int = 4 * 1024**3
    unpacked_bytes: int = 8 * 1024**3
    max_ratio: int = 200
    cpu_seconds: int = 60
    bytes_per_cpu_second: int = 3 * 1024**2
    cpu_grace_seconds: int = 1
    silence_seconds: float = 60.0
    message_bytes: int = 64 * 1024**2


@contextmanager
def read_in_sandbox(
    entry: str, stream: IO[bytes], *, file_kind: StreamedFileKind, kinds: type[Kind], arguments: Sequence[str] = (),
    sampled_kinds: Collection[Kind] = (),
) -> Iterator[SandboxMessages[Kind]]:  # fmt: skip
    """Runs ``entry`` on ``stream``, from its beginning; parameters as ``run_sandboxed``.

    Raises only ``UnreadableFile``, at once or while the messages are read inside the block.
    """
    with _as_file(stream, file_kind) as source:
        try:
            with run_sandboxed(
                entry, source, limits=_limits(source, file_kind), kinds=kinds, arguments=arguments,
                sampled_kinds=sampled_kinds,
            ) as messages:  # fmt: skip
                yield messages
        except SandboxRefusal as refusal:
            raise unreadable_from_refusal(refusal.reasons) or _unreadable(file_kind) from refusal
        except SandboxFailure as failure:
            _raise_failure(failure.cause, file_kind)


@contextmanager
def _as_file(stream: IO[bytes], file_kind: StreamedFileKind) -> Iterator[IO[bytes]]:
    """The stream itself when it is a regular file, else a copy in an anonymous temporary file."""
    try:
        descriptor = stream.fileno()
    except (OSError, io.UnsupportedOperation):
        descriptor = -1
    if descriptor >= 0 and stat.S_ISREG(os.fstat(descriptor).st_mode):
        stream.flush() if stream.writable() else None
        os.lseek(descriptor, 0, os.SEEK_SET)
        _check_size(os.fstat(descriptor).st_size, file_kind)
        yield stream
        return
    with tempfile.TemporaryFile() as copy:
        if stream.seekable():
            stream.seek(0)
        shutil.copyfileobj(stream, copy, _BLOCK)
        _check_size(copy.tell(), file_kind)
        copy.flush()
        copy.seek(0)
        yield copy


def _check_size(size: int, file_kind: StreamedFileKind) -> None:
    if size > file_kind.file_bytes:
        raise UnreadableFile("file_too_big", "Le fichier est trop gros.", file_kind.too_big_reason, file_kind.hint)


def _limits(source: IO[bytes], file_kind: StreamedFileKind) -> SandboxLimits:
    """CPU time in proportion to the data to read, decompressed for an archive."""
    descriptor = source.fileno()
    size = os.fstat(descriptor).st_size
    if os.pread(descriptor, 2, 0) in _ARCHIVE_SIGNATURES:
        size = min(size * file_kind.max_ratio, file_kind.unpacked_bytes)
    return SandboxLimits(
        address_space=file_kind.address_space,
        cpu_seconds=file_kind.cpu_seconds + size // file_kind.bytes_per_cpu_second,
        cpu_grace_seconds=file_kind.cpu_grace_seconds,
        silence_seconds=file_kind.silence_seconds,
        message_bytes=file_kind.message_bytes,
    )


def _raise_failure(cause: SandboxFailureCause, file_kind: StreamedFileKind) -> NoReturn:
    if cause in (SandboxFailureCause.TOO_SLOW, SandboxFailureCause.KILLED):
        raise UnreadableFile(
            "file_too_slow", "Le fichier est trop long à lire.", file_kind.too_slow_reason, file_kind.hint
        )
    raise _unreadable(file_kind)


def _unreadable(file_kind: StreamedFileKind) -> UnreadableFile:
    return UnreadableFile(
        "file_unreadable", "Le fichier ne peut pas être lu.", file_kind.unreadable_reason, file_kind.hint
    )
