"""LRU cache keyed by the identity of a large frozen first argument, which is never compared field by field."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Generic, TypeVar

Thing = TypeVar("Thing")
Other = TypeVar("Other")
Answer = TypeVar("Answer")


class _Same(Generic[Thing]):
    """Equal when it wraps the very same object. It keeps the object alive, so that its id is not reused."""

    __slots__ = ("thing",)

    def __init__(self, thing: Thing) -> None:
        self.thing = thing

    def __hash__(self) -> int:
        return id(self.thing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.thing is self.thing


def kept(most: int) -> Callable[[Callable[[Thing, Other], Answer]], Callable[[Thing, Other], Answer]]:
    """Decorator.

    The first argument is frozen and keyed by identity, the second is hashable. ``maxsize``: cached results.
    """

    def decorate(function: Callable[[Thing, Other], Answer]) -> Callable[[Thing, Other], Answer]:
        @lru_cache(maxsize=most)
        def answer(same: _Same[Thing], other: Other) -> Answer:
            return function(same.thing, other)

        @wraps(function)
        def asked(thing: Thing, other: Other) -> Answer:
            return answer(_Same(thing), other)

        return asked

    return decorate
