"""Files of a worker whose neighbour reads the same file, and whose parent is sometimes busy. Pure."""

from __future__ import annotations

import io
import os
import threading
from collections import deque
from types import TracebackType
from typing import IO, TYPE_CHECKING, Self

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer


class SharedFile(io.RawIOBase):
    """Reads a regular file by its own position: processes that inherit one descriptor share the position of it."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._position = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        starts = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: os.fstat(self._descriptor).st_size}
        self._position = max(0, starts[whence] + offset)
        return self._position

    def readinto(self, target: WriteableBuffer) -> int:
        size = os.preadv(self._descriptor, [target], self._position)
        self._position += size
        return size


class WriterAhead(io.RawIOBase):
    """Writes into ``out`` from a thread, for a worker that computes while its parent does not read yet.

    ``write`` waits when ``limit`` bytes are already waiting. Leaving the block waits until all is written; an error of
    ``out`` is raised by the next call. Nothing else may use ``out`` inside the block.
    """

    def __init__(self, out: IO[bytes] | io.RawIOBase, limit: int) -> None:
        self._out, self._limit = out, limit
        self._waiting: deque[bytes] = deque()
        self._size = 0
        self._is_ended = False
        self._error: OSError | None = None
        self._change = threading.Condition()
        # Daemon: a worker that fails must end at once, even if its parent no longer reads.
        self._thread = threading.Thread(target=self._write_all, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            return
        with self._change:
            self._is_ended = True
            self._change.notify_all()
        self._thread.join()
        self._raise_error()

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer) -> int:
        block = bytes(data)
        with self._change:
            self._change.wait_for(lambda: self._size < self._limit or self._error is not None)
            self._raise_error()
            self._waiting.append(block)
            self._size += len(block)
            self._change.notify_all()
        return len(block)

    def _raise_error(self) -> None:
        if self._error is not None:
            raise self._error

    def _write_all(self) -> None:
        try:
            while blocks := self._next_blocks():
                for block in blocks:
                    self._out.write(block)
                self._out.flush()
                self._forget(sum(map(len, blocks)))
        except OSError as error:
            with self._change:
                self._error = error
                self._change.notify_all()

    def _next_blocks(self) -> list[bytes]:
        """All that waits; empty at the end. They count as waiting until they are written."""
        with self._change:
            self._change.wait_for(lambda: self._waiting or self._is_ended)
            blocks = list(self._waiting)
            self._waiting.clear()
            return blocks

    def _forget(self, size: int) -> None:
        with self._change:
            self._size -= size
            self._change.notify_all()
