"""The Sphinx extension works in a user's project, in reStructuredText and in MyST."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import trustflow

CONF = """
import pathlib, sys
sys.path.insert(0, str(pathlib.Path(__file__).parent))
project = "A user's docs"
extensions = ["trustflow.sphinx", "myst_parser"]
"""
MINE = """
from trustflow import Move, Process, StageInfo
MINE = Process(
    name="mine", title="My process", initial="a", rules=[],
    stages={"a": StageInfo("Start <b>", "It starts."), "b": StageInfo("Done", "Over.", final=True)},
    triggers={"go": "it goes | *so*"}, moves=[Move("go", "a", "b")],
)
"""
INDEX = """
Title
=====

.. trustflow-diagram::
   :name: the-four
   :class: wide
   :stages: rated_inadequate, commissioner_review direction_issued trust_live
   :marks: standard
   :direction: right
   :theme: auto
   :caption: The *four* stages
   :alt: Four "stages"

.. trustflow-diagram:: Sandwell
   :no-labels:

.. trustflow-table::
   :kind: rules
   :title: The rules

.. trustflow-table::
   :kind: moves
   :stages: trust_live
   :marks: standard attested

See :ref:`the-four`.

.. toctree::

   page
"""
PAGE = """
# Page

```{trustflow-diagram} mine:MINE
:stays:
```

```{trustflow-table} mine:MINE
:kind: moves
:name: the-moves
```

```{trustflow-table} Sandwell
:kind: stages
:stages: trust_live
```
"""


@pytest.fixture
def project(tmp_path):
    """Write a user's project."""
    for name, text in {
        "conf.py": CONF, "mine.py": MINE, "index.rst": INDEX, "page.md": PAGE
    }.items():  # fmt: skip
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


BUILD = """
import sys
from sphinx.cmd.build import main
*builders, folder = sys.argv[1:]
codes = [main(["-n", "-W", "--keep-going", "-j", "2", "-b", builder, folder,
              f"{folder}/_build/{builder}"]) for builder in builders]
sys.exit(max(codes))
"""


def build(project, *builders):
    """Build a project in another process with warnings as errors; return exit code and output."""
    home = str(Path(trustflow.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", BUILD, *(builders or ["html"]), str(project)],
        env={**os.environ, "PYTHONPATH": home, "PYTHONWARNINGS": "default"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def built(project, path):
    """Return the text of a file that Sphinx has written."""
    return (project / "_build" / path).read_text("utf-8")


@pytest.mark.slow
def test_pages(project):
    """Pages show pictures and tables, and are rebuilt only when their definitions change."""
    assert 0 == build(project)[0]
    index, page = built(project, "html/index.html"), built(project, "html/page.html")
    assert 3 == index.count("<svg")
    assert "only-light" in index
    assert "only-dark" in index
    assert 'aria-label="Four &quot;stages&quot;"' in index
    assert 3 == index.count('overflow-x: auto" tabindex="0"')
    assert "<em>four</em>" in index
    assert "https://www.legislation.gov.uk/uksi/2007/462" in index
    count = sum(
        move.mark is trustflow.Mark.POSSIBLE
        for move in trustflow.TRUST_TRANSFER.moves_from("trust_live")
        if not move.stays
    )
    note = "possible moves left out: nothing forbids" if count > 1 else "possible move left out"
    assert f"<p>{count} {note}" in index
    assert "attested moves left out" in index
    assert "Start &lt;b&gt;" in page
    assert "it goes | *so*" in page
    assert "Start <b>" not in page
    assert "The trust delivers the services." in page

    assert "0 added, 0 changed, 0 removed" in build(project)[1]
    changed = MINE.replace("it goes", "it moves")
    (project / "mine.py").write_text(changed, "utf-8")
    assert "0 added, 1 changed, 0 removed" in build(project)[1]
    assert "it moves" in built(project, "html/page.html")
    (project / "mine.py").write_text(changed.replace("MINE =", "OURS ="), "utf-8")
    code, output = build(project)
    assert 1 == code
    assert "The module mine has no Process named MINE." in output


@pytest.mark.slow
def test_other_kinds_of_output(project):
    """Text and manual pages have the text alternative of each picture, and LaTeX has a PNG.

    If a picture has two themes, only the light one is written.
    """
    assert 0 == build(project, "text", "man", "latex")[0]
    assert 1 == built(project, "text/index.txt").count('[Four "stages"]')
    assert "\n[Four \\(dqstages\\(dq]\n" in built(project, "man/ausersdocs.1")
    assert 3 == len(list((project / "_build" / "latex").glob("trustflow-*.png")))


def test_a_wrong_directive_gives_a_warning(project):
    """If a directive cannot be followed, the warning gives the reason."""
    wrong = {
        ".. trustflow-diagram:: Nowhere": "is not in this casebook",
        ".. trustflow-diagram:: nowhere_at_all:P": "No module named",
        ".. trustflow-diagram::\n   :stages: trust_alive": "Unknown stage 'trust_alive'.",
        ".. trustflow-diagram::\n   :stages:": "Name at least one stage",
        ".. trustflow-table::\n   :stages: trust_dead": "Unknown stage 'trust_dead'.",
        ".. trustflow-diagram::\n   :direction: sideways": "sideways",
        ".. trustflow-diagram::\n   :marks: attest": "Unknown mark 'attest'.",
        ".. trustflow-table::\n   :marks: standard, usual": "Unknown mark 'usual'.",
    }
    text = "\n\n".join(["Title\n=====", *wrong, ".. toctree::\n\n   page\n"])
    (project / "index.rst").write_text(text, "utf-8")
    code, output = build(project, "dummy")
    assert 1 == code
    for message in wrong.values():
        assert message in output
