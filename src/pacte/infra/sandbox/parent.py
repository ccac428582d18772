"""Starts a sandboxed child on a file and reads its messages, which are not trusted, within limits."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, StrEnum
from pathlib import Path
from typing import IO, Any, Generic, TypeVar

from pacte.infra.sandbox.limits import SandboxLimits
from pacte.infra.sandbox.protocol import MESSAGE_HEADER, REFUSAL, checked_entry_path
from pacte.infra.system_users import unprivileged_popen_options

_SOURCE_FOLDER = str(Path(__file__).resolve().parents[3])
_BOOTSTRAP = (
    "import sys; sys.path.insert(0, sys.argv[1]); from pacte.infra.sandbox.worker import main; main(*sys.argv[2:])"
)
_READ_BYTES = 1 << 20

Kind = TypeVar("Kind", bound=StrEnum)


class SandboxFailureCause(Enum):
    TOO_SLOW = "the child was silent or answering for too long"
    KILLED = "the child was killed: its CPU time was over, or the machine lacked memory"
    TOO_LONG = "the answer is longer than allowed"
    UNREADABLE = "the child died, or its answer does not have the expected shape"


class SandboxFailure(Exception):
    """The child gave no valid answer. The caller says it in the words of its own files."""

    def __init__(self, cause: SandboxFailureCause) -> None:
        super().__init__(cause.value)
        self.cause = cause


class SandboxRefusal(Exception):
    """The child understood the file and refuses it. ``reasons`` come from the child and are not trusted."""

    def __init__(self, reasons: dict[str, Any]) -> None:
        super().__init__("refused")
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class SandboxMessage(Generic[Kind]):
    kind: Kind
    body: bytes

    def json_object(self) -> dict[str, Any]:
        """The JSON object in the body. Raises ``SandboxFailure`` for anything else."""
        return _json_object(self.body)


class SandboxMessages(Generic[Kind]):
    """Messages of the child for one file, in order; iterate once.

    Raises ``SandboxFailure`` and ``SandboxRefusal`` while iterating. ``peak_bytes``: highest memory use of the child
    observed when a message of ``sampled_kinds`` came.
    """

    def __init__(
        self, child: subprocess.Popen[bytes], kinds: type[Kind], limits: SandboxLimits, sampled_kinds: Collection[Kind]
    ) -> None:
        self._process, self._kinds, self._limits, self._sampled_kinds = child, kinds, limits, sampled_kinds
        self.peak_bytes = 0

    def __iter__(self) -> Iterator[SandboxMessage[Kind]]:
        assert self._process.stdout is not None
        with selectors.DefaultSelector() as selector:
            source = _BoundedReader(self._process.stdout, selector, self._limits)
            while head := source.read_exactly(MESSAGE_HEADER.size, may_end=True):
                letter, length = MESSAGE_HEADER.unpack(head)
                kind = self._kind(letter)
                if length > self._limits.message_bytes:
                    raise SandboxFailure(SandboxFailureCause.TOO_LONG)
                body = source.read_exactly(length)
                if source.is_truncated:
                    break
                if kind is None:
                    raise SandboxRefusal(_json_object(body))
                if kind in self._sampled_kinds:
                    self._sample_memory()
                yield SandboxMessage(kind, body)
            self._check_exit(source)

    def _kind(self, letter: bytes) -> Kind | None:
        """None for a refusal."""
        if letter == REFUSAL.encode():
            return None
        try:
            return self._kinds(letter.decode("ascii"))
        except ValueError as error:
            raise SandboxFailure(SandboxFailureCause.UNREADABLE) from error

    def _check_exit(self, source: _BoundedReader) -> None:
        try:
            code = self._process.wait(timeout=source.seconds_left())
        except subprocess.TimeoutExpired as error:
            raise SandboxFailure(SandboxFailureCause.TOO_SLOW) from error
        if code in (-signal.SIGXCPU, -signal.SIGKILL):
            raise SandboxFailure(SandboxFailureCause.KILLED)
        if code != 0 or source.is_truncated:
            raise SandboxFailure(SandboxFailureCause.UNREADABLE)

    def _sample_memory(self) -> None:
        try:
            lines = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii").splitlines()
        except OSError:
            return
        peaks = [int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")]
        self.peak_bytes = max(self.peak_bytes, *peaks, 0)


class _BoundedReader:
    """Reads exact numbers of bytes within the time and the size of ``limits``.

    ``is_truncated``: the stream ended in the middle of a message.
    """

    def __init__(self, stream: IO[bytes], selector: selectors.BaseSelector, limits: SandboxLimits) -> None:
        self._stream, self._selector, self._limits = stream, selector, limits
        self._deadline = None if limits.wall_seconds is None else time.monotonic() + limits.wall_seconds
        self._buffer = bytearray()
        self._received = 0
        self.is_truncated = False
        selector.register(stream, selectors.EVENT_READ)

    def seconds_left(self) -> float:
        """Longest wait that the limits allow now."""
        if self._deadline is None:
            return self._limits.silence_seconds
        return min(self._limits.silence_seconds, max(0.0, self._deadline - time.monotonic()))

    def read_exactly(self, size: int, *, may_end: bool = False) -> bytes:
        """``size`` bytes, or nothing when the stream ends before. ``may_end``: it may end here, with no byte left."""
        while len(self._buffer) < size:
            chunk = self._read_chunk()
            if not chunk:
                self.is_truncated = bool(self._buffer) or not may_end
                return b""
            self._buffer += chunk
        with memoryview(self._buffer) as view:
            data = bytes(view[:size])
        del self._buffer[:size]
        return data

    def _read_chunk(self) -> bytes:
        if not self._selector.select(timeout=self.seconds_left()):
            raise SandboxFailure(SandboxFailureCause.TOO_SLOW)
        chunk = os.read(self._stream.fileno(), _READ_BYTES)
        self._received += len(chunk)
        if self._limits.answer_bytes is not None and self._received > self._limits.answer_bytes:
            raise SandboxFailure(SandboxFailureCause.TOO_LONG)
        return chunk


@contextmanager
def run_sandboxed(
    entry: str, source: IO[bytes], *, limits: SandboxLimits, kinds: type[Kind], arguments: Sequence[str] = (),
    environment: Mapping[str, str] | None = None, sampled_kinds: Collection[Kind] = (),
) -> Iterator[SandboxMessages[Kind]]:  # fmt: skip
    """Runs ``entry``, dotted name of a function marked ``@sandbox_entry``, on a file on disk, read from its position.

    ``arguments`` are visible to every user of the machine: personal data goes into ``environment``, which is all that
    the child gets of ours. The child is killed when the block is left.
    """
    child = _start_child([checked_entry_path(entry), limits.as_argument(), *arguments], source, environment or {})
    with child:
        try:
            yield SandboxMessages(child, kinds, limits, sampled_kinds)
        finally:
            if child.poll() is None:
                child.kill()


def _start_child(words: Sequence[str], source: IO[bytes], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """A new interpreter that runs the entry, with its limits and its arguments: ``words`` in that order."""
    return subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
        [sys.executable, "-I", "-X", "utf8", "-c", _BOOTSTRAP, _SOURCE_FOLDER, *words],
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=dict(environment),
        close_fds=True,
        **unprivileged_popen_options(),
    )


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise SandboxFailure(SandboxFailureCause.UNREADABLE)
    return answer
