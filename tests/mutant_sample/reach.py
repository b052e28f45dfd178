"""Find the tests that run a function: coverage records them in one run of all fast tests."""

import ast

from coverage import CoverageData

__all__ = ["Reach", "body_lines", "first_changed_line"]


class Reach:
    """What coverage has recorded of a run of tests: the lines that each test runs."""

    def __init__(self, file):
        self._record = CoverageData(str(file))
        self._record.read()

    def tests(self, path, lines):
        """Return the tests that run one of the lines of a file; none if it also runs on import."""
        contexts = self._record.contexts_by_lineno(str(path))
        found = {context for line in lines for context in contexts.get(line, ())}
        return set() if "" in found else {context.rpartition("|")[0] for context in found}


def first_changed_line(old, new):
    """Return the number of the first line in which two texts differ."""
    pairs = zip(old.splitlines(), new.splitlines(), strict=False)
    return next(number for number, (before, after) in enumerate(pairs, 1) if before != after)


def body_lines(code, line):
    """Return the lines of the body of the innermost function around a line.

    A line outside each body, such as that of a default, is returned alone: it runs on import.
    """
    bodies = [
        range(node.body[0].lineno, node.end_lineno + 1)
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return min((body for body in bodies if line in body), key=len, default=[line])
