"""Write what a command makes to a file or to standard output, without destroying another file."""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from .._text import visible
from ..exchange import WORKBOOK_ENDINGS, is_replaced, write_atomically
from .inputs import STREAM
from .output import print_json

if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection, Iterator, Mapping
    from typing import BinaryIO

__all__ = [
    "INPUTS",
    "OF_HISTORIES",
    "check_kind",
    "check_target",
    "is_output",
    "kind_of_file",
    "refuse_input",
    "standard_output",
    "write_stream",
    "write_target",
]

INPUTS = (
    "history",
    "histories",
    "source",
    "leg_or_file",
    "beside",
    "log",
    "ledger",
    "process_location",
)
"""The options that name what a command reads."""
KINDS = {
    "a history": (".json",),
    "a table": (".csv",),
    "a page": (".html", ".htm"),
    "a Markdown page": (".md", ".markdown"),
    "a calendar": (".ics",),
    "mermaid": (".mmd", ".mermaid"),
    "dot": (".dot", ".gv"),
    "plantuml": (".puml", ".plantuml"),
    "scxml": (".scxml",),
    "svg": (".svg",),
    "png": (".png",),
    "a table of events": (".parquet",),
    "a reStructuredText page": (".rst",),
    "a database": (".db", ".sqlite", ".sqlite3"),
    # No command writes the kinds below, so the programs that open them could not read the file.
    "a table with tabs": (".tsv", ".tab"),
    "a workbook": tuple(sorted(WORKBOOK_ENDINGS)),
    "a document": (".pdf", ".doc", ".docx", ".odt", ".rtf", ".ppt", ".pptx", ".odp"),
    "another kind of picture": (".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff"),
    "an archive": (".zip", ".gz", ".tar", ".7z"),
}
"""For each kind of file, the suffixes of its name."""
OF_HISTORIES = ("a history", "a table")
"""The kinds of file in which histories are kept."""
NO_HINTS: Mapping[str, str] = MappingProxyType({})


def check_target(path: str, options: argparse.Namespace) -> None:
    """Raise an error if a command should not write to a path.

    Raises:
        ValueError: The path is one of the inputs; or the file exists, and `--force` was not given.
    """
    refuse_input(path, options)
    if path == "":
        msg = f"The name of the file to write is empty. Use {STREAM} for standard output."
        raise ValueError(msg)
    # Nothing is lost by writing to a device, a pipe or an open file such as /dev/stdout.
    if path != STREAM and is_replaced(path) and Path(path).exists() and not options.force:
        msg = f"{path} already exists. Use --force to replace it."
        raise ValueError(msg)


def refuse_input(path: str, options: argparse.Namespace) -> None:
    """Raise an error if a command would write to one of its inputs.

    Raises:
        ValueError: The path is one of the inputs, perhaps under another name.
    """
    if path != STREAM and any(_is_same_file(path, name) for name in _inputs(options)):
        msg = f"{path} is the input of this command. Write to another file."
        raise ValueError(msg)


def _inputs(options: argparse.Namespace) -> Iterator[str]:
    """Yield the names of the files that a command reads."""
    for name in INPUTS:
        given = getattr(options, name, None)
        yield from [given] if isinstance(given, str) else given or ()
    location = getattr(options, "process_location", None)
    if location is not None:
        # A process in a module was read from the file of the module.
        module = sys.modules.get(location.partition(":")[0])
        yield from filter(None, [getattr(module, "__file__", None)])


def _is_same_file(path: str, name: str) -> bool:
    """Return whether a path and the name of an input lead to the same regular file."""
    try:
        target = Path(path)
        if not target.is_file():
            return False
        status = os.fstat(sys.stdin.fileno()) if name == STREAM else Path(name).stat()
        return os.path.samestat(target.stat(), status)
    except (OSError, ValueError, AttributeError):  # there is no such file, or no standard input
        return False


def kind_of_file(path: str) -> str | None:
    """Return the kind of file that the suffix of a path means; None for any other suffix."""
    suffix = Path(path).suffix.lower()
    return next((kind for kind, suffixes in KINDS.items() if suffix in suffixes), None)


def check_kind(
    path: str, expected: Collection[str], what: str, hints: Mapping[str, str] = NO_HINTS
) -> None:
    """Raise an error if the suffix of a path is that of another kind of file.

    A suffix that no kind has is accepted.

    Args:
        path: The path of the file to write.
        expected: The kinds that are accepted, from `KINDS`.
        what: What the command writes, with its article.
        hints: For kinds that are refused, a sentence on another way to what is wanted.

    Raises:
        ValueError: The suffix is that of another kind.
    """
    kind = kind_of_file(path)
    if kind is None or kind in expected:
        return
    suffixes = [suffix for kind in expected for suffix in KINDS[kind]]
    msg = (
        f"{path} has the suffix of {_named(kind)}, and this command writes {what}. Use a name that "
        f"ends in {' or '.join(suffixes)}."
    )
    if kind in hints:
        msg = f"{msg} {hints[kind]}"
    raise ValueError(msg)


def _named(kind: str) -> str:
    return kind if kind.startswith(("a ", "an")) else f"{kind} files"


def is_output(path: str) -> bool:
    """Return whether a path is ``-``, or leads to where standard output goes.

    What is written there must be the only output of the command.
    """
    if path == STREAM:
        return True
    try:
        return os.path.samestat(Path(path).stat(), os.fstat(sys.stdout.fileno()))
    except (OSError, ValueError, AttributeError):  # there is no such file, or no standard output
        return False


def write_target(path: str, data: bytes, options: argparse.Namespace) -> None:
    """Write bytes to a file, or to standard output if the path is ``-``."""
    if path == STREAM:
        with standard_output(options) as file:
            file.write(data)
    else:
        write_atomically(path, data)


@contextmanager
def standard_output(options: argparse.Namespace) -> Iterator[BinaryIO]:
    """Yield a binary file; what the block writes to it is printed to standard output.

    With `--json`, it is the text of a JSON object. Otherwise it is printed as `write_stream` does.
    """
    is_binary = hasattr(sys.stdout, "buffer")
    if is_binary and not options.json and not sys.stdout.isatty():
        sys.stdout.flush()
        yield sys.stdout.buffer
        return
    whole = io.BytesIO()
    yield whole
    if options.json:
        print_json({"text": whole.getvalue().decode()})
    else:
        write_stream(whole.getvalue())


def write_stream(data: bytes) -> None:
    """Write bytes to standard output; on a terminal, characters that cannot be seen are shown.

    A stream that takes only text, as of a notebook, gets the bytes as text.
    """
    if not hasattr(sys.stdout, "buffer"):
        sys.stdout.write(data.decode(errors="replace"))
        return
    if sys.stdout.isatty():
        # A terminal needs neither the byte order mark nor the line ends of a table.
        text = data.decode(errors="replace").removeprefix("\ufeff").replace("\r\n", "\n")
        data = visible(text, keep_lines=True).encode(errors="replace")
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
