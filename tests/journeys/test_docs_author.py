"""A developer who shows a process of their own in their docs, and keeps the docs up to date."""

import json
import re
from zipfile import ZipFile

import pytest

LOANS = '''"""The process of a library loan."""

import trustflow as tf

LOANS = tf.Process(
    name="library_loan",
    title="A library loan",
    initial="on_shelf",
    stages={
        "on_shelf": tf.StageInfo("On the shelf", "Nobody has the book."),
        "on_loan": tf.StageInfo("On loan", "A reader has the *book*."),
        "lost": tf.StageInfo("Lost", "The library has written it off.", final=True),
    },
    triggers={"lent": "book lent", "brought_back": "book back", "written_off": "written off"},
    moves=[
        tf.Move("lent", "on_shelf", "on_loan"),
        tf.Move("brought_back", "on_loan", "on_shelf"),
        tf.Move("written_off", "on_loan", "lost"),
    ],
    rules=[
        tf.DateRule(
            id="three-weeks",
            requires="The reader brings the book back in three weeks",
            starts="lent",
            ends="brought_back",
            at_most="3 weeks",
            strength="contract",
            duty_holder="reader",
            citation=tf.Citation("Library rules, section 4"),
        ),
    ],
)
'''
OWN = "--process loans:LOANS"
BLOCKS = """# Loans

<!-- trustflow: diagram -->
<!-- trustflow: end -->

<!-- trustflow: rules -->
<!-- trustflow: end -->

The end.
"""
CONF = """
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
project, version, epub_copyright = "Loans", "1", "A library"
extensions = ["trustflow.sphinx", "myst_parser"]
html_theme = "furo"
"""
BOOK = """
Loans
=====

.. trustflow-diagram:: loans:LOANS
   :theme: auto
   :caption: The loan

.. trustflow-table:: loans:LOANS
   :kind: rules

.. trustflow-diagram:: ../atlas.json
   :process: loans:LOANS

.. trustflow-timeline:: ../atlas.json
   :process: loans:LOANS
   :theme: auto

.. toctree::

   more
"""
MYST = "# More\n\n```{trustflow-table} loans:LOANS\n```\n"
CELLS = [
    "import trustflow as tf\nfrom loans import LOANS",
    "LOANS",
    "tf.diagram(LOANS, 'svg')",
    "case = tf.Case('Atlas', LOANS)\ncase.record(LOANS.event('lent', '2026-01-05'))\ncase",
    "case.deadlines(as_of='2026-01-10')",
    "tf.timeline(case)",
]
RUN_CELLS = """
import json, sys
import nbclient, nbformat
book = nbformat.v4.new_notebook()
book.cells = list(map(nbformat.v4.new_code_cell, json.load(sys.stdin)))
nbclient.NotebookClient(book, timeout=60, kernel_name="python3").execute()
nbformat.write(book, "loans.ipynb")
"""
HOOKS = """repos:
  - repo: local
    hooks:
      - &hook
        id: diagram
        name: diagram in the README
        entry: trustflow diagram --process loans:LOANS --check README.md
        language: system
        pass_filenames: false
        always_run: true
      - <<: *hook
        id: rules
        name: rules in the README
        entry: trustflow table rules --process loans:LOANS --block rules --check README.md
      - <<: *hook
        id: site
        name: diagram on the site
        entry: trustflow diagram --process loans:LOANS --format svg -o docs/index.md
"""
PACKAGES = (
    *("mkdocs", "sphinx", "furo", "myst-parser", "pre-commit"),
    *("nbclient", "nbformat", "ipykernel"),
)


@pytest.fixture
def run(shell):
    """Return the shell of an author whose repository has a process and a case of it."""
    run = shell("draw", today="2026-03-20", packages=PACKAGES)
    run.environment["PYTHONWARNINGS"] = "ignore"
    (run.folder / "loans.py").write_text(LOANS)
    run(f"trustflow new atlas.json 'The atlas' {OWN}")
    run(f"trustflow record atlas.json lent 2026-01-05 --source Slip {OWN}")
    return run


def change(run, old, new):
    """Replace a text in the module of the process."""
    module = run.folder / "loans.py"
    assert old in module.read_text()
    module.write_text(module.read_text().replace(old, new))


