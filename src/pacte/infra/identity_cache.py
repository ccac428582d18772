"""LRU cache keyed by the identity of a large frozen first argument, which is never compared field by field."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Generic, TypeVar

SubjectT = TypeVar("SubjectT")
ArgumentT = TypeVar("ArgumentT")
ResultT = TypeVar("ResultT")


class _IdentityKey(Generic[SubjectT]):
    """Equal when it wraps the very same object. It keeps the object alive, so that its id is not reused."""

    __slots__ = ("wrapped",)

    def __init__(self, wrapped: SubjectT) -> None:
        self.wrapped = wrapped

    def __hash__(self) -> int:
        return id(self.wrapped)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _IdentityKey) and other.wrapped is self.wrapped


def cache_by_identity(
    maxsize: int,
) -> Callable[[Callable[[SubjectT, ArgumentT], ResultT]], Callable[[SubjectT, ArgumentT], ResultT]]:
    """Decorator.

    The first argument is frozen and keyed by identity, the second is hashable. ``maxsize``: cached results.
    """

    def decorator(function: Callable[[SubjectT, ArgumentT], ResultT]) -> Callable[[SubjectT, ArgumentT], ResultT]:
        @lru_cache(maxsize=maxsize)
        def cached(key: _IdentityKey[SubjectT], argument: ArgumentT) -> ResultT:
            return function(key.wrapped, argument)

        @wraps(function)
        def wrapper(subject: SubjectT, argument: ArgumentT) -> ResultT:
            return cached(_IdentityKey(subject), argument)

        return wrapper

    return decorator
