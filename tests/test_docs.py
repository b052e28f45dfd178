"""Every code block in the README and the docs runs, and prints what the page shows."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

import trustflow as tf
from trustflow.cli import main
from trustflow.exchange import dumps_csv

ROOT = Path(__file__).parent.parent
GENERATED = {"casebook", "examples", "process", "reference"}
"""The folders of generated pages."""
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *(path for path in sorted((ROOT / "docs").rglob("*.md")) if path.parent.name not in GENERATED),
]
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
PATH = re.compile(r"`((?:src|tests|docs|examples|benchmarks|\.ci)/[\w./-]*)`")
PACKAGE = re.compile(r"^  (\w+)/ ", re.MULTILINE)


def page_name(path):
    """Return the path of a page, which becomes part of the test's name."""
    return str(path.relative_to(ROOT))


@pytest.fixture
def somewhere(tmp_path, monkeypatch):
    """Change to an empty folder, as readers do, on a day that never changes."""
    monkeypatch.setenv("TRUSTFLOW_TODAY", "2026-11-29")
    monkeypatch.chdir(tmp_path)


def run_commands(example):
    """Run each command line; only `check` may exit with 1, which means that there are findings."""
    for line in example.parsed.splitlines():
        program, *words = shlex.split(line.removeprefix("$ "), comments=True) or [""]
        if program == "trustflow":
            assert main(words) == 0 or words[0] == "check", line


def filled(block, printed):
    """Return a text block, which may be empty, with what was printed between its fences."""
    opening, *_, closing = block.split("\n")
    return f"{opening}\n{printed.rstrip()}\n{closing}"


@pytest.mark.parametrize("shown", ["", "\n", "t\n", "old\n\nlines\n"])
def test_a_text_block_is_filled(shown):
    """Its whole text is replaced and its fences stay, also if it is empty or part of a fence."""
    assert filled(f"```text\n{shown}```", "two\nlines\n\n") == "```text\ntwo\nlines\n```"


@pytest.mark.usefixtures("somewhere")
@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_blocks_run(page, capsys, holds):
    """The blocks of a page run one after another in the same folder.

    A text block directly below another block shows what that block prints.
    """
    ran, printed = None, ""
    text = page.read_text(encoding="utf-8")
    shown = []

    def keep_printed(example):
        if ran is not None and not example.document.text[ran.end : example.region.start].strip():
            assert printed.strip(), f"line {example.line}: the block above prints nothing"
            block = example.document.text[example.region.start : example.region.end]
            if example.parsed.rstrip() != printed.rstrip():
                block = filled(block, printed)
            shown.append((example.region, block))

    parsers = [
        PythonCodeBlockParser(),
        CodeBlockParser(language="console", evaluator=run_commands),
        CodeBlockParser(language="text", evaluator=keep_printed),
    ]
    sybil = Sybil(parsers, path=str(page.parent), pattern=page.name)
    for example in sybil.parse(page).examples():
        example.evaluate()
        ran, printed = example.region, capsys.readouterr().out
    for region, block in reversed(shown):
        text = text[: region.start] + block + text[region.end :]
    holds(page, text)


def test_the_page_on_csv_lists_every_column():
    """It names each column of a file that trustflow writes, in the order of the file."""
    page = (ROOT / "docs/exchange/csv.md").read_text("utf-8")
    rows = re.findall(r"^\| (`.*?`) \|", page, re.MULTILINE)
    written = dumps_csv(tf.History("Devon")).removeprefix("\ufeff").splitlines()[0].split(",")
    listed = re.findall(r"`(\w+)`", "".join(rows))
    assert written == [name for name in listed if name in written]


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_links_lead_to_a_file(page):
    """Each link to a file of the project is valid; Sphinx checks links to generated pages."""
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        target = page.parent / link
        assert target.exists() or target.parent.name in GENERATED, link


@pytest.mark.parametrize("page", [*PAGES, ROOT / "src/trustflow/casebook/README.md"], ids=page_name)
def test_named_paths_exist(page):
    """Each path in backticks exists as a file or folder of the project."""
    for path in PATH.findall(page.read_text(encoding="utf-8")):
        assert (ROOT / path).exists(), path


def test_one_history_has_a_day_of_receipt():
    """The pages on what is definite say so: it is St Helens, for a letter and not for a report."""
    received = {
        (history.authority, type(event).__name__)
        for history in tf.casebook.histories()
        for event in history
        if getattr(event, "received_on", None)
    }
    assert {("St Helens", "VisitLetterPublished")} == received


def test_the_contributing_guide_lists_every_package():
    """The layout in the guide lists every package in `src`, and no other."""
    packages = {path.parent.name for path in (ROOT / "src/trustflow").glob("*/__init__.py")}
    layout = PACKAGE.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert packages == set(layout)
    assert len(packages) == len(layout)


def test_the_contributing_guide_lists_the_layers():
    """The guide lists the same layers as `make check` checks, from the top down."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    [layers] = [each["layers"] for each in contracts["contracts"] if each["id"] == "layers"]
    listed = re.findall(
        r"^\d+\. (`.*)$", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    names = [set(re.findall(r"`(\w+)`", line)) for line in listed]
    public = [{name for name in layer.split(" | ") if name[0] != "_"} for layer in layers]
    assert [layer for layer in public if layer] == names
