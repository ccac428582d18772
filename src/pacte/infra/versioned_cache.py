"""Results kept by what they were computed from, whom they are for, and what was asked: nothing goes stale or leaks.

Whatever changes what a reader may see is in ``scope``, compared part by part. Parts that could hide a difference are
refused: a dataclass with a field that it does not compare, and an object that compares by identity.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, Generic, Protocol, TypeVar, cast

Result = TypeVar("Result")
_ATOMS = (str, int, float, bool, bytes, type(None), date, datetime, Decimal, Fraction, Enum, Path)


class _Missing(Enum):
    """A result may be None."""

    MISSING = "missing"


MISSING: Final = _Missing.MISSING


@dataclass(frozen=True, slots=True)
class CacheKey:
    """``version``: what the result was computed from. ``scope``: whom it is for; ``EVERYBODY`` where all may read it.

    ``text`` tells two keys apart in any process: sets are sorted, every dataclass gives all its fields.
    """

    version: object
    scope: object
    question: object

    def text(self) -> str:
        """Raises ``TypeError`` for a part that cannot be compared safely."""
        return "|".join(_text_of(part) for part in (self.version, self.scope, self.question))


EVERYBODY: Final = "everybody"


class ResultStore(Protocol):
    """Where results are kept, by text of their key. A damaged or unreadable entry is missing."""

    def find(self, key: str) -> Any:
        """The result, or ``MISSING``."""

    def store(self, key: str, result: Any) -> None: ...

    def clear(self) -> None: ...


class MemoryStore:
    """Least recently used results go first. Safe between threads."""

    def __init__(self, maxsize: int) -> None:
        self._maxsize = maxsize
        self._entries: OrderedDict[str, Any] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: str) -> Any:
        with self._lock:
            if key not in self._entries:
                return MISSING
            self._entries.move_to_end(key)
            return self._entries[key]

    def store(self, key: str, result: Any) -> None:
        with self._lock:
            self._entries[key] = result
            self._entries.move_to_end(key)
            while len(self._entries) > self._maxsize:
                self._entries.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()


class CacheFolder:
    """Files by name, the oldest deleted beyond ``maxsize``. A folder that cannot be written keeps nothing."""

    def __init__(self, folder: Path, *, suffix: str, maxsize: int) -> None:
        self._folder, self._suffix, self._maxsize = folder, suffix, maxsize

    def read(self, name: str) -> bytes | None:
        try:
            return self._path(name).read_bytes()
        except OSError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """A reader never sees half a file."""
        path = self._path(name)
        temporary = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            temporary.write_bytes(data)
            temporary.replace(path)
            for old in self._files()[: -self._maxsize]:
                old.unlink(missing_ok=True)
        except OSError:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)

    def delete_others(self, prefix: str) -> None:
        """Deletes the files whose name does not start with ``prefix``."""
        for path in self._folder.glob(f"*{self._suffix}"):
            if not path.name.startswith(prefix):
                path.unlink(missing_ok=True)

    def clear(self) -> None:
        for path in self._folder.glob(f"*{self._suffix}"):
            path.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}{self._suffix}"

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob(f"*{self._suffix}"), key=lambda each: each.stat().st_mtime_ns)


class DiskStore(Generic[Result]):
    """Results as JSON files, read again by other processes. ``decode`` raises ``ValueError`` for what it cannot read.

    Every file begins with the text of its key, and is a miss for another one. ``prefix`` starts the names of the files.
    """

    def __init__(
        self, files: CacheFolder, encode: Callable[[Result], Any], decode: Callable[[Any], Result], *, prefix: str = ""
    ) -> None:
        self._files, self._encode, self._decode, self._prefix = files, encode, decode, prefix

    def find(self, key: str) -> Any:
        data = self._files.read(self._name(key))
        if data is None:
            return MISSING
        try:
            stored_key, content = json.loads(data)
            return self._decode(content) if stored_key == key else MISSING
        except (ValueError, TypeError, KeyError, ArithmeticError, RecursionError):
            return MISSING

    def store(self, key: str, result: Result) -> None:
        self._files.write(self._name(key), json.dumps([key, self._encode(result)]).encode("ascii"))

    def clear(self) -> None:
        self._files.clear()

    def _name(self, key: str) -> str:
        return self._prefix + hashlib.sha256(key.encode("utf-8", "backslashreplace")).hexdigest()


class VersionedCache:
    """A bounded cache named after what it keeps. ``store``: in memory by default, for ``maxsize`` results."""

    def __init__(self, name: str, maxsize: int = 512, *, store: ResultStore | None = None) -> None:
        self.name = name
        self._store = MemoryStore(maxsize) if store is None else store

    def get(self, key: CacheKey, compute: Callable[[], Result]) -> Result:
        """The kept result, else that of ``compute``, which may use nothing that is not in ``key``.

        Two threads that miss at once both compute. Callers do not change what they get.
        """
        text = key.text()
        result = self._store.find(text)
        if result is MISSING:
            result = compute()
            self._store.store(text, result)
        return cast(Result, result)

    def find(self, key: CacheKey) -> Any:
        """The kept result, or ``MISSING``."""
        return self._store.find(key.text())

    def store(self, key: CacheKey, result: object) -> None:
        self._store.store(key.text(), result)

    def clear(self) -> None:
        self._store.clear()


def _text_of(part: object) -> str:
    if isinstance(part, _ATOMS):
        return f"{type(part).__name__}:{part!r}"
    if is_dataclass(part) and not isinstance(part, type):
        names = [field.name for field in fields(part) if field.compare]
        if len(names) < len(fields(part)):
            raise TypeError(f"{type(part).__name__} does not compare all its fields: two readers could share a result")
        return f"{type(part).__name__}({','.join(_text_of(getattr(part, name)) for name in names)})"
    if isinstance(part, (tuple, list)):
        # A zone has hundreds of communes.
        return f"({','.join([f'str:{each!r}' if type(each) is str else _text_of(each) for each in part])},)"
    if isinstance(part, (set, frozenset)):
        return f"{{{','.join(sorted(map(_text_of, part)))}}}"
    raise TypeError(f"{type(part).__name__} is no part of a key: it has no text that tells it apart")
