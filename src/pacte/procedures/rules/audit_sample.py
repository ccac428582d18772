"""Which funded cases are controlled: a draw that anybody may do again, from what is published. Pure.

Every case above the amount is drawn. The others are put in order of amount and cut into as many groups as cases are to
be drawn; in each group, the case of the smallest digest of the seed and of its number. So small and large amounts
are both seen, and nobody chooses.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date

from pacte.procedures.records.audits import AuditSampling, DrawnCase, DrawnFor, FundedCase


def seed_words(plan_code: str, procedure_code: str, round_id: int, drawn_on: date) -> str:
    """Returns what the seed is the digest of: the round and the day of the draw."""
    return f"{plan_code}/{procedure_code}/{round_id}/{drawn_on.isoformat()}"


def draw_sample(sampling: AuditSampling, funded: Iterable[FundedCase], seed: str) -> tuple[DrawnCase, ...]:
    """Returns the cases drawn, by number: the share is rounded up, so that one at least is drawn when some are left."""
    every = sorted(funded, key=lambda each: (each.cents, each.number))
    large = [each for each in every if each.cents > sampling.always_above_cents]
    others = [each for each in every if each.cents <= sampling.always_above_cents]
    drawn = [DrawnCase(each.number, DrawnFor.AMOUNT) for each in large]
    drawn += [
        DrawnCase(min(group, key=lambda each: _digest(f"{seed}/{each.number}")).number, DrawnFor.SHARE)
        for group in groups_by_amount(others, sampling.percent)
    ]
    return tuple(sorted(drawn, key=lambda each: each.number))


def groups_by_amount(in_order: Sequence[FundedCase], percent: int) -> list[Sequence[FundedCase]]:
    """Cuts cases, in order of amount, into as many groups as the share asks for; their sizes differ by one at most."""
    count = -(-len(in_order) * percent // 100)
    return [
        in_order[rank * len(in_order) // count : (rank + 1) * len(in_order) // count] for rank in range(count)
    ]  # fmt: skip


def sample_text(sampling: AuditSampling, funded: Iterable[FundedCase], words: str) -> str:
    """Returns the JSON of a sample: its rule, its seed and the words that it comes from, its population, its result."""
    every = sorted(funded, key=lambda each: each.number)
    seed = _digest(words)
    content = {
        "rule": {"percent": sampling.percent, "always_above_cents": sampling.always_above_cents},
        "seed_words": words,
        "seed": seed,
        "population": [{"number": each.number, "cents": each.cents} for each in every],
        "drawn": [{"number": each.number, "why": each.why.value} for each in draw_sample(sampling, every, seed)],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def drawn_cases(text: str) -> tuple[DrawnCase, ...]:
    """Returns the cases of a sample that was kept."""
    return tuple(DrawnCase(int(each["number"]), DrawnFor(each["why"])) for each in json.loads(text)["drawn"])


def population_numbers(text: str) -> list[int]:
    """Returns the numbers of the cases among which a sample was drawn."""
    return [int(each["number"]) for each in json.loads(text)["population"]]


def sample_seed(text: str) -> tuple[str, str]:
    """Returns the words of the seed of a sample that was kept, and their digest."""
    content = json.loads(text)
    return str(content["seed_words"]), str(content["seed"])


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
