"""Every block of the README and the docs runs as it stands, and prints what the page says."""

import re
import shlex
from pathlib import Path

import pytest
from pyarrow.parquet import write_table
from sybil import Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

import trustflow as tf
from trustflow.cli import main
from trustflow.exchange import to_frame

ROOT = Path(__file__).parent.parent
GENERATED = {"casebook", "process", "reference"}
"""The folders of pages that are made from the package while the docs are built."""
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *(path for path in sorted((ROOT / "docs").rglob("*.md")) if path.parent.name not in GENERATED),
]
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


def page_name(path):
    """A page as the test's name shows it."""
    return str(path.relative_to(ROOT))


@pytest.fixture
def somewhere(tmp_path, monkeypatch):
    """A folder with a history and a log of the reader's own, to run in."""
    tf.dump(tf.casebook.load("Sandwell"), tmp_path / "history.json")
    write_table(to_frame(tf.casebook.histories()), tmp_path / "log.parquet")
    monkeypatch.chdir(tmp_path)


def run_commands(example):
    """Run each command line; a check may end with 1, which means that it found something."""
    for line in example.parsed.splitlines():
        program, *words = shlex.split(line.removeprefix("$ "), comments=True) or [""]
        if program == "trustflow":
            assert main(words) == 0 or words[0] == "check", line


@pytest.mark.usefixtures("somewhere")
@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_blocks_run(page, capsys):
    """One after another, in one folder, each with what those before it made.

    A block of text right below one that is run is what that one prints.
    """
    ran, printed = None, ""

    def is_printed(example):
        if ran is not None and not example.document.text[ran.end : example.region.start].strip():
            assert example.parsed.rstrip() == printed.rstrip()

    parsers = [
        PythonCodeBlockParser(),
        CodeBlockParser(language="console", evaluator=run_commands),
        CodeBlockParser(language="text", evaluator=is_printed),
    ]
    sybil = Sybil(parsers, path=str(page.parent), pattern=page.name)
    for example in sybil.parse(page).examples():
        example.evaluate()
        ran, printed = example.region, capsys.readouterr().out


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_links_lead_somewhere(page):
    """Each link to another page of the project finds it; Sphinx sees to those to generated ones."""
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        target = page.parent / link
        assert target.exists() or target.parent.name in GENERATED, link
