"""What a training teaches, and what one version of it changed. Pure.

Taught content: title, objective, expected results, content, certifications, hours, modules and the blocks that these
prepare. Dates, places, prices and the words written for the public (summary, « vous saurez ») are not part of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

TAUGHT_TEXT_LABELS: Mapping[str, str] = {
    "title": "intitulé",
    "objective": "objectif",
    "expected_results": "résultats attendus",
    "content": "contenu",
}


@dataclass(frozen=True, slots=True)
class TaughtModule:
    """A module as it was taught. ``blocks``: codes of the certification blocks that it prepares."""

    title: str
    hours: int
    reference: str = ""
    attestations: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TaughtContent:
    """``certifications``: RNCP and RS codes; ``hours``: the durations of its training actions, shortest first."""

    title: str
    objective: str = ""
    expected_results: str = ""
    content: str = ""
    certifications: tuple[str, ...] = ()
    hours: tuple[int, ...] = ()
    modules: tuple[TaughtModule, ...] = ()

    @property
    def blocks(self) -> frozenset[str]:
        return frozenset(code for module in self.modules for code in module.blocks)


@dataclass(frozen=True, slots=True)
class ModuleRewriting:
    """One module before and after; its title may have changed."""

    before: TaughtModule
    after: TaughtModule


@dataclass(frozen=True, slots=True)
class TaughtDifference:
    """What differs between two contents. ``texts``: keys of ``TAUGHT_TEXT_LABELS``; ``hours``: before and after."""

    modules_added: tuple[TaughtModule, ...] = ()
    modules_removed: tuple[TaughtModule, ...] = ()
    modules_rewritten: tuple[ModuleRewriting, ...] = ()
    blocks_added: tuple[str, ...] = ()
    blocks_removed: tuple[str, ...] = ()
    certifications_added: tuple[str, ...] = ()
    certifications_removed: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    hours: tuple[tuple[int, ...], tuple[int, ...]] | None = None

    @property
    def is_empty(self) -> bool:
        return self == TaughtDifference()


@dataclass(frozen=True, slots=True)
class TaughtVersion:
    """One version of a training, numbered from 1. ``until``: None for what is taught today.

    ``change``: from the version before, None for the first one.
    """

    rank: int
    since: datetime
    until: datetime | None
    taught: TaughtContent
    change: TaughtDifference | None
