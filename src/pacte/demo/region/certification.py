"""Competences attested by the provider and blocks certified by the certifier. Pure.

No certification rate is published (``figures.md``): those of ``calibration`` are assumptions, labelled as such.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache

from pacte.demo.region import calibration as odds
from pacte.demo.region.invented_journey import EMPTY_DETAIL, InventedJourney

_LEFT_WELL = frozenset({"to_job", "to_training"})
_JURY, _RESULT = 5, 12  # days after the end


def attest_competences(life: InventedJourney, end: int) -> None:
    """Attest one or two competences by the provider, by name where the training description lists some."""
    competences = life.session.family.coded_competences
    details = [_competence(*each) for each in competences[: 1 + life.variation % 2]]
    life.steps += [("competence_attested", end, detail) for detail in details or [EMPTY_DETAIL]]


def record_jury(life: InventedJourney, end: int, drawn: float, blocks: Sequence[str]) -> None:
    """Record the jury, then the certification by block and as a whole: all blocks, some, or none."""
    life.steps.append(("presented", end + _JURY, EMPTY_DETAIL))
    if drawn < odds.CERTIFIED:
        _certify(life, end, blocks, "certified")
    elif drawn < odds.CERTIFIED + odds.CERTIFIED_IN_PART:
        certified_count = 1 + life.variation % max(1, len(blocks) - 1)
        _certify(life, end, blocks[:certified_count], "certified_in_part")


def certify_first_block(life: InventedJourney, end: int, kind: str, blocks: Sequence[str]) -> None:
    """Certify the first block of a person who leaves late for a job or another training."""
    session = life.session
    progress = (end - (life.entered_on or end)) / max(1, (session.ends_on - session.starts_on).days)
    if kind in _LEFT_WELL and blocks and progress >= odds.BLOCK_REACHED:
        _certify(life, end, blocks[:1], "certified_in_part")


def _certify(life: InventedJourney, end: int, blocks: Sequence[str], word: str) -> None:
    life.steps += [("block_certified", end + _RESULT, f'{{"block": "{code}"}}') for code in blocks]
    life.steps.append((word, end + _RESULT, EMPTY_DETAIL))


@cache
def _competence(text: str, code: str, in_passport: str) -> str:
    values = {"competence": text, "competence_code": code, "family": in_passport}
    return json.dumps({name: value for name, value in values.items() if value}, ensure_ascii=False)
