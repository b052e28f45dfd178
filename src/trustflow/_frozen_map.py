"""An immutable, hashable mapping."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, ValuesView
from typing import Self, TypeVar

__all__ = ["FrozenMap"]

Value_co = TypeVar("Value_co", covariant=True)


class FrozenMap(Mapping[str, Value_co]):
    """An immutable mapping with texts as keys; hashable if its values are hashable.

    The keys keep their insertion order. The mapping equals any other mapping with the same items,
    in any order.

    Args:
        items: A mapping, or pairs of key and value.
    """

    __slots__ = ("_items",)
    _items: dict[str, Value_co]

    def __init__(self, items: Mapping[str, Value_co] | Iterable[tuple[str, Value_co]] = ()) -> None:
        # `object.__setattr__`, because this class refuses every assignment.
        object.__setattr__(self, "_items", dict(items))

    def __getitem__(self, key: str) -> Value_co:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    # `Mapping` provides `__contains__` and `values` as well; these versions are faster.

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def values(self) -> ValuesView[Value_co]:
        """Return the values, in insertion order."""
        return self._items.values()

    def __hash__(self) -> int:
        # A frozenset, because two equal mappings can have different orders.
        return hash(frozenset(self._items.items()))

    def __setattr__(self, name: str, _value: object) -> None:
        msg = f"Cannot change {name!r}: a {type(self).__name__} is immutable."
        raise AttributeError(msg)

    def __delattr__(self, name: str) -> None:
        self.__setattr__(name, None)

    # Without `__reduce__`, pickle and copy would call `setattr`, which this class refuses.
    def __reduce__(self) -> tuple[type[Self], tuple[dict[str, Value_co]]]:
        return type(self), (self._items,)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._items!r})"
