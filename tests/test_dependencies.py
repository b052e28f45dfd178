"""The table of dependencies in the docs, and the licences that the packages declare."""

import re
import tomllib
from importlib.metadata import files, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PAGE = (ROOT / "docs" / "explanation" / "what-you-can-rely-on.md").read_text("utf-8")
ROW = re.compile(r"^\| ([\w-]+) \| (always|`.+`) \| (.+) \|$", re.MULTILINE)
TABLE = {name: (needed, licence) for name, needed, licence in ROW.findall(PAGE)}
FOR_USERS = ("bulk", "calendar", "draw", "frames", "ledger", "page", "testing")
OWN = "trustflow-england"
MIT_GRANT = "Permission is hereby granted, free of charge"
WORDS = {
    "BSD": ("BSD-2-Clause", "BSD-3-Clause"),
    "Apache Software License": ("Apache-2.0",),
    "MIT License": ("MIT",),
    "SIL OFL 1.1": ("OFL-1.1",),
}
"""Licences as packages write them that have no expression, and the expressions they may mean."""


def required(extra: str) -> set[str]:
    """Return the names of the packages of an extra, with those of the extras that it brings."""
    found = set()
    for text in PROJECT["optional-dependencies"][extra]:
        name, brought = re.match(r"([\w-]+)(?:\[(.*)\])?", text).groups()
        found |= set.union(*map(required, brought.split(","))) if name == OWN else {name}
    return found


def test_the_table_has_every_package_that_a_user_installs():
    """The core packages are needed always, and each other one for the extras that bring it."""
    wanted = {re.match(r"[\w-]+", text)[0]: "always" for text in PROJECT["dependencies"]}
    for extra in FOR_USERS:
        for name in required(extra):
            wanted.setdefault(name, set()).add(f"`{extra}`")
    found = {
        name: needed if needed == "always" else set(needed.split(", "))
        for name, (needed, _) in TABLE.items()
    }
    assert wanted == found


def licence_in_files(name: str) -> str:
    """Return the licence whose text is among the files of a package."""
    [path] = (path for path in files(name) if path.name == "LICENSE")
    return "MIT" if MIT_GRANT in path.read_text("utf-8") else "unknown"


@pytest.mark.parametrize("name", sorted(TABLE))
def test_a_licence_is_the_one_that_the_package_declares(name):
    """It is that of the expression, else of the field, else of the file with the text."""
    declared, (_, licence) = metadata(name), TABLE[name]
    expression = declared["License-Expression"]
    if expression is not None:
        # A wheel that contains other code declares the licences of that too.
        assert set(licence.split(" AND ")) <= set(expression.split(" AND "))
        return
    field = declared["License"]
    if field is None:
        [*classified] = (
            each.rpartition(":: ")[2].removesuffix(" License")
            for each in declared.get_all("Classifier")
            if each.startswith("License")
        )
        field = classified[0] if classified else licence_in_files(name)
    assert licence in WORDS.get(field, (field,))
