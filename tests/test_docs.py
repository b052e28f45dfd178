"""Every Python block and every command line of the README and the docs runs as it stands."""

import re
import shlex
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

import trustflow as tf
from trustflow.cli import main

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def page_name(path):
    """A page as the test's name shows it."""
    return str(path.relative_to(ROOT))


@pytest.fixture
def somewhere(tmp_path, monkeypatch):
    """A folder with a history of the reader's own, to run in."""
    tf.dump(tf.casebook.load("Sandwell"), tmp_path / "history.json")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("somewhere")
@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_python_blocks_run(page):
    """One after another, each with what those before it made."""
    sybil = Sybil([PythonCodeBlockParser()], path=str(page.parent), pattern=page.name)
    for example in sybil.parse(page).examples():
        example.evaluate()


@pytest.mark.usefixtures("somewhere", "capsys")
@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_command_lines_run(page):
    """Each ends well; a check may end with 1, which means that it found something."""
    for block in CONSOLE.findall(page.read_text(encoding="utf-8")):
        for line in block.splitlines():
            program, *words = shlex.split(line, comments=True)
            if program == "trustflow":
                assert main(words) == 0 or words[0] == "check", line


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_links_lead_somewhere(page):
    """Each link to another page of the project finds it."""
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / link).exists(), link
