"""What is given to a scanner, and what it answers. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ScanVerdict:
    """``signature``: what was found, in the words of the scanner; empty when nothing was."""

    signature: str = ""

    @property
    def is_infected(self) -> bool:
        return bool(self.signature)


class ScannerSilentError(Exception):
    """No verdict: the scanner cannot be reached, or does not answer. The same bytes may be given again."""


class ScannerRefusalError(ScannerSilentError):
    """The scanner answers, without a verdict on these bytes: too large for it, for example."""


class VirusScanner(Protocol):
    def scan(self, data: bytes) -> ScanVerdict:
        """Raises ``ScannerSilentError``."""
        ...
