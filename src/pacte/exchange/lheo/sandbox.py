"""Starts the sandboxed worker that reads a catalogue, and validates every message that it sends."""

from __future__ import annotations

import io
import json
import os
import selectors
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NoReturn

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.lheo import limits
from pacte.exchange.lheo.sandbox_protocol import MAX_BODY, MESSAGE_HEADER, MessageType
from pacte.exchange.lheo.xml_source import unreadable_catalogue
from pacte.infra.system_users import unprivileged_popen_options

_SOURCE_DIR = str(Path(__file__).resolve().parents[3])
_BOOTSTRAP = "import sys; sys.path.insert(0, sys.argv[1]); from {module} import main; main(*sys.argv[2:])"
_ARCHIVE_SIGNATURES = (b"\x1f\x8b", b"PK")


@dataclass(frozen=True, slots=True)
class WorkerMessage:
    word: MessageType
    body: bytes

    def plain(self) -> dict[str, object]:
        """The JSON object in the body. Anything else makes the file unreadable."""
        try:
            answer = json.loads(self.body)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise _unreadable()
        return answer


class WorkerMessages:
    """Messages of the worker for one file, in order. ``peak_bytes``: highest memory use observed in the worker."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        self._process = child
        self.peak_bytes = 0

    def __iter__(self) -> Iterator[WorkerMessage]:
        assert self._process.stdout is not None
        source = _TimedReader(self._process.stdout)
        while head := source.read_exactly(MESSAGE_HEADER.size, or_end=True):
            letter, length = MESSAGE_HEADER.unpack(head)
            try:
                word = MessageType(letter.decode("ascii"))
            except ValueError:
                word = None
            if word is None or length > MAX_BODY:
                raise _unreadable()
            frame = WorkerMessage(word, source.read_exactly(length))
            if word in (MessageType.PROGRESS, MessageType.BATCH, MessageType.END):
                self._sample_memory()
            if word is MessageType.REFUSED:
                raise _refusal_from_message(frame)
            yield frame
        self._process.wait()
        if self._process.returncode != 0:
            _raise_for_exit_code(self._process.returncode)

    def _sample_memory(self) -> None:
        try:
            lines = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii").splitlines()
        except OSError:
            return
        peaks = [int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")]
        self.peak_bytes = max(self.peak_bytes, *peaks, 0)


class _TimedReader:
    """Reads an exact number of bytes, with a timeout on the silence of the worker."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._buffer = bytearray()

    def read_exactly(self, size: int, *, or_end: bool = False) -> bytes:
        while len(self._buffer) < size:
            chunk = self._read_chunk()
            if not chunk:
                if or_end and not self._buffer:
                    return b""
                raise _unreadable()
            self._buffer += chunk
        data = bytes(self._buffer[:size])
        del self._buffer[:size]
        return data

    def _read_chunk(self) -> bytes:
        deadline = time.monotonic() + limits.WORKER_SILENCE_SECONDS
        with selectors.DefaultSelector() as selector:
            selector.register(self._stream, selectors.EVENT_READ)
            if not selector.select(timeout=max(0.0, deadline - time.monotonic())):
                raise _too_slow()
        return os.read(self._stream.fileno(), 1 << 20)


@contextmanager
def run_catalogue_worker(
    stream: IO[bytes], *arguments: str, module: str = "pacte.exchange.lheo.check_worker"
) -> Iterator[WorkerMessages]:
    """Runs a worker on ``stream``, from its beginning. The worker is killed when the block is left."""
    with _as_file(stream) as source:
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
            [
                sys.executable,
                "-I",
                "-X",
                "utf8",
                "-c",
                _BOOTSTRAP.format(module=module),
                _SOURCE_DIR,
                _cpu_seconds(source),
                *arguments,
            ],
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            close_fds=True,
            **unprivileged_popen_options(),
        )
        with child:
            try:
                yield WorkerMessages(child)
            finally:
                if child.poll() is None:
                    child.kill()


@contextmanager
def _as_file(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    """The stream itself when it is a regular file, else a copy in an anonymous temporary file."""
    try:
        descriptor = stream.fileno()
    except (OSError, io.UnsupportedOperation):
        descriptor = -1
    if descriptor >= 0 and stat.S_ISREG(os.fstat(descriptor).st_mode):
        stream.flush() if stream.writable() else None
        os.lseek(descriptor, 0, os.SEEK_SET)
        _check_file_size(os.fstat(descriptor).st_size)
        yield stream
        return
    with tempfile.TemporaryFile() as copy:
        if stream.seekable():
            stream.seek(0)
        shutil.copyfileobj(stream, copy, limits.BLOCK)
        _check_file_size(copy.tell())
        copy.flush()
        copy.seek(0)
        yield copy


def _check_file_size(size: int) -> None:
    if size > limits.MAX_PACKED_BYTES:
        raise unreadable_catalogue(
            "file_too_big",
            "Le fichier est trop gros.",
            f"Un catalogue national tient en moins de {limits.MAX_PACKED_BYTES // 1024**3} Gio.",
        )


def _cpu_seconds(source: IO[bytes]) -> str:
    """CPU limit in proportion to the data to read, decompressed for an archive."""
    descriptor = source.fileno()
    size = os.fstat(descriptor).st_size
    sign = os.pread(descriptor, 2, 0)
    unpacked = min(size * limits.MAX_RATIO, limits.MAX_UNPACKED_BYTES) if sign in _ARCHIVE_SIGNATURES else size
    return str(limits.WORKER_CPU_SECONDS + unpacked // limits.WORKER_BYTES_PER_SECOND)


def _refusal_from_message(frame: WorkerMessage) -> UnreadableFile:
    payload = frame.plain()
    texts = [payload.get(key) for key in ("code", "what", "why", "todo")]
    if not all(isinstance(text, str) and len(text) < 1000 for text in texts):
        return _unreadable()
    code, what, why, todo = map(str, texts)
    return UnreadableFile(code, what, why, todo)


def _raise_for_exit_code(code: int) -> NoReturn:
    raise _too_slow() if code in (-signal.SIGXCPU, -signal.SIGKILL) else _unreadable()


def _too_slow() -> UnreadableFile:
    return unreadable_catalogue(
        "file_too_slow", "Le fichier est trop long à lire.", "Il est fabriqué pour occuper le serveur."
    )


def _unreadable() -> UnreadableFile:
    return unreadable_catalogue(
        "file_unreadable",
        "Le fichier ne peut pas être lu.",
        "Il est abîmé, ou demande plus de mémoire qu’un catalogue n’en a besoin.",
    )
