"""Competences attested by the provider and blocks certified by the certifier. Pure.

No certification rate is published (``figures.md``): those of ``calibration`` are assumptions, labelled as such.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache

from pacte.demo.region import calibration as odds
from pacte.demo.region.life import NOTHING, Life

_LEFT_WELL = frozenset({"to_job", "to_training"})
_JURY, _RESULT = 5, 12  # days after the end


def attest(life: Life, end: int) -> None:
    """Attest one or two competences by the provider, by name where the training description lists some."""
    known = life.session.family.known
    said = [_competence(text) for text in known[: 1 + life.turn % 2]]
    life.steps += [("competence_attested", end, detail) for detail in said or [NOTHING]]


def judge(life: Life, end: int, drawn: float, blocks: Sequence[str]) -> None:
    """Record the jury, then the certification by block and as a whole: all blocks, some, or none."""
    life.steps.append(("presented", end + _JURY, NOTHING))
    if drawn < odds.CERTIFIED:
        _certify(life, end, blocks, "certified")
    elif drawn < odds.CERTIFIED + odds.CERTIFIED_IN_PART:
        some = 1 + life.turn % max(1, len(blocks) - 1)
        _certify(life, end, blocks[:some], "certified_in_part")


def leave_with_a_part(life: Life, end: int, kind: str, blocks: Sequence[str]) -> None:
    """Certify the first block of a person who leaves late for a job or another training."""
    session = life.session
    gone = (end - (life.entered_on or end)) / max(1, (session.ends_on - session.starts_on).days)
    if kind in _LEFT_WELL and blocks and gone >= odds.BLOCK_REACHED:
        _certify(life, end, blocks[:1], "certified_in_part")


def _certify(life: Life, end: int, blocks: Sequence[str], word: str) -> None:
    life.steps += [("block_certified", end + _RESULT, f'{{"block": "{code}"}}') for code in blocks]
    life.steps.append((word, end + _RESULT, NOTHING))


@cache
def _competence(text: str) -> str:
    return json.dumps({"competence": text}, ensure_ascii=False)
