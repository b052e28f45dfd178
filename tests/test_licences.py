"""The licences that pyproject.toml declares, and the texts that the distribution has of them."""

import hashlib
import tomllib
from pathlib import Path

import pytest

from trustflow import casebook
from trustflow.casebook.credit import licence_text

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
TITLES = {
    "CC-BY-4.0": "Creative Commons Attribution 4.0 International",
    "OGL-UK-3.0": "Open Government Licence v3.0",
}


def test_the_code_and_the_casebook_have_their_licences():
    """The expression names the licence of the code, and each licence of the casebook."""
    assert ["MIT", *casebook.LICENCES] == PROJECT["license"].split(" AND ")


def test_the_distribution_has_the_text_of_each_licence():
    """The patterns for licence files match one file for each licence, and no other file."""
    found = sorted(path.name for each in PROJECT["license-files"] for path in ROOT.glob(each))
    assert sorted(["LICENSE", *(f"{name}.txt" for name in casebook.LICENCES)]) == found


@pytest.mark.parametrize("name", TITLES)
def test_a_text_begins_with_the_title_of_its_licence(name):
    """The title is the one that a data package has."""
    assert TITLES[name] == licence_text(name).splitlines()[0] == casebook.LICENCES[name][0]


@pytest.mark.parametrize(
    ("name", "digest"),
    [
        ("CC-BY-4.0", "50a0385d4606ed02586ea82f3307d8835cf2e76f7c2b70f5e2f340bd4a1e9fb3"),
        ("OGL-UK-3.0", "25d61959d627c29f084210370527310912cddde2fa95b2188e4f87a7a70be3c1"),
    ],
)
def test_nobody_changed_the_words_of_a_licence(name, digest):
    """The words are those that were read; white space between them does not matter."""
    words = " ".join(licence_text(name).split())
    assert digest == hashlib.sha256(words.encode()).hexdigest()
