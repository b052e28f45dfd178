"""The hash of plain data proves every value, and confirms no guess of one that was erased."""

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustflow.ledger.hashing import (
    erased,
    hash_of,
    leaves_of,
    new_salt,
    parts_of,
    text_hash,
    values_of,
)

SALT = "5a17"
TEXTS = st.text(st.characters(exclude_characters="[]"), max_size=4)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS
PLAIN = st.dictionaries(
    TEXTS,
    st.recursive(
        SCALARS,
        lambda part: st.lists(part, max_size=3) | st.dictionaries(TEXTS, part, max_size=3),
        max_leaves=6,
    ),
    min_size=1,
    max_size=4,
)
DATA = {"on": "2015", "note": "Jane", "sources": [{"title": "x"}, {}], "n": 1, "none": None}


def with_value(data, path, value):
    """Return a copy of plain data with another value at a path."""
    copy = json.loads(json.dumps(data))
    part = copy
    *others, last = parts_of(path)
    for name in others:
        part = part[name]
    part[last] = value
    return copy


@given(PLAIN)
def test_every_value_is_in_the_hash(data):
    """Another value anywhere gives another hash; the order of the names gives the same one."""
    found = hash_of(data, SALT)
    assert found == hash_of(dict(reversed(data.items())), SALT)
    for path in values_of(data):
        assert hash_of(with_value(data, path, "another one"), SALT) != found
    assert hash_of(data, "another") != found
    assert hash_of({**data, "a new name": 1}, SALT) != found


@given(PLAIN, st.data())
def test_an_erased_value_leaves_the_others_provable(data, drawn):
    """The hash stays, and any change of another value is seen; of the erased one, nothing is."""
    path = drawn.draw(st.sampled_from(list(values_of(data))))
    after = with_value(data, path, "[redacted]")
    salt = erased(data, after, SALT)
    assert hash_of(after, salt) == hash_of(data, SALT)
    assert hash_of(after, salt, first=False) != hash_of(data, SALT)
    for other in values_of(after):
        changed = with_value(after, other, "another one")
        assert (hash_of(changed, salt) == hash_of(data, SALT)) == (other == path)
        assert hash_of(changed, salt, first=False) != hash_of(after, salt, first=False)
    assert hash_of({**after, "a new name": 1}, salt) == ""
    assert hash_of({}, salt) == ""


def test_a_guess_is_not_confirmed():
    """No salt that is kept, alone or with another, gives the hash of the erased value."""
    salt = erased(DATA, {**DATA, "note": "[redacted]"}, SALT)
    assert SALT not in salt
    leaves = [leaf for leaf in json.loads(salt) if leaf[2] is None]
    [(path, fresh, was)] = [leaf for leaf in json.loads(salt) if leaf[2] is not None]
    assert path == '"note"'
    for kept in [fresh, *(own for _, own, _ in leaves)]:
        derived = text_hash(f'["{kept}",["note"]]')
        for own in (kept, derived):
            assert text_hash(f'["{own}",["note"],"Jane"]') != was
    # The guess is what was hashed: with the salt that was erased, it is confirmed.
    derived = text_hash(f'["{SALT}",["note"]]')
    assert text_hash(f'["{derived}",["note"],"Jane"]') == was


def test_a_value_is_erased_twice():
    """The hash of the first value stays; the salt of the second is another one."""
    once = {**DATA, "note": "[redacted] Doe"}
    twice = {**DATA, "note": "[redacted]"}
    first = erased(DATA, once, SALT)
    second = erased(once, twice, first)
    assert hash_of(twice, second) == hash_of(DATA, SALT)
    [old], [new] = ([each for each in json.loads(salt) if each[2]] for salt in (first, second))
    assert old[2] == new[2]
    assert old[1] != new[1]
    assert erased(twice, twice, second) == second


def test_a_name_is_erased():
    """A name that leads to values is erased with the hash of each of them."""
    before, after = {"a": 1, "Jane": [1, {}]}, {"a": 1, "[redacted]": [1, {}]}
    salt = erased(before, after, SALT)
    assert "Jane" not in salt
    assert hash_of(after, salt) == hash_of(before, SALT)
    assert hash_of(before, salt) == ""
    assert [leaf.was is None for leaf in leaves_of(values_of(after), salt)] == [
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    "salt",
    [
        "",
        "[",
        "[]",
        "[1]",
        "[[]]",
        '[["note"]]',
        '[["not a path", "x", "y"]]',
        '[[[["note"]], "x", null]]',
        '[["note", [], null]]',
        "[" * 5000,
        json.dumps([[[name], "x", None] for name in DATA]),
        json.dumps([[path, "x", None] for path in [*values_of(DATA), '"note"']]),
    ],
)
def test_a_salt_that_was_forged_proves_nothing(salt):
    """It gives no error, and not the hash; nor does a redaction with it."""
    found = hash_of(DATA, SALT)
    assert hash_of(DATA, salt) != found
    after = {**DATA, "note": "[redacted]"}
    assert hash_of(after, erased(DATA, after, salt)) != found


def test_deep_data_have_a_hash():
    """Lists that are nested deeper than Python calls functions are walked."""
    deep = []
    for _ in range(2000):
        deep = [deep]
    assert len(hash_of({"a": deep}, SALT)) == len(text_hash(""))


def test_salts_differ():
    """Each is random."""
    salts = [new_salt() for _ in range(50)]
    assert all(one != other for one, other in itertools.combinations(salts, 2))
