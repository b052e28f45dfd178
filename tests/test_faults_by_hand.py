"""The faults planted by hand apply to the source as it is, and the table names tests that exist."""

import ast

import pytest

from tests.faults_by_hand.faults import FAULTS, ROOT
from tests.faults_by_hand.found import PATH, read_found, table

PACKAGES = {path.parent.name for path in ROOT.glob("src/trustflow/*/__init__.py")}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_applies_to_the_source(fault):
    """Its old text is in the file once, and the file with the fault is another that can be read."""
    sound = (ROOT / fault.path).read_text("utf-8")
    planted = fault.planted(sound)
    assert planted != sound
    if fault.path.suffix == ".py":
        assert ast.dump(ast.parse(planted)) != ast.dump(ast.parse(sound))
    for name in fault.nearest:
        assert (ROOT / "tests" / name).exists()


@pytest.mark.parametrize("text", ["", "def f(): ...", "old, and old again"])
def test_a_fault_whose_text_is_gone_is_an_error(text):
    """So is one whose text is in the file twice: nobody can tell which is meant."""
    fault = FAULTS[0]._replace(old="old")
    with pytest.raises(ValueError, match=f"^{fault.name}: the old text is in .* times$"):
        fault.planted(text)


def test_every_package_has_a_fault():
    """Each fault has a name of its own."""
    assert len(FAULTS) == len({fault.name for fault in FAULTS})
    assert {fault.path.parts[2] for fault in FAULTS} == PACKAGES


def functions_of(path):
    """Return the ids of the test functions of a file."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield from (f"{path}::{node.name}::{each}" for each in functions_in(node))
    yield from (f"{path}::{each}" for each in functions_in(tree))


def functions_in(node):
    """Return the names of the functions directly in a class or a module."""
    return [each.name for each in node.body if isinstance(each, ast.FunctionDef)]


def test_two_tests_found_each_fault():
    """The table has each fault, and the tests that it names exist."""
    found = read_found()
    assert table(found) == PATH.read_text("utf-8")
    assert [fault.name for fault in FAULTS] == list(found)
    named = {test for tests in found.values() for test in tests}
    existing = {
        each for path in {test.partition("::")[0] for test in named} for each in functions_of(path)
    }
    assert named <= existing
    assert [] == [name for name, tests in found.items() if len(tests) < 2]
