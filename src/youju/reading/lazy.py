"""A value worked out on first asking and kept on the object, without the lock of `functools.cached_property`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class lazy(Generic[T]):  # noqa: N801 - used as a decorator, like property
    """The result of a method of no arguments, kept in the object's own dictionary; a reader is used by one thread."""

    def __init__(self, work: Callable[[Any], T]) -> None:
        self._work, self._name, self.__doc__ = work, work.__name__, work.__doc__

    @overload
    def __get__(self, one: None, kind: type) -> lazy[T]: ...
    @overload
    def __get__(self, one: object, kind: type | None = None) -> T: ...
    def __get__(self, one: object | None, kind: type | None = None) -> lazy[T] | T:
        if one is None:
            return self
        value = one.__dict__[self._name] = self._work(one)
        return value
