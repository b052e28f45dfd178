"""The reference: every public name with its docstring, every command with its help, examples."""

import argparse
import ast
import contextlib
import importlib
import inspect
import io
import os
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from sphinx.pycode import ModuleAnalyzer

import trustflow
from trustflow.cli import FAMILIES, main

__all__ = ["homes", "reference_pages"]

MODULES = (
    "events",
    "casebook",
    "cohorts",
    "errors",
    "exchange",
    "exchange.calendar",
    "process",
    "bulk",
    "testing",
)
"""The modules, besides the package itself, from which users import; some may not be there yet."""
EXAMPLES = Path(__file__).parents[2] / "examples"


def reference_pages():
    """The pages by name: one for each module that holds public names, and one for the command."""
    pages = {page_of(home): [] for home in (*by_home(), *homes()[1:])}
    for home, names in by_home().items():
        pages[page_of(home)] += [entry("trustflow", name) for name in names]
    for home in homes()[1:]:
        module = importlib.import_module(home)
        pages[page_of(home)] += [
            entry(home, name) for name in module.__all__ if is_own(module, name)
        ]
    texts = {page: page_text(page, entries) for page, entries in pages.items() if entries}
    return {**texts, "command": command_page(), "examples": examples_page()}


@cache
def homes():
    """The modules from which users import, the package first."""
    found = [f"trustflow.{name}" for name in MODULES if find_spec(f"trustflow.{name}")]
    return ["trustflow", *found]


def by_home():
    """The names of the package by the module that holds them, modules left out."""
    found = {}
    for name in trustflow.__all__:
        value = getattr(trustflow, name)
        if not inspect.ismodule(value):
            found.setdefault(home_of(name), []).append(name)
    return found


def home_of(name):
    """The module that holds a name of the package: the one that the package loads it from."""
    return f"trustflow.{trustflow._HOMES[name]}"  # noqa: SLF001 - nothing else tells it


def is_own(module, name):
    """Whether a module's name is not one of the package, too."""
    value = getattr(module, name)
    return value is not getattr(trustflow, name, None) and not inspect.ismodule(value)


def page_of(home):
    """The name of a module's page."""
    return home.removeprefix("trustflow.").replace(".", "-").replace("_", "-")


def page_text(page, entries):
    """A page with the words of its module's docstring and an entry for each of its names."""
    home = next(each for each in (*by_home(), *homes()) if page_of(each) == page)
    words = inspect.getdoc(importlib.import_module(home)).partition("\n")[0]
    title = page.replace("-", " ").capitalize()
    body = "\n\n".join(entries)
    return f"# {title}\n\n{plain(words)}\n\n```{{eval-rst}}\n{body}\n```\n"


def plain(words):
    """The first line of a docstring as Markdown, its code in backticks of one kind."""
    return words.replace("``", "`")


def entry(module, name):
    """What autodoc is told of a name."""
    value = getattr(importlib.import_module(module), name)
    if inspect.isclass(value):
        return f".. autoclass:: {module}.{name}\n   :members:"
    if inspect.isroutine(value):
        return f".. autofunction:: {module}.{name}"
    return f".. py:data:: {module}.{name}\n\n   {words_on(name)}"


def words_on(name):
    """What stands below a value in the module that makes it, which autodoc does not look for."""
    modules = [each for each in sys.modules if each.startswith("trustflow.")]
    for module in modules:
        words = ModuleAnalyzer.for_module(module).find_attr_docs().get(("", name))
        if words:
            return " ".join(words).strip()
    raise LookupError(name)


def command_page():
    """The command: each of its commands with the help that it prints."""
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    for family in FAMILIES:
        family.add(commands)
    lines = ["# The command", "", "What `trustflow --help` prints, for it and for each command."]
    for name in ("", *commands.choices):
        lines += ["", f"## trustflow {name}".rstrip(), "", "```text", help_of(name), "```"]
    return "\n".join(lines) + "\n"


def help_of(name):
    """The help of a command, as wide as anywhere."""
    os.environ |= {"COLUMNS": "80", "NO_COLOR": "1"}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
        main([*filter(None, [name]), "--help"])
    return printed.getvalue().rstrip()


def examples_page():
    """Every example script: what it shows, and the script."""
    lines = [
        "# Examples",
        "",
        "Each runs as it stands, and stands in `examples/` of the repository.",
    ]
    for path in sorted(EXAMPLES.glob("*.py")):
        script = path.read_text("utf-8")
        words = ast.get_docstring(ast.parse(script))
        title = path.stem.replace("_", " ").capitalize()
        lines += ["", f"## {title}", "", words, "", f"`examples/{path.name}`:", ""]
        lines += ["```python", script.partition('"""\n\n')[2].rstrip(), "```"]
    return "\n".join(lines) + "\n"
