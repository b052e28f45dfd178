"""Directives that show what scripts and commands print, and the tables of public names."""

import shlex
from typing import ClassVar

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from .example_pages import EXAMPLES
from .gallery import picture_of
from .reference_pages import names_tables
from .running import printed_by_commands, printed_by_script

__all__ = ["CommandOutput", "ExampleOutput", "PublicNames", "shortened"]

MOST_LINES = 40
"""The number of lines of an output that are shown."""


def shortened(text):
    """Return a text, or its first lines and the number of the others."""
    lines = text.splitlines()
    more = len(lines) - MOST_LINES
    if more <= 1:
        return text
    return "\n".join([*lines[:MOST_LINES], f"… and {more} more lines"])


def output_block(printed):
    """Return a block with the first lines of an output; wide lines scroll."""
    shown = shortened(printed)
    return nodes.container(
        "", nodes.literal_block(shown, shown, language="text"), classes=["output"]
    )


class ExampleOutput(SphinxDirective):
    """Show what an example script prints; the argument is its name without the ending."""

    required_arguments = 1

    def run(self):
        """Return a block with the output."""
        path = EXAMPLES / f"{self.arguments[0]}.py"
        return [output_block(printed_by_script(path))]


class CommandOutput(SphinxDirective):
    """Show command lines, and what the last of them prints."""

    has_content = True
    option_spec: ClassVar = {}

    def run(self):
        """Return a block with the command lines, and one with the output."""
        typed = "\n".join(self.content)
        words = [shlex.split(line)[1:] for line in self.content]
        block = nodes.literal_block(typed, typed, language="console")
        printed = printed_by_commands(words)
        if printed.startswith("<svg"):
            pictures = (printed, printed_by_commands([*words[:-1], [*words[-1], "--dark"]]))
            return [block, picture_of(self.env, f"command-{words[-1][0]}", pictures)]
        return [block, output_block(printed)]


class PublicNames(SphinxDirective):
    """Show a table of the public names of each page of the reference."""

    def run(self):
        """Return the tables."""
        found = nodes.container(classes=["public-names"])
        lines = names_tables().splitlines()
        self.state.nested_parse(StringList(lines, self.get_source_info()[0]), 0, found)
        return [found]
