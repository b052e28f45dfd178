"""Generate the reference: public names with docstrings, and commands with their help."""

import contextlib
import importlib
import inspect
import io
import os
import re
import sys
from functools import cache
from importlib.util import find_spec
from itertools import chain

from sphinx.pycode import ModuleAnalyzer

import trustflow
from trustflow.cli import GROUPS, LEDGER_COMMANDS, main

from .markdown import escaped

__all__ = ["CALLS", "names_tables", "public_modules", "reference_pages"]

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
SHORT_LINK = re.compile(r"\[(\w+)\]\[\]")
"""A link in a docstring to another public name."""
LEDGER = (
    "ledger init --ledger office.db",
    "ledger import Devon --ledger office.db --recorded-by 'A. Officer'",
)
BY = "--recorded-by 'Data officer'"
CALLS = {
    "new": ["new case.json Barchester --ongoing"],
    "record": [
        "new case.json Barchester --ongoing",
        "record case.json commissioner_appointed 2026-11-02 --source 'Letter to the council'",
    ],
    "insert": ["insert history.json note 2016-11 --note 'Meeting with the commissioner'"],
    "replace": ["replace history.json 3 --on 2012-02-10"],
    "withdraw": ["withdraw history.json 3"],
    "case": ["case 'Richmond upon Thames'"],
    "check": ["check log.csv"],
    "deadlines": ["deadlines Sandwell --as-of 2016-11-01"],
    "next": ["next Sandwell --as-of 2016-11-01"],
    "paths": ["paths trust_live --from direction_issued"],
    "schedule": ["schedule Bradford --to trust_live --by 2023-04-01 --as-of 2022-07-01"],
    "rules": ["rules action-plan"],
    "due": ["due action-plan --from 2026-03-02"],
    "triggers": ["triggers trust_went_live"],
    "verify": ["verify"],
    "diagram": ["diagram --marks standard --stages rated_inadequate direction_issued trust_live"],
    "timeline": ["timeline Doncaster Slough Sunderland"],
    "table": ["table stages"],
    "page": ["page Sandwell -o sandwell.html"],
    "explorer": ["explorer Sandwell -o explorer.html"],
    "convert": ["convert history.json - --to csv"],
    "template": ["template"],
    "schema": ["schema history"],
    "cases": ["cases --stage trust_live"],
    "legs": ["legs direction-to-live"],
    "outcomes": ["outcomes commissioner_review"],
    "bulk": ["bulk log.csv -o -"],
    "ledger": ["ledger init --ledger office.db"],
    "ledger init": ["ledger init --ledger office.db"],
    "ledger import": [*LEDGER[:1], "ledger import Bradford Devon --ledger office.db"],
    "ledger export": [*LEDGER, "ledger export --ledger office.db -o office.json"],
    "ledger backup": [*LEDGER, "ledger backup copy.db --ledger office.db"],
    "ledger log": [*LEDGER, "ledger log --ledger office.db"],
    "ledger recheck": [*LEDGER, "ledger recheck --ledger office.db"],
    "ledger redact": [
        *LEDGER,
        f"ledger redact Devon 'A. Officer' --ledger office.db {BY} --reason 'request of 5 June'",
    ],
    "ledger remove": [
        *LEDGER,
        f"ledger remove Devon -o devon.json --ledger office.db {BY} --reason closed",
    ],
}
"""For each command, the command lines of its example; the output of the last one is shown."""


def reference_pages():
    """Return the text of each page by name: the public modules, and the command."""
    entries = {
        page: [entry(module, name) for module, name in names]
        for page, names in names_by_page().items()
    }
    texts = {page: page_text(page, listed) for page, listed in entries.items()}
    return {**texts, "command": command_page()}


def names_by_page():
    """Return the public names of each page, each with the module from which users import it."""
    pages = {}
    for module, names in names_by_module().items():
        pages.setdefault(page_of(module), []).extend(("trustflow", name) for name in names)
    for module in public_modules()[1:]:
        imported = importlib.import_module(module)
        listed = (name for name in imported.__all__ if is_not_in_package(imported, name))
        pages.setdefault(page_of(module), []).extend((module, name) for name in listed)
    return {page: names for page, names in sorted(pages.items()) if names}


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
    """Return the page on the command line: each command's help, and an example with its output."""
    lines = [
        "# The command",
        "",
        "This page shows the help of `trustflow` and of each of its commands.",
        "Below the help is an example, with its output on 29 November 2026.",
        "`history.json` contains the history of Sandwell, and `log.csv` two made-up cases.",
    ]
    for name in ("", *chain.from_iterable(GROUPS.values()), *LEDGER_COMMANDS):
        lines += ["", f"## trustflow {name}".rstrip(), "", "```text", help_of(name), "```"]
        if name in CALLS:
            calls = (f"trustflow {words}" for words in CALLS[name])
            lines += ["", "```{command-output}", *calls, "```"]
    return "\n".join(lines) + "\n"


def help_of(name):
    """Return the help of a command, wrapped at 80 columns."""
    os.environ |= {"COLUMNS": "80", "NO_COLOR": "1"}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
        main([*name.split(), "--help"])
    return printed.getvalue().rstrip()


def names_tables():
    """Return a table of the public names of each page, with the first line of each docstring."""
    return "\n".join(names_table(page, names) for page, names in names_by_page().items())


def names_table(page, names):
    """Return the table of the names of a page, below a line that links to the page."""
    title = page.replace("-", " ").capitalize()
    rows = (f"| {{py:obj}}`~{module}.{name}` | {summary(module, name)} |" for module, name in names)
    top = ["", f"**[{title}](reference/{page}.md)**", "", "| Name | What it is |", "| --- | --- |"]
    return "\n".join([*top, *rows, ""])


def summary(module, name):
    """Return the first sentence of a name's docstring as Markdown."""
    value = getattr(importlib.import_module(module), name)
    has_own = inspect.isclass(value) or inspect.isroutine(value)
    words = inspect.getdoc(value) if has_own else value_docstring(name)
    sentence = words.partition("\n\n")[0].replace("\n", " ").partition(". ")[0]
    return escaped(SHORT_LINK.sub(r"\1", sentence).replace("`", "").rstrip(".") + ".")
