"""A mapping that is a value: it cannot change, and can be hashed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, ValuesView
from typing import Self, TypeVar

__all__ = ["FrozenMap"]

Value_co = TypeVar("Value_co", covariant=True)


class FrozenMap(Mapping[str, Value_co]):
    """A mapping that cannot change, keeps its order, and can be hashed."""

    __slots__ = ("_items",)
    _items: dict[str, Value_co]

    def __init__(self, items: Mapping[str, Value_co] | Iterable[tuple[str, Value_co]] = ()) -> None:
        object.__setattr__(self, "_items", dict(items))

    def __getitem__(self, key: str) -> Value_co:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    # The two below would be right without being written here, only slow.

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def values(self) -> ValuesView[Value_co]:
        """The values, in order."""
        return self._items.values()

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __setattr__(self, name: str, _value: object) -> None:
        msg = f"{type(self).__name__} cannot change: {name}"
        raise AttributeError(msg)

    def __delattr__(self, name: str) -> None:
        self.__setattr__(name, None)

    def __reduce__(self) -> tuple[type[Self], tuple[dict[str, Value_co]]]:
        return type(self), (self._items,)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._items!r})"
