"""Record what each directive showed, so that Sphinx rebuilds a document when that changes."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Protocol

from attrs import frozen

from .._distribution import DISTRIBUTION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

__all__ = [
    "Record",
    "Request",
    "all_records",
    "forget",
    "merge",
    "outdated",
    "record",
    "short_hash",
]


class Request(Protocol):
    """What a directive asks for, without the definitions that answer it."""

    def content(self) -> str:
        """Return everything that the directive shows, as one text, from today's definitions."""


@frozen
class Record:
    """What a directive showed when its document was read.

    Args:
        request: What the directive asks for.
        digest: The digest of the content; None if there was an error. A document with an error is
            always read again, because the error may be mended in a file that Sphinx does not know.
        stem: The name, without its ending, of each file with the picture; None for a table.
    """

    request: Request
    digest: str | None
    stem: str | None = None

    @property
    def is_current(self) -> bool:
        """Whether the directive would show the same today."""
        try:
            return self.digest == digest_of(self.request.content())
        except Exception:  # noqa: BLE001 - the document is read again, and reports the error
            return False


def digest_of(content: str) -> str:
    """Return the digest of a content and of the version of this package, which draws it."""
    return hashlib.sha256(f"{version(DISTRIBUTION)}\n{content}".encode()).hexdigest()


def short_hash(content: str) -> str:
    """Return 16 characters that identify a content in the name of a file."""
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def record(
    env: BuildEnvironment, request: Request, content: str | None, stem: str | None = None
) -> None:
    """Record what a directive of the document being read shows; no content means an error."""
    digest = None if content is None else digest_of(content)
    _records(env).setdefault(env.docname, []).append(Record(request, digest, stem))


def all_records(env: BuildEnvironment) -> Iterator[Record]:
    """Yield the records of all documents."""
    for records in _records(env).values():
        yield from records


def _records(env: Any) -> dict[str, list[Record]]:
    """Return the records of each document; they are saved with the environment."""
    if not hasattr(env, "trustflow_records"):
        env.trustflow_records = {}
    records: dict[str, list[Record]] = env.trustflow_records
    return records


def outdated(
    _app: Sphinx, env: BuildEnvironment, _added: set[str], _changed: set[str], _removed: set[str]
) -> list[str]:
    """Return the documents in which a directive would now show something else."""
    return [
        name
        for name, records in _records(env).items()
        if not all(each.is_current for each in records)
    ]


def forget(_app: Sphinx, env: BuildEnvironment, name: str) -> None:
    """Discard the records of a document that is removed or read again."""
    _records(env).pop(name, None)


def merge(
    _app: Sphinx, env: BuildEnvironment, names: Iterable[str], other: BuildEnvironment
) -> None:
    """Copy the records of the documents that a parallel worker has read."""
    read_there = _records(other)
    _records(env).update({name: read_there[name] for name in names if name in read_there})
