"""No published table lets anybody deduce a count of fewer than eleven people.

Each commit tests five of 20 random regional tables; PACTE_DISCLOSURE_SETS=500 tests 500.
"""

from __future__ import annotations

import os
import random

import pytest

from pacte.indicators.rules.disclosure import (
    THRESHOLD,
    TOTAL,
    CountTable,
    Equation,
    attacker_intervals,
    cross_tabulate,
    suppressed_cells,
)

SETS = int(os.environ.get("PACTE_DISCLOSURE_SETS", "20"))
MOST = SETS if "PACTE_DISCLOSURE_SETS" in os.environ else 5


def regional(seed: int) -> CountTable:
    """Random departments × domains, sometimes × sexes.

    Like real entries, they have a long tail: many small or zero cells.
    """
    chance = random.Random(seed)
    shape = (6, chance.randint(3, 12)) if seed % 3 else (6, chance.randint(2, 4), 2)
    keys = [()]
    for size in shape:
        keys = [(*key, value) for key in keys for value in range(size)]
    counts = {key: int(chance.paretovariate(0.8) * chance.choice([0, 1, 3, 8])) for key in keys}
    return cross_tabulate(counts)[0]


@pytest.mark.drawn("seed", range(SETS), MOST)
def test_no_hidden_count_can_be_recovered(seed: int) -> None:
    table = regional(seed)
    hidden = suppressed_cells(table)
    assert {rank for rank, count in enumerate(table.counts) if count < THRESHOLD} <= hidden
    for rank, known in attacker_intervals(table, hidden).items():
        assert known.least - 1e-6 <= table.counts[rank] <= known.greatest + 1e-6, "the attacker is sound"
        assert known.width >= THRESHOLD - 1e-6


def test_the_attacker_finds_what_hiding_small_cells_alone_lets_through() -> None:
    """Hiding only the cells under the threshold, with margins shown, lets one subtraction give the count back."""
    table, keys = cross_tabulate({("18", "f"): 40, ("18", "m"): 4, ("36", "f"): 50, ("36", "m"): 60})
    alone = {keys.index(("18", "m"))}
    found = attacker_intervals(table, alone)[keys.index(("18", "m"))]
    assert (found.least, found.greatest) == (4, 4)
    assert len(suppressed_cells(table)) >= 4


def test_a_table_without_small_count_is_published_whole() -> None:
    table, _ = cross_tabulate({(a, b): 100 for a in range(4) for b in range(4)})
    assert suppressed_cells(table) == frozenset()


def test_two_tables_linked_by_a_margin_are_protected_together() -> None:
    """Ages and levels of a department share their total: what one table hides must not be deduced from the other."""
    # total = young + old = low + high
    table = CountTable((45, 5, 40, 22, 23), (Equation(0, (1, 2)), Equation(0, (3, 4))))
    hidden = suppressed_cells(table)
    assert all(known.width >= THRESHOLD for known in attacker_intervals(table, hidden).values())
    assert hidden >= {1, 2}


def test_margins_add_up() -> None:
    table, keys = cross_tabulate({("a", 1): 2, ("a", 2): 3, ("b", 1): 4})
    counts = dict(zip(keys, table.counts, strict=True))
    assert (counts["a", TOTAL], counts[TOTAL, 1], counts["b", 2], counts[TOTAL, TOTAL]) == (5, 6, 0, 9)
    assert all(table.counts[each.total] == sum(table.counts[part] for part in each.parts) for each in table.equations)
    assert len(table.equations) == 6