def test_mkdocs(run):
    """An SVG in a page, or beside it, is in the site as it was drawn, and so is a table."""
    (run.folder / "docs").mkdir()
    (run.folder / "mkdocs.yml").write_text("site_name: Loans\n")
    page = run.folder / "docs" / "index.md"
    page.write_text(f"{BLOCKS}\n![A loan](loans.svg)\n")
    run(f"trustflow diagram {OWN} --format svg -o docs/index.md")
    run(f"trustflow diagram {OWN} -o docs/loans.svg")
    run(f"trustflow table rules {OWN} --block rules -o docs/index.md")
    run("mkdocs build --strict --quiet")
    site = (run.folder / "site" / "index.html").read_text("utf-8")
    svg = (run.folder / "docs" / "loans.svg").read_text("utf-8").strip()
    assert "A reader has the *book*." in svg
    assert svg in page.read_text("utf-8")
    assert svg in site
    assert "<td>The reader brings the book back in three weeks</td>" in site
    assert (run.folder / "site" / "loans.svg").is_file()


def test_sphinx(run):
    """The directives show the process and the case in a site and in a book."""
    book = run.folder / "book"
    book.mkdir()
    for name, text in {"conf.py": CONF, "index.rst": BOOK, "more.md": MYST}.items():
        (book / name).write_text(text)
    build = "sphinx-build -q -W -d _build/doctrees"
    run(f"{build} -b html book _build/html")
    index = (run.folder / "_build" / "html" / "index.html").read_text("utf-8")
    assert 5 == len(
        re.findall('<svg [^>]*role="img"', index)
    )  # two pictures in two themes, and one in one
    assert "three-weeks" in index
    assert "The atlas" in index
    assert "written off" in (run.folder / "_build" / "html" / "more.html").read_text("utf-8")
    run(f"{build} -b epub book _build/epub")
    with ZipFile(run.folder / "_build" / "epub" / "Loans.epub") as file:
        pictures = [name for name in file.namelist() if name.endswith(".svg")]
        assert 3 == len(pictures)
        assert all(file.read(name).startswith(b"<svg ") for name in pictures)
    change(run, "book lent", "book lent out")
    run("cd book && sphinx-build -q -W -d ../_build/doctrees -b html . ../_build/html")
    index = (run.folder / "_build" / "html" / "index.html").read_text("utf-8")
    assert "book lent out" in " ".join(re.sub("<[^>]*>", " ", index).split())


def test_notebook(run):
    """A notebook shows tables and pictures, and is run again by a program."""
    (run.folder / "run_cells.py").write_text(RUN_CELLS)
    (run.folder / "cells.json").write_text(json.dumps(CELLS))
    run("python run_cells.py < cells.json")
    cells = json.loads((run.folder / "loans.ipynb").read_text("utf-8"))["cells"]
    shown = [cell["outputs"][0]["data"] for cell in cells[1:]]
    kinds = ["text/html", "image/svg+xml", "text/html", "text/html", "image/svg+xml"]
    assert all(kind in data for kind, data in zip(kinds, shown, strict=True))
    assert "A library loan" in "".join(shown[0]["text/html"])
    assert "".join(shown[1]["image/svg+xml"]).startswith("<svg ")


def test_readme_and_hook(run):
    """Blocks of a README are checked by pre-commit before each commit of a repository."""
    folder = run.folder
    (folder / "README.md").write_text(BLOCKS)
    (folder / "docs").mkdir()
    (folder / "docs" / "index.md").write_text(BLOCKS)
    run(f"trustflow diagram {OWN} -o README.md")
    run(f"trustflow table rules {OWN} --block rules -o README.md")
    run(f"trustflow diagram {OWN} --check README.md")
    text = (folder / "README.md").read_text("utf-8")
    assert "```mermaid\n---\nconfig:\n  layout: dagre\n---\nflowchart TB" in text
    assert text.endswith("<!-- trustflow: end -->\n\nThe end.\n")

    (folder / ".pre-commit-config.yaml").write_text(HOOKS)
    run("git init -q && git config user.name A && git config user.email a@example.org")
    run("pre-commit install && git add .pre-commit-config.yaml README.md docs loans.py")
    assert "files were modified by this hook" in run("git commit -m 'Describe loans'", 1)
    run("git add docs && git commit -q -m 'Describe loans'")

    change(run, "3 weeks", "4 weeks")
    output = run("git add loans.py && git commit -m 'Lend for four weeks'", 1)
    assert 2 == output.count("README.md is not up to date. Replace it:")
    commands = re.findall(r"^trustflow (?:diagram|table) .*README\.md$", output, re.MULTILINE)
    assert 2 == len(commands)
    run(" && ".join(commands))
    run("git add README.md docs && git commit -m 'Lend for four weeks'")
    assert "4 weeks" in run("git show HEAD:README.md")
    assert "" == run("git status --porcelain --untracked-files=no")
