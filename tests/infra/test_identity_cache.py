"""A cache of pure functions, keyed by the identity of their arguments."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.infra.identity_cache import cache_by_identity


@dataclass(frozen=True)
class Large:
    words: tuple[str, ...]


def test_the_same_object_is_answered_once() -> None:
    asked: list[int] = []

    @cache_by_identity(4)
    def length(thing: Large, added: int) -> int:
        asked.append(added)
        return len(thing.words) + added

    thing = Large(("a", "b"))
    assert [length(thing, 1), length(thing, 1), length(thing, 2)] == [3, 3, 4]
    assert asked == [1, 2]


def test_an_equal_object_is_another_one() -> None:
    asked: list[Large] = []

    @cache_by_identity(4)
    def first(thing: Large, rank: int) -> str:
        asked.append(thing)
        return thing.words[rank]

    first(Large(("a",)), 0)
    first(Large(("a",)), 0)
    assert len(asked) == 2
