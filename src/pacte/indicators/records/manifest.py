"""Manifest of the facts store: files, read position of each source, quarantine counts. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

SCHEMA_VERSION = 7
"""Increased when the columns of a table change: the store is then rebuilt."""


@dataclass(frozen=True, slots=True)
class FactFile:
    """A Parquet file, rewritten only to anonymise somebody. ``digest`` is the SHA-256 of its bytes."""

    table: str
    file: str
    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class ReadPosition:
    """Read position in a source: the highest identifier read, and the gaps below it, as (first, last) pairs.

    A transaction may take an identifier and write its row after a higher one was read; or never, when it is rolled
    back.
    """

    last: int = 0
    holes: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class FactsManifest:
    """``built_at`` is the instant of the last refresh, in ISO format; "" before the first.

    ``aside``: number of quarantined steps, by reason. ``versions``: of the exports of the rooms, by name.
    """

    parts: tuple[FactFile, ...] = ()
    reads: dict[str, ReadPosition] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    next_row: int = 1
    built_at: str = ""
    shape: int = SCHEMA_VERSION
    aside: dict[str, int] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Identifies the set of facts."""
        text = "\n".join(f"{part.table} {part.digest}" for part in self.parts)
        return hashlib.sha256(text.encode()).hexdigest()

    def needs_rebuild(self, versions: Mapping[str, int]) -> bool:
        """True when the store has facts but no read position, or read an export in another version than the present.

        An export that the store does not know was in its first version.
        """
        is_outdated = any(self.versions.get(name, 1) != version for name, version in versions.items())
        return bool(self.parts) and (not self.reads or is_outdated)

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.parts if part.table not in ("replaced", "aside", "forgotten"))

    @property
    def last_file_number(self) -> int:
        """Highest number used in a file name."""
        return max((int(part.file.rsplit("-", 1)[1].split(".")[0]) for part in self.parts), default=0)

    def files(self, table: str) -> tuple[str, ...]:
        return tuple(part.file for part in self.parts if part.table == table)

    def as_json(self) -> str:
        return json.dumps(asdict(self) | {"digest": self.digest}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> FactsManifest:
        data: dict[str, Any] = json.loads(text)
        return cls(
            parts=tuple(FactFile(**each) for each in data["parts"]),
            # Stores written before gaps were recorded have no reliable read position.
            reads={
                name: ReadPosition(each["last"], tuple((first, last) for first, last in each["holes"]))
                for name, each in data["reads"].items()
                if "holes" in each
            },
            versions=data.get("versions", {}),
            next_row=data["next_row"],
            built_at=data["built_at"],
            shape=data["shape"],
            aside=data["aside"],
        )


@dataclass(frozen=True, slots=True)
class RefreshReport:
    """Report of a refresh. ``added``: rows by table. ``late``: recorded more than a month after they happened.

    ``future``: dated after they were recorded; they count from their date on. ``aside``: newly quarantined steps, by
    reason.
    """

    added: dict[str, int]
    replaced: int
    late: int
    future: int
    aside: dict[str, int]
    people: int
    forgotten: int
    seconds: float
    digest: str
    rows: int

    @property
    def total(self) -> int:
        return sum(self.added.values())
