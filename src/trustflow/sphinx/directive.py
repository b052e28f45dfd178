"""The base class of the directives: a fault becomes a warning, and a text in the page."""

from __future__ import annotations

import os
import sys
from abc import abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from .. import casebook
from .._text import visible
from ..errors import TrustflowError
from ..exchange import WORKBOOK_ENDINGS
from ..process import ORDINARY
from ..views import is_process_location, process_at
from .reading import not_found
from .records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..history import History
    from ..process import Process

__all__ = [
    "DEFAULT_MARKS",
    "TrustflowDirective",
    "names",
    "one_of",
    "process_of",
    "source_at",
    "warn",
]

DEFAULT_MARKS = tuple(mark.label for mark in ORDINARY)
TABLE_ENDINGS = {".csv", ".tsv", *WORKBOOK_ENDINGS}
FILE_ENDINGS = {".json", *TABLE_ENDINGS}
"""The endings that show that a text names a file, and not an authority or a module."""

logger = logging.getLogger(__name__)


class TrustflowDirective(SphinxDirective):
    """A directive whose faults do not stop the build.

    The argument is the location of a process, the name of an authority, or the path of a file. A
    directive without an argument shows the trust transfer.
    """

    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Return the nodes that the directive shows, or a text with the fault in it."""
        request = self.request()
        try:
            return self.shown(request)
        except Exception as error:  # noqa: BLE001 - a fault in one place must not stop the build
            record(self.env, request, None)
            message = warn(error, self.name, self.get_location())
            shown = _without_folders(message, (*sys.path, self.env.srcdir))
            lines = (nodes.line("", line) for line in shown.splitlines())
            return [nodes.error("", nodes.line_block("", *lines))]

    @abstractmethod
    def request(self) -> Any:
        """Return what the arguments and options ask for."""

    @abstractmethod
    def shown(self, request: Any) -> list[nodes.Node]:
        """Return the nodes that a request asks for, and record their content."""

    @property
    def source_name(self) -> str | None:
        """The argument; None if there is none."""
        return self.arguments[0] if self.arguments else None

    def name_or_file(self, text: str) -> str | Path:
        """Return a name as it is, and for the name of a file its path from the document."""
        is_file = "/" in text or Path(text).suffix.casefold() in FILE_ENDINGS
        if not is_file:
            return text
        name, path = self.env.relfn2path(text)
        self.env.note_dependency(name)
        return Path(path)


def warn(error: Exception, subject: str, location: str | nodes.Node) -> str:
    """Log an error as a warning of Sphinx, and return its message.

    Args:
        error: The error. The message of an error that is not one of trustflow begins with the name
            of its class.
        subject: The name of the directive or picture.
        location: The place in the docs: a node, or a path with the number of a line.
    """
    text = str(error)
    if not isinstance(error, TrustflowError | ValueError):
        text = f"{type(error).__name__}: {text}"
    message = visible(f"{subject}: {text}", keep_lines=True)
    logger.warning("%s", message, location=location, type="trustflow")
    return message


def _without_folders(message: str, folders: Iterable[str | os.PathLike[str]]) -> str:
    """Return a message in which a file in one of some folders is named without that folder.

    A page can be published, and its readers must not learn where the docs were built.
    """
    paths = {path for path in map(Path, folders) if path.is_absolute() and path != path.parent}
    for path in sorted(paths, key=lambda path: len(str(path)), reverse=True):
        message = message.replace(f"{path}{os.sep}", "")
    return message


def source_at(name: str | None) -> Process | History:
    """Return the process at a location, or the history of an authority of the casebook."""
    if name is None or is_process_location(name):
        return process_at(name)
    return casebook.load(name)


def process_of(location: str | Path | None) -> Process:
    """Return the process at a location, or in a file; None means the trust transfer.

    Raises:
        ValueError: There is no process. The message names the file, or what is expected.
    """
    if not isinstance(location, Path):
        return process_at(location)
    if location.suffix.casefold() in TABLE_ENDINGS:
        msg = (
            f"{location.name} is a table, which can contain histories but not a process. "
            "Expected a process, such as my_module:MY_PROCESS, or my_process.json."
        )
        raise ValueError(msg)
    try:
        return process_at(str(location))
    except OSError as error:
        raise not_found(location, error) from error


def one_of(*words: str) -> Callable[[str], str]:
    """Return a function that reads an option whose value is one of some words."""
    return lambda argument: directives.choice(argument, words)


def names(argument: str | None) -> tuple[str, ...]:
    """Return the names in the value of an option, between commas or spaces."""
    return tuple((argument or "").replace(",", " ").split())
