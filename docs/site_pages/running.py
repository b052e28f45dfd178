"""Run the code of examples and commands during the build, and return what they show or print."""

import ast
import contextlib
import io
import os
import runpy
import sys
import tempfile
from pathlib import Path

import trustflow as tf
from trustflow.cli import main

__all__ = [
    "last_value",
    "printed_by_commands",
    "printed_by_script",
    "run_cell",
    "somewhere",
]

TODAY = "2026-11-29"
"""The day on which commands and scripts run here, so that their output does not change."""
FIXED = {"COLUMNS": "80", "NO_COLOR": "1", "TRUSTFLOW_TODAY": TODAY}
"""Variables of the environment on which an output depends."""


def last_value(code, names, **added):
    """Run code, and return the value of its last line, or None if that is not an expression.

    Args:
        code: The code.
        names: The names that the code uses and sets.
        added: Keyword arguments added to the call in the last line.
    """
    tree = ast.parse(code)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<example>", "exec"), names)  # noqa: S102 - the code is that of these docs
    if last is None:
        return None
    if added:
        last.value.keywords += [
            ast.keyword(name, ast.Constant(value)) for name, value in added.items()
        ]
    line = ast.fix_missing_locations(ast.Expression(last.value))
    return eval(compile(line, "<example>", "eval"), names)  # noqa: S307 - as above


def run_cell(code, names):
    """Run the code of a cell, and return what it printed and the value of its last line."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        value = last_value(code, names)
    return printed.getvalue(), value


@contextlib.contextmanager
def somewhere():
    """Work in a new folder and with a fixed environment; yield what is printed."""
    before, folder = dict(os.environ), Path.cwd()
    printed = io.StringIO()
    with tempfile.TemporaryDirectory() as made, contextlib.redirect_stdout(printed):
        os.environ |= FIXED
        os.chdir(made)
        try:
            yield printed
        finally:
            os.chdir(folder)
            os.environ.clear()
            os.environ |= before


def printed_by_script(path):
    """Run a script in a new folder, and return what it prints."""
    words = sys.argv
    sys.argv = [str(path)]
    try:
        with somewhere() as printed:
            runpy.run_path(str(path), run_name="__main__")
    finally:
        sys.argv = words
    return printed.getvalue().rstrip()


def printed_by_commands(lines):
    """Run command lines in a folder with a history and a log; return what the last one prints."""
    with somewhere() as printed:
        tf.dump(tf.casebook.load("Sandwell"), "history.json")
        Path("log.csv").write_text(LOG, "utf-8")
        for words in lines:
            printed.seek(0)
            printed.truncate()
            code = main(words)
            if code not in {0, 1}:
                msg = f"trustflow {' '.join(words)}: exit code {code}"
                raise ValueError(msg)
    return printed.getvalue().rstrip()


LOG = """case,event,on
1,inspection_published_inadequate,2016-01-15
1,commissioner_appointed,2016-03-01
1,direction_issued_trust,2016-06-10
1,trust_went_live,2016-05-01
2,inspection_published_inadequate,2017-02-20
"""
"""A log of two made-up cases, of which the first has an event before the one that it needs."""
