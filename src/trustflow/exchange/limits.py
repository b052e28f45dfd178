"""How much of a file is read, so that a hostile one costs little."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from attrs import Attribute, field, fields, frozen

from ..errors import BadHistory, Fault, InvalidValue, pluralised, quoted, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["DEFAULT_LIMITS", "Limits", "file_bytes", "limit_faults", "refuse_packed"]

PACKED = {b"PK\x03\x04": "an Excel workbook or another zip file", b"\x1f\x8b": "a gzip file"}
"""How files that would have to be unpacked begin."""


def _positive(_instance: object, attribute: Attribute[int], value: object) -> None:
    if type(value) is not int or value < 1:
        raise InvalidValue(
            quoted(value), f"limit of {attribute.name}", "a number from 1 on is needed"
        )


@frozen(kw_only=True)
class Limits:
    """How much is read; more is a fault that names the limit.

    Args:
        size: The bytes of a file.
        nesting: How deep lists and objects may stand in each other.
        text: The characters of one text.
        events: The events of one history.
    """

    size: int = field(default=256_000_000, validator=_positive)
    nesting: int = field(default=16, validator=_positive)
    text: int = field(default=100_000, validator=_positive)
    events: int = field(default=100_000, validator=_positive)

    @classmethod
    def parse(cls, texts: Iterable[str]) -> Limits:
        """The limits written as ``size=1000000``, each on its own; the others are the usual.

        Raises:
            InvalidValue: There is no such limit, or it is no number.
        """
        given = {}
        names = [each.name for each in fields(cls)]
        for text in texts:
            name, _, number = text.partition("=")
            if name not in names or not number.isdecimal():
                accepted = f"write one of {', '.join(names)} with a number, such as size=1000000"
                raise InvalidValue(quoted(text), "limit", f"{accepted}{suggestion(name, names)}")
            given[name] = int(number)
        return cls(**given)

    def fault(self, path: str, found: str, name: str) -> Fault:
        """That something is beyond the limit of a name."""
        limit = getattr(self, name)
        accepted = (
            f"at most {limit:,} are read; raise it with Limits({name}=…), "
            f"on the command line with --limit {name}=…"
        )
        return Fault(path, found, accepted)


DEFAULT_LIMITS = Limits()


def file_bytes(source: str | os.PathLike[str] | BinaryIO, limits: Limits) -> bytes:
    """The bytes of a file, by its path or already open, up to the limit of its size.

    Raises:
        BadHistory: There are more, or the file is packed.
        OSError: There is no such file, or it cannot be opened.
    """
    if isinstance(source, str | os.PathLike):
        with Path(source).open("rb") as file:
            data = file.read(limits.size + 1)
    else:
        data = source.read(limits.size + 1)
    if len(data) > limits.size:
        raise BadHistory([limits.fault("$", "a longer file, counted in bytes", "size")])
    refuse_packed(data)
    return data


def refuse_packed(data: bytes) -> None:
    """Refuse what would have to be unpacked, by the first bytes.

    Raises:
        BadHistory: It would.
    """
    for mark, what in PACKED.items():
        if data.startswith(mark):
            accepted = "nothing is unpacked here; save it as CSV UTF-8, or as JSON, first"
            raise BadHistory([Fault("$", what, accepted)])


def limit_faults(data: object, limits: Limits, path: str = "$") -> Iterator[Fault]:
    """What of some plain data is beyond the limits of nesting, text and events."""
    waiting = [(path, data, 1)]
    while waiting:
        path, value, depth = waiting.pop()
        if isinstance(value, str):
            if len(value) > limits.text:
                yield limits.fault(path, f"a text of {len(value):,} characters", "text")
        elif isinstance(value, dict | list):
            if depth > limits.nesting:
                yield limits.fault(path, "lists and objects nested deeper", "nesting")
                continue
            if isinstance(value, dict):
                yield from _object_faults(path, value, limits)
            waiting += [
                (where, child, depth + 1) for where, child in reversed([*_children(path, value)])
            ]


def _children(path: str, value: dict[str, object] | list[object]) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        yield from ((f"{path}.{name[:80]}", child) for name, child in value.items())
    else:
        yield from ((f"{path}[{index}]", child) for index, child in enumerate(value))


def _object_faults(path: str, value: dict[str, object], limits: Limits) -> Iterator[Fault]:
    if any(len(name) > limits.text for name in value):
        yield limits.fault(path, "a name of more characters", "text")
    events = value.get("events")
    if isinstance(events, list) and len(events) > limits.events:
        yield limits.fault(f"{path}.events", pluralised(len(events), "event"), "events")
