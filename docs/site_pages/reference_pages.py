"""Generate the reference: public names with docstrings, commands with help, and examples."""

import ast
import contextlib
import importlib
import inspect
import io
import os
import sys
from functools import cache
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

from sphinx.pycode import ModuleAnalyzer

import trustflow
from trustflow.cli import GROUPS, LEDGER_COMMANDS, main

__all__ = ["public_modules", "reference_pages"]

MODULES = (
    "events",
    "casebook",
    "cohorts",
    "errors",
    "exchange",
    "exchange.calendar",
    "process",
    "bulk",
    "ledger",
    "testing",
)
"""The modules from which users import, besides the package itself."""
EXAMPLES = Path(__file__).parents[2] / "examples"


def reference_pages():
    """Return the text of each page by name: the public modules, the command and the examples."""
    pages = {page_of(module): [] for module in (*names_by_module(), *public_modules()[1:])}
    for module, names in names_by_module().items():
        pages[page_of(module)] += [entry("trustflow", name) for name in names]
    for module in public_modules()[1:]:
        imported = importlib.import_module(module)
        pages[page_of(module)] += [
            entry(module, name) for name in imported.__all__ if is_not_in_package(imported, name)
        ]
    texts = {page: page_text(page, entries) for page, entries in pages.items() if entries}
    return {**texts, "command": command_page(), "examples": examples_page()}


@cache
def public_modules():
    """Return the names of the modules from which users import; `trustflow` is the first."""
    found = [f"trustflow.{name}" for name in MODULES if find_spec(f"trustflow.{name}")]
    return ["trustflow", *found]


def names_by_module():
    """Return the names that `trustflow` exports, except modules, by their public module."""
    found = {}
    for name in trustflow.__all__:
        value = getattr(trustflow, name)
        if not inspect.ismodule(value):
            found.setdefault(module_of(name), []).append(name)
    return found


def module_of(name):
    """Return the name of the module from which `trustflow` loads a name."""
    return f"trustflow.{trustflow._HOMES[name]}"  # noqa: SLF001 - there is no public mapping


def is_not_in_package(module, name):
    """Return whether `trustflow` itself does not export a name that one of its modules exports."""
    value = getattr(module, name)
    return value is not getattr(trustflow, name, None) and not inspect.ismodule(value)


def page_of(module):
    """Return the name of the page on a module."""
    return module.removeprefix("trustflow.").replace(".", "-").replace("_", "-").strip("-")


def page_text(page, entries):
    """Return a page with the first line of a module's docstring and the entries on its names."""
    module = next(home for home in (*names_by_module(), *public_modules()) if page_of(home) == page)
    words = inspect.getdoc(importlib.import_module(module)).partition("\n")[0]
    title = page.replace("-", " ").capitalize()
    body = "\n\n".join(entries)
    return f"# {title}\n\n{plain(words)}\n\n```{{eval-rst}}\n{body}\n```\n"


def plain(words):
    """Return a line of a docstring as Markdown: code in single backticks instead of double."""
    return words.replace("``", "`")


def entry(module, name):
    """Return the autodoc directive for a name."""
    value = getattr(importlib.import_module(module), name)
    if inspect.isclass(value):
        inherited = "\n   :inherited-members:" if has_private_base(module, value) else ""
        return f".. autoclass:: {module}.{name}\n   :members:{inherited}"
    if inspect.isroutine(value):
        return f".. autofunction:: {module}.{name}"
    return f".. py:data:: {module}.{name}\n\n   {value_docstring(name)}"


def has_private_base(module, value):
    """Return whether a class has a base that its package does not export."""
    exported = vars(importlib.import_module(module)).values()
    return any(
        base.__module__.startswith(f"{module}.") and base not in exported
        for base in value.__mro__[1:]
    )


def value_docstring(name):
    """Return the docstring below the assignment of a value, in the module that defines it.

    autodoc looks for the docstring only in the module from which the value is imported.
    """
    modules = [module for module in sys.modules if module.startswith("trustflow.")]
    for module in modules:
        words = ModuleAnalyzer.for_module(module).find_attr_docs().get(("", name))
        if words:
            return " ".join(words).strip()
    raise LookupError(name)


def command_page():
    """Return the page on the command line, with the help of each command."""
    lines = [
        "# The command",
        "",
        "This page shows the help of `trustflow` and of each of its commands.",
    ]
    for name in ("", *chain.from_iterable(GROUPS.values()), *LEDGER_COMMANDS):
        lines += ["", f"## trustflow {name}".rstrip(), "", "```text", help_of(name), "```"]
    return "\n".join(lines) + "\n"


def help_of(name):
    """Return the help of a command, wrapped at 80 columns."""
    os.environ |= {"COLUMNS": "80", "NO_COLOR": "1"}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
        main([*name.split(), "--help"])
    return printed.getvalue().rstrip()


def examples_page():
    """Return the page of the example scripts, with the docstring and the code of each."""
    lines = [
        "# Examples",
        "",
        "Each script runs without changes.",
        "The scripts are in the folder `examples/` of the repository.",
        "Two examples are folders of their own: `examples/tracker/` is",
        "[a tracker for many people](../guides/web-apps.md#a-tracker-for-many-people), and",
        "`examples/django_store/` keeps [a ledger in Django](../guides/django.md).",
    ]
    for path in sorted(EXAMPLES.glob("*.py")):
        script = path.read_text("utf-8")
        words = ast.get_docstring(ast.parse(script))
        title = path.stem.replace("_", " ").capitalize()
        lines += ["", f"## {title}", "", words, "", f"`examples/{path.name}`:", ""]
        lines += ["```python", script.partition('"""\n\n')[2].rstrip(), "```"]
    return "\n".join(lines) + "\n"
