"""Tests use what is public: a private name of the library has a reason in a comment beside it."""

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
OF_PYTHON = {"_asdict", "_exit", "_fields", "_make", "_replace"}
"""Names that Python gives a leading underscore although they are public."""
OF_NOTEBOOKS = re.compile(r"_repr_[a-z]+_")
REASON = re.compile(r"#(?: noqa: [A-Z]+[0-9]+(?:, [A-Z]+[0-9]+)*)?(?: - |(?<=#) )(?!noqa)\S+ \S+")
"""A comment with a reason, which can follow what ruff needs."""


def is_private(name):
    """Return whether a name is private: one underscore, and not a public name of that form."""
    return (
        re.match(r"_[A-Za-z]", name) is not None
        and name not in OF_PYTHON
        and not OF_NOTEBOOKS.fullmatch(name)
    )


def names_used(tree):
    """Yield each name of another object that a module reads or replaces, and its last line."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="self" | "cls")):
                pass
            case ast.Attribute(attr=name):
                yield name, node.end_lineno
            # A module such as `trustflow._text` is internal to the library as a whole.
            case ast.ImportFrom(module=str(module)) if module.startswith("trustflow."):
                yield from ((each.name, each.end_lineno) for each in node.names)
            case ast.Call(
                func=ast.Attribute(attr="setattr" | "delattr"),
                args=[_, ast.Constant(value=str(name)), *_],
            ):
                yield name, node.end_lineno


def without_reason(text):
    """Return the private names in the text of a module that have no reason beside them."""
    lines = text.splitlines()
    return [
        f"{line}: {name}"
        for name, line in names_used(ast.parse(text))
        if is_private(name) and not REASON.search(lines[line - 1])
    ]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("case._position", ["1: _position"]),
        ("case._position  # noqa: SLF001", ["1: _position"]),
        ("case._position  # noqa: SLF001 - its state", []),
        ("case._position  # its state", []),
        ("self._position, pair._replace(a=1), table._repr_html_(), os._exit(0)", []),
        ("from trustflow.dates.partial import _parsed, parse", ["1: _parsed"]),
        ("from trustflow._text import visible", []),
        ("patch.setattr(module, '_compile', None)", ["1: _compile"]),
        ("patch.setattr(module, '_compile', None)  # what numba does", []),
        ("patch.setattr(module, name, None)", []),
    ],
)
def test_a_reason_is_a_comment_on_the_line(line, names):
    """A mark for ruff alone is none."""
    assert names == without_reason(line)


def test_no_private_name_is_used_without_a_reason():
    """What a user cannot see may change in any version, and the test with it."""
    found = {path: without_reason(path.read_text("utf-8")) for path in TESTS.rglob("*.py")}
    assert {} == {path: names for path, names in found.items() if names}
