"""Hash plain data value by value, so that one value can be erased and all others still proved.

Each value has a random salt. The hash of the data is the hash of the list of the hashes of all
values, each with its path and its salt. To erase a value, its salt is erased and its hash is kept:
the hash of the data can still be counted, the other values still prove, and whoever guesses the
erased value has no salt to confirm the guess with.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "Leaf",
    "erased",
    "hash_of",
    "is_erased",
    "leaves_of",
    "new_salt",
    "parts_of",
    "text_hash",
    "values_of",
]

ENCODE = json.JSONEncoder(separators=(",", ":")).encode


class Leaf(NamedTuple):
    """What is kept to prove a value.

    Args:
        path: Where the value is: the names and indices that lead to it, as JSON without brackets.
        salt: What is hashed with it.
        was: The hash of the value that was there first; None if it was not overwritten.
    """

    path: str
    salt: str
    was: str | None = None

    def hash_of(self, value: object) -> str:
        """Return the hash of a value at the path."""
        return text_hash(f"[{ENCODE(self.salt)},[{self.path}],{ENCODE(value)}]")


def new_salt() -> str:
    """Return a random salt."""
    return secrets.token_hex(16)


def is_erased(salt: str) -> bool:
    """Return whether a salt is that of data in which a value was erased."""
    return salt.startswith("[")


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text."""
    # A lone surrogate, which JSON can carry, has no UTF-8.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def values_of(data: object) -> dict[str, Any]:
    """Return the values of plain data by path, in their order; an empty list is a value."""
    values: dict[str, Any] = {}
    rest: list[tuple[str, Any]] = [("", data)]
    while rest:
        path, value = rest.pop()
        if value and isinstance(value, dict | list):
            parts: Iterable[tuple[str | int, Any]]
            parts = value.items() if isinstance(value, dict) else enumerate(value)
            head = f"{path}," if path else ""
            rest += reversed([(f"{head}{ENCODE(name)}", part) for name, part in parts])
        else:
            values[path] = value
    return values


def parts_of(path: str) -> list[str | int]:
    """Return the names and indices of a path; none if it is not one."""
    try:
        return list(json.loads(f"[{path}]"))
    except (ValueError, RecursionError):
        return []


def leaves_of(values: Mapping[str, Any], salt: str) -> list[Leaf]:
    """Return what proves each value of plain data.

    Args:
        values: The values by path.
        salt: A salt, from which that of each value is derived; or, if a value was erased, the
            leaves as JSON. If it cannot be read, nothing is proved.
    """
    if not is_erased(salt):
        head = f"[{ENCODE(salt)},["
        return [Leaf(path, text_hash(f"{head}{path}]]")) for path in sorted(values)]
    try:
        return [Leaf(str(path), str(own), was) for path, own, was in json.loads(salt)]
    except (TypeError, ValueError, RecursionError):
        return []


def hash_of(data: object, salt: str, *, first: bool = True) -> str:
    """Return the hash of plain data; an empty text if the salt is not that of these data.

    Args:
        data: The data.
        salt: The salt, as `leaves_of` takes it.
        first: Whether to return the hash of the data before any value was erased.
    """
    values = values_of(data)
    leaves = leaves_of(values, salt)
    if len(leaves) != len(values) or {leaf.path for leaf in leaves} != values.keys():
        return ""
    hashes = [
        leaf.was if first and leaf.was is not None else leaf.hash_of(values[leaf.path])
        for leaf in leaves
    ]
    return text_hash(ENCODE(hashes))


def erased(before: object, after: object, salt: str) -> str:
    """Return the salt of plain data in which values or names were overwritten.

    Args:
        before: The data.
        after: The same data with other texts, in the same order.
        salt: The salt of the data before.
    """
    old, new = values_of(before), values_of(after)
    paths = dict(zip(old, new, strict=True))
    leaves = leaves_of(old, salt)
    for number, leaf in enumerate(leaves):
        path = paths.get(leaf.path)
        if path is not None and (path != leaf.path or new[path] != old[leaf.path]):
            was = leaf.hash_of(old[leaf.path]) if leaf.was is None else leaf.was
            leaves[number] = Leaf(path, new_salt(), was)
    return ENCODE(leaves)
