"""A `FrozenMap` behaves like a dict that cannot change."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.copies import copies_of
from trustflow._frozen_map import FrozenMap


@given(st.dictionaries(st.text(), st.integers()))
def test_a_map_has_the_items_of_the_dict_it_was_built_from(items):
    """The items and their order are kept, from a mapping, from pairs, and in a copy."""
    frozen = FrozenMap(items)

    assert isinstance(frozen, Mapping)
    assert items == frozen == FrozenMap(list(items.items()))
    assert list(items.items()) == list(frozen.items())
    assert list(items.values()) == list(frozen.values())
    assert len(items) == len(frozen)
    assert f"FrozenMap({items!r})" == repr(frozen)
    for twin in copies_of(frozen):
        assert (frozen, hash(frozen), list(frozen)) == (twin, hash(twin), list(twin))


@given(st.permutations([("a", 1), ("b", 2), ("c", 3)]))
def test_equal_maps_have_equal_hashes(pairs):
    """The order of the items affects neither equality, as for a dict, nor the hash."""
    one, other = FrozenMap({"a": 1, "b": 2, "c": 3}), FrozenMap(pairs)

    assert one == other
    assert hash(one) == hash(other)


def test_different_maps_mostly_have_different_hashes():
    """If most hashes were equal, a set of maps would be as slow as a list."""
    maps = [FrozenMap({"year": year}) for year in range(20)]

    assert len({hash(frozen) for frozen in maps}) > 10


def test_a_map_cannot_change():
    """Items and attributes cannot be set, and changing the original dict has no effect."""
    items = {"a": 1}
    frozen = FrozenMap(items)
    items["b"] = 2

    assert {"a": 1} == frozen
    with pytest.raises(TypeError):
        frozen["b"] = 2
    with pytest.raises(AttributeError, match="'_items': a FrozenMap is immutable"):
        frozen._items = {}  # noqa: SLF001 - even this is refused
    with pytest.raises(AttributeError, match="'_items': a FrozenMap is immutable"):
        del frozen._items  # noqa: SLF001 - and this
    with pytest.raises(KeyError):
        frozen["b"]
