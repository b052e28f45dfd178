"""Put a picture or a table into its block of a page; the rest of the page stays as it is.

A block lies between two comments, which readers of the page do not see::

    <!-- trustflow: diagram -->
    <!-- trustflow: end -->
"""

from __future__ import annotations

import re

from ..errors import quoted

__all__ = ["block_in", "block_of", "empty_block", "with_block"]

COMMENT = "<!-- trustflow: "
"""How the comments around a block start."""
END = f"{COMMENT}end -->"
FENCED = {"mermaid": "mermaid", "dot": "dot", "plantuml": "plantuml", "scxml": "xml"}
"""The word after the fence of each text format in Markdown."""


def empty_block(name: str) -> str:
    """Return the two comments around the block of a name, with nothing between them."""
    return f"{_start(name)}\n{END}"


def _start(name: str) -> str:
    """Return the comment that starts the block of a name.

    Raises:
        ValueError: The name cannot be in a comment, or is that of the end.
    """
    start = f"{COMMENT}{name} -->"
    if start == END or "--" in name or not name.isprintable():
        msg = f"{quoted(name)} cannot be the name of a block. Use a word such as diagram-2."
        raise ValueError(msg)
    return start


def block_of(drawn: str, file_format: str, *, is_markdown: bool = True) -> str:
    """Return a picture or a table as it is written in a page.

    In Markdown, a text is in a code fence, and an SVG is in an element of HTML, because some
    readers of Markdown, such as that of MkDocs, would find markup in the labels of a bare SVG.

    Args:
        drawn: The picture or the table.
        file_format: The format of it.
        is_markdown: Whether the page is Markdown; otherwise it is HTML.
    """
    text = drawn.strip("\n")
    if is_markdown and file_format == "svg":
        return f"<div>\n{text}\n</div>"
    if file_format not in FENCED:
        return text
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(longest + 1, 3)
    return f"{fence}{FENCED[file_format]}\n{text}\n{fence}"


def block_in(page: str, name: str) -> str | None:
    """Return what is in the block of a name, without the line ends around it; None without one."""
    found = _found(page, name)
    return None if found is None else found[1].strip("\r\n").replace("\r\n", "\n")


def with_block(page: str, name: str, block: str) -> str:
    """Return a page with another text in the block of a name.

    Raises:
        ValueError: The page does not have exactly one block of the name, or the text has a comment
            that starts or ends a block.
    """
    if COMMENT in block:
        msg = f"A text of the picture or table contains {COMMENT!r}, which would end the block."
        raise ValueError(msg)
    found = _found(page, name)
    if found is None:
        msg = (
            f"The page has no block named {name}. Put these two lines where the block belongs:\n"
            f"{empty_block(name)}"
        )
        raise ValueError(msg)
    # The page keeps its line ends.
    text = f"\n{block}\n"
    if "\r\n" in page:
        text = text.replace("\n", "\r\n")
    return page[: found.start(1)] + text + page[found.end(1) :]


def _found(page: str, name: str) -> re.Match[str] | None:
    """Return the match of the only block of a name; its group 1 is the text inside.

    Raises:
        ValueError: There are several blocks of the name, or the end of the block is missing.
    """
    starts = page.count(_start(name))
    if starts == 0:
        return None
    start = re.escape(_start(name))
    found = re.search(rf"{start}((?:(?!{COMMENT}).)*){re.escape(END)}", page, re.DOTALL)
    if starts > 1:
        reason = f"{starts} blocks named {name}. Give each block a name, and use --block"
    elif found is None:
        reason = f"no end of the block named {name}. Write {END} on the line after it"
    else:
        return found
    msg = f"The page has {reason}."
    raise ValueError(msg)
