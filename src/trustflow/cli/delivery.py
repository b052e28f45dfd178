"""Deliver a picture, table or page: print it, write it, put it into its block, or check it."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ..exchange import is_replaced
from .arguments import add_force
from .inputs import STREAM
from .output import complain, print_json
from .page_blocks import block_in, block_of, empty_block, with_block
from .targets import (
    check_kind,
    check_target,
    is_output,
    kind_of_file,
    refuse_input,
    write_target,
)

if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection

__all__ = ["TABLES", "add_delivery", "deliver", "picture_format"]

PAGE_FORMATS = {
    "a Markdown page": ("markdown", "mermaid", "dot", "plantuml", "scxml", "svg"),
    "a page": ("svg", "html"),
}
"""The kinds of file in which a picture or a table has a block, and the formats of it."""
TABLES = ("markdown", "html")
"""The formats of a table. They are in blocks of pages, and have no kind of file of their own."""
CHECK = re.compile(r"--c(h\w*)?(?==|$)")
"""The option `--check`, perhaps shortened, at the start of a word."""


def add_delivery(
    parser: argparse.ArgumentParser, formats: Collection[str] = (), *, default: str = ""
) -> None:
    """Add the options for the format of a picture or table, and for the file to write or check.

    Args:
        parser: The parser.
        formats: The formats; none for a command that writes an HTML page.
        default: The default format.
    """
    if formats:
        if default not in TABLES:
            parser.add_argument("--dark", action="store_true", help="draw for a dark page")
        parser.add_argument(
            "--format",
            choices=formats,
            metavar="FORMAT",
            help=f"{', '.join(formats)} (default: by the suffix of the file, else {default})",
        )
        parser.add_argument(
            "--block",
            metavar="NAME",
            help="the name of the block in a page (default: the name of the command)",
        )
        parser.set_defaults(formats=formats, default_format=default)
    block = "; of a page (.md or .html), only the block is replaced"
    target = parser.add_mutually_exclusive_group()
    target.add_argument(
        "-o", "--output", metavar="FILE", help=f"write to this file{block if formats else ''}"
    )
    target.add_argument(
        "--check", metavar="FILE", help="write nothing; exit with 1 if this file is not up to date"
    )
    add_force(parser)


def picture_format(options: argparse.Namespace) -> str:
    """Return the format of what is made, from `--format`, else by the suffix, else the default.

    Raises:
        ValueError: It cannot be written to the file: the file is an input, has the suffix
            of another kind of file, or exists and `--force` was not given.
    """
    path = _path(options)
    kind = kind_of_file(path)
    usual = (kind, *PAGE_FORMATS.get(kind, ())) if kind is not None else ()
    suffix_format = next((word for word in usual if word in options.formats), None)
    file_format = str(options.format or suffix_format or options.default_format)
    what = "a table" if options.default_format in TABLES else "a picture"
    # Without `--format`, the suffix of the file can choose any of the formats.
    possible = [options.format] if options.format else [*options.formats]
    pages = [page for page, formats in PAGE_FORMATS.items() if not {*possible}.isdisjoint(formats)]
    kinds = [*(form for form in possible if form not in TABLES), *pages]
    sphinx = (
        f"In Sphinx, write the directive trustflow-{options.command} of the extension "
        "trustflow.sphinx into the page."
    )
    made = f"{what} as {options.format}" if options.format else what
    check_kind(path, kinds, made, {"a reStructuredText page": sphinx})
    if options.output is not None:
        # A page keeps all that is outside the block, so it needs no `--force`.
        (refuse_input if kind in pages else check_target)(path, options)
    return file_format


def deliver(drawn: str | bytes, options: argparse.Namespace, file_format: str | None = None) -> int:
    """Print, write or check what was drawn, and return the exit code.

    Args:
        drawn: The picture, the table or the page.
        options: The arguments of the command.
        file_format: The format of a picture or table; None for an HTML page.
    """
    path = _path(options)
    if file_format is not None and isinstance(drawn, str) and kind_of_file(path) in PAGE_FORMATS:
        is_markdown = kind_of_file(path) == "a Markdown page"
        block = block_of(drawn, file_format, is_markdown=is_markdown)
        return _deliver_block(block, path, options)
    if options.check is not None:
        return _checked(options, "--force", is_up_to_date=_is_same(drawn, Path(path)))
    if path == STREAM and isinstance(drawn, bytes) and (options.json or sys.stdout.isatty()):
        place = "as JSON" if options.json else "on a terminal"
        msg = f"A PNG cannot be printed {place}. Write it to a file, as in -o diagram.png."
        raise ValueError(msg)
    return _written(drawn, path, options)


def _path(options: argparse.Namespace) -> str:
    """Return the file to write or to check, or ``-`` for standard output."""
    given = (path for path in (options.output, options.check) if path is not None)
    return next(given, STREAM)


def _deliver_block(block: str, path: str, options: argparse.Namespace) -> int:
    """Put a block into a page, or check the block of a page; return the exit code.

    A page that does not exist is made, with only the block in it.
    """
    name = options.block or options.command
    page = Path(path)
    if options.check is not None:
        return _checked(options, is_up_to_date=block_in(_text_of(page), name) == block)
    # A pipe or a device keeps nothing that could be read first.
    is_page = is_replaced(path) and page.exists()
    text = _text_of(page) if is_page else f"{empty_block(name)}\n"
    try:
        return _written(with_block(text, name, block), path, options)
    except ValueError as error:
        msg = f"{path}: {error}"
        raise ValueError(msg) from None


def _written(drawn: str | bytes, path: str, options: argparse.Namespace) -> int:
    write_target(path, drawn.encode() if isinstance(drawn, str) else drawn, options)
    if options.json and not is_output(path):
        print_json({"file": path})
    return 0


def _checked(options: argparse.Namespace, *more: str, is_up_to_date: bool) -> int:
    """Report whether a file is up to date; return the exit code 0 if it is, else 1.

    Args:
        options: The arguments of the command.
        more: The words that the command needs in addition to replace the file.
        is_up_to_date: Whether the file is up to date.
    """
    if options.json:
        print_json({"file": options.check, "up_to_date": is_up_to_date})
    elif not is_up_to_date:
        words = ["trustflow", *(CHECK.sub("--output", word) for word in options.words), *more]
        complain(f"trustflow: {options.check} is not up to date. Replace it:\n{shlex.join(words)}")
    return 0 if is_up_to_date else 1


def _is_same(drawn: str | bytes, path: Path) -> bool:
    if isinstance(drawn, bytes):
        return drawn == path.read_bytes()
    # Git may have changed the line ends.
    return drawn == _text_of(path).replace("\r\n", "\n")


def _text_of(path: Path) -> str:
    """Return the text of a file with its line ends.

    Raises:
        ValueError: The file is not UTF-8 text.
    """
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError:
        msg = f"{path} is not UTF-8 text."
        raise ValueError(msg) from None
