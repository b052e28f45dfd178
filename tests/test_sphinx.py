"""The Sphinx extension works in a user's project, in reStructuredText and in MyST."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import pytest
from attrs import evolve

import trustflow
from tests.cli.own import MODULE as SCHOOL
from trustflow.exchange import dumps, process_to_json, save
from trustflow.sphinx import records
from trustflow.sphinx.dark_mode import add_stylesheet, has_dark_mode
from trustflow.sphinx.diagram import DiagramDirective
from trustflow.sphinx.directive import warn
from trustflow.sphinx.table import TableDirective
from trustflow.sphinx.timeline import TimelineDirective

CONF = """
import pathlib, sys
sys.path.insert(0, str(pathlib.Path(__file__).parent))
project, copyright, version = "A user's docs", "2026, a user", "1"
extensions = ["trustflow.sphinx", "myst_parser"]
myst_enable_extensions = ["colon_fence"]
numfig = True
"""
MINE = r"""
from trustflow import Move, Process, StageInfo
MINE = Process(
    name="mine", title="Mine ]]> </title><script> \u202e \ufffe & 'so'", initial="a", rules=[],
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
   :stages: rated_inadequate commissioner_review direction_issued trust_live
   :marks: standard
   :direction: right
   :theme: auto
   :caption: The *four* `stages <https://example.org/>`_
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

See :ref:`the-four` and :numref:`the-four`.

.. toctree::

   page
   places
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
PLACES = """
# Places

- In a list

  ```{trustflow-diagram} mine:MINE
  :theme: auto
  ```

:::{note}
```{trustflow-diagram} mine:MINE
:theme: auto
:caption: In a note, in *MyST*
:name: in-myst
```
:::

```{eval-rst}
.. list-table::

   * - .. trustflow-diagram:: mine:MINE
          :theme: auto
          :caption: In a cell
          :width: 50%
     - .. trustflow-diagram:: mine:MINE
          :theme: dark
          :align: right
```

```{trustflow-diagram} mine:MINE
:theme: auto
:width: 200
:align: center
```

{numref}`in-myst`

```{trustflow-timeline} Sandwell
:theme: auto
:caption: One history
```

```{trustflow-timeline}
:start-at: trust_went_live

Sandwell
Doncaster
```
"""
PICTURES_OF_PLACES = 7


@pytest.fixture
def project(tmp_path):
    """Write a user's project."""
    return written(
        tmp_path,
        {
            "conf.py": CONF,
            "mine.py": MINE,
            "index.rst": INDEX,
            "page.md": PAGE,
            "places.md": PLACES,
        },
    )


def written(folder, texts):
    """Write texts to files in a folder, and return the folder."""
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return folder


BUILD = """
import sys
from sphinx.cmd.build import main
jobs, folder, *builds = sys.argv[1:]
codes = []
for build in builds:
    builder, _, theme = build.partition(":")
    themed = ["-D", f"html_theme={theme}"] if theme else []
    # Sphinx itself does not let gettext share the folder of other builders.
    doctrees = f"{folder}/_doctrees{'/gettext' * (builder == 'gettext')}"
    codes.append(main(["-n", "-W", "--keep-going", "-j", jobs, "-b", builder, *themed,
                       "-d", doctrees, folder, f"{folder}/_build/{build}"]))
sys.exit(max(codes))
"""


def build(project, *builds, jobs=2):
    """Build a project in another process with warnings as errors; return exit code and output.

    A build is the name of a builder, or of a builder and a theme, as in ``html:furo``.
    """
    home = str(Path(trustflow.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", BUILD, str(jobs), str(project), *(builds or ["html"])],
        env={**os.environ, "PYTHONPATH": home, "PYTHONWARNINGS": "default"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def built(project, path):
    """Return the text of a file that Sphinx has written."""
    return (project / "_build" / path).read_text("utf-8")


def figures(page):
    """Return the figures of a page; each must be XML, so every element is closed once."""
    return list(map(parsed, re.findall(r"<figure.*?</figure>", page, re.DOTALL)))


def parsed(text):
    """Return the root of an XML text that this test has built."""
    return ET.fromstring(text)  # noqa: S314


def boxes(figure, name):
    """Return the boxes of a figure with a class."""
    return [each for each in figure.iter("div") if name in each.get("class", "").split()]


@pytest.mark.slow
def test_pages(project):
    """Pages show pictures and tables, and are rebuilt only when their definitions change."""
    assert 0 == build(project)[0]
    index, page = built(project, "html/index.html"), built(project, "html/page.html")
    assert 2 == len(figures(index)) == index.count("<svg")
    assert 'aria-label="Four &quot;stages&quot;"' in index
    assert 2 == index.count('overflow-x: auto" tabindex="0"')
    # On a narrow page, a picture becomes smaller and then scrolls.
    for tag in re.findall("<svg[^>]*>", index):
        (least,), (width,) = (
            re.findall(r"min-width: (\d+)px", tag),
            re.findall(r' width="(.*?)"', tag),
        )
        assert int(least) == round(0.6 * float(width))
    assert 'The <em>four</em> <a class="reference external" href="https://example.org/">' in index
    assert '<figure class="wide align-default" id="the-four">' in index
    assert 2 == index.count('href="#the-four"><span class="std std-')
    assert "https://www.legislation.gov.uk/uksi/2007/462" in index
    assert '<span class="caption-text">The rules</span>' in index
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
    assert "0 added, 2 changed, 0 removed" in build(project)[1]
    assert "it moves" in built(project, "html/page.html")
    (project / "mine.py").write_text(changed.replace("MINE =", "OURS ="), "utf-8")
    code, output = build(project)
    assert 1 == code
    assert "The module mine has no Process named MINE." in output


@pytest.mark.slow
def test_other_kinds_of_output(project):
    """Text and manual pages have the text alternative of each picture, and LaTeX has a PNG.

    If a picture has two themes, only the light one is written. A caption can be translated.
    """
    builds = ("text", "man", "latex", "xml", "gettext", "json", "texinfo")
    assert 0 == build(project, *builds)[0]
    assert 1 == built(project, "text/index.txt").count('[Four "stages"]')
    assert PICTURES_OF_PLACES == built(project, "text/places.txt").count("[")
    assert "\n[Four \\(dqstages\\(dq]\n" in built(project, "man/ausersdocs.1")
    assert "The *four* `stages" in built(project, "gettext/index.pot")
    assert 2 == built(project, "json/index.fjson").count("<svg")
    latex = built(project, "latex/ausersdocs.tex")
    names = re.findall(r"\\sphinxincludegraphics(?:\[(.*?)\])?\{(.*?)\}", latex)
    assert 3 + PICTURES_OF_PLACES == len(names)
    assert {"", r"width=0.500\linewidth", r"width=200\sphinxpxdimen"} == {name[0] for name in names}
    files = {path.name for path in (project / "_build" / "latex").glob("trustflow-*")}
    assert {name[1] for name in names} == files
    assert 6 == len(files)


@pytest.mark.slow
def test_themes(project):
    """A theme with a dark mode gets both pictures in one element; others get the light one."""
    code, output = build(project, "html:furo", "html:alabaster", "html:classic", "singlehtml:furo")
    assert 0 == code, output
    for theme in ("furo", "alabaster", "classic"):
        shown = figures(built(project, f"html:{theme}/places.html"))
        assert PICTURES_OF_PLACES == len(shown)
        dark = [figure for figure in shown if boxes(figure, "trustflow-dark")]
        both = [figure for figure in shown if boxes(figure, "trustflow-both")]
        assert dark == both
        assert (5 if theme == "furo" else 0) == len(dark)
        for figure in shown:
            captions = figure.findall("figcaption")
            assert [*figure] == [figure[0], *captions]
            assert 1 == len(boxes(figure, "trustflow-light"))
        for figure in dark:
            (box,) = boxes(figure, "trustflow-dark")
            assert box.get("style").startswith("display: none;")
        styles = built(project, f"html:{theme}/places.html").count("trustflow-dark-mode.css")
        assert (1 if theme == "furo" else 0) == styles
    css = built(project, "html:furo/_static/trustflow-dark-mode.css")
    assert '[data-theme="dark"] .trustflow-both > .trustflow-dark { display: block' in css
    assert "@media screen and (prefers-color-scheme: dark) {" in css
    assert "print" not in css
    single = built(project, "singlehtml:furo/index.html")
    assert single.count('class="trustflow-dark"') == single.count("trustflow-both") == 6
    places = built(project, "html:furo/places.html")
    assert '<figure class="align-default" id="id1" style="width: 50%">' in places
    assert '<figure class="align-center" style="width: 200px">' in places
    assert '<figure class="align-right">' in places
    numbers = re.findall(r'class="caption-number">(.*?)<', single)
    assert ["Fig. 1 ", "Table 1 ", "Fig. 2 ", "Fig. 3 ", "Fig. 4 "] == numbers


@pytest.mark.slow
def test_a_book(project):
    """Every page of a book is XML, and shows each picture once, as a file of the book."""
    assert 0 == build(project, "epub")[0]
    book = project / "_build" / "epub"
    pages = {path.name: parsed(path.read_bytes()) for path in book.glob("*.xhtml")}
    assert {"index.xhtml", "page.xhtml", "places.xhtml", "nav.xhtml"} <= set(pages)
    images = {
        name: [each for each in page.findall(".//{*}img") if "trustflow-" in each.get("class", "")]
        for name, page in pages.items()
    }
    assert 2 == len(images["index.xhtml"])
    assert PICTURES_OF_PLACES == len(images["places.xhtml"])
    used = {each.get("src") for page in images.values() for each in page}
    assert used == {f"_images/{path.name}" for path in (book / "_images").iterdir()}
    assert all(name in built(project, "epub/content.opf") for name in used)
    assert 'Four "stages"' == images["index.xhtml"][0].get("alt")
    assert not any(page.findall(".//{http://www.w3.org/2000/svg}svg") for page in pages.values())
    (project / "mine.py").write_text(MINE.replace("it goes", "it moves"), "utf-8")
    assert 0 == build(project, "epub")[0]
    later = {f"_images/{path.name}" for path in (book / "_images").iterdir()}
    assert len(used) == len(later)
    assert used > used & later > set()


@pytest.mark.slow
def test_an_empty_alternative_text_is_not_used(tmp_path):
    """A picture whose option `alt` is empty has the text that describes it."""
    index = ".. trustflow-timeline:: Sandwell\n   :strip:\n   :alt:"
    written(tmp_path, {"conf.py": CONF, "index.rst": index})
    assert 0 == build(tmp_path, "text")[0]
    assert "[Sandwell: the road to a children's services trust." in built(
        tmp_path, "text/index.txt"
    )


WRONG = {
    ".. trustflow-diagram:: Nowhere": "is not in this casebook",
    ".. trustflow-diagram:: nowhere_at_all:P": "No module named",
    ".. trustflow-diagram::\n   :stages: trust_alive": "Unknown stage 'trust_alive'.",
    ".. trustflow-diagram::\n   :stages:": "Name at least one stage",
    ".. trustflow-diagram::\n   :counts: Nowhere": "is not in this casebook",
    ".. trustflow-diagram::\n   :counts: missing.json": "missing.json: No such file or directory. ",
    ".. trustflow-table::\n   :stages: trust_dead": "Unknown stage 'trust_dead'.",
    ".. trustflow-diagram::\n   :marks: attest": "Unknown mark 'attest'.",
    ".. trustflow-table::\n   :marks: standard, usual": "Unknown mark 'usual'.",
    ".. trustflow-diagram:: raises:P": "RuntimeError in ",
    ".. trustflow-diagram:: leaves:P": "SystemExit in ",
    ".. trustflow-diagram:: broken:P": "SyntaxError in ",
    ".. trustflow-diagram:: contradicts:P": "no move leads out of stage 'b'",
    ".. trustflow-diagram:: hostile:P": "Expected one line of text",
    ".. trustflow-table:: empty:P": "has no Process named P",
    ".. trustflow-timeline:: Nowhere": "is not in this casebook",
    ".. trustflow-timeline:: missing.json": "missing.json: No such file or directory. ",
    ".. trustflow-timeline:: table.csv": "table.csv: ",
    ".. trustflow-diagram:: missing.json": "missing.json: No such file or directory. ",
    ".. trustflow-diagram:: table.csv": "table.csv: ",
    ".. trustflow-diagram:: two.csv": "two.csv contains 2 histories. Choose one with the option",
    ".. trustflow-diagram:: two.csv\n   :only: Z": "Invalid case of two.csv",
    ".. trustflow-diagram:: Sandwell\n   :only: Sandwell": "The option only is for a file of",
    ".. trustflow-timeline::\n   :day-first:": "The option day-first is for a table, and",
    ".. trustflow-timeline:: two.csv\n   :sheet: 2016": "The option sheet is for a workbook, and",
    ".. trustflow-diagram::\n   :process: missing.json": "missing.json: No such file or directory.",
    ".. trustflow-table:: missing.json": "missing.json: No such file or directory. ",
    ".. trustflow-table:: case.json": "This file contains histories, not a process.",
    ".. trustflow-table:: two.csv": "two.csv is a table, which can contain histories but not a",
    ".. trustflow-diagram:: ./none.csv": "none.csv contains 0 histories. Expected a file with",
    ".. trustflow-diagram:: two.csv\n   :process: empty:P": "has no Process named P",
    ".. trustflow-timeline:: Sandwell\n   :start-at: went_home": "Unknown trigger 'went_home'",
    ".. trustflow-timeline:: Sandwell\n   :sort: size": "Unknown order of timelines 'size'",
    ".. trustflow-timeline:: Sandwell\n   :process: raises:P": "RuntimeError in ",
}
"""For each directive with a fault, a part of the message."""
MYST_FAULT = "```{trustflow-diagram} raises:P\n```"
MODULES = {
    "raises.py": 'raise RuntimeError("not \\x1b today")',
    "leaves.py": "import sys\nsys.exit(0)",
    "broken.py": "P = = 1",
    "contradicts.py": MINE.replace(", final=True", "").replace("MINE =", "P ="),
    "hostile.py": MINE.replace("Mine ]]>", "Mine \\x00").replace("MINE =", "P ="),
    "empty.py": "P = 1",
    "table.csv": "no,heading\n",
    "two.csv": "authority,event,on\nX,commissioner_appointed,2016\nY,commissioner_appointed,2016\n",
    "none.csv": "authority,event,on\n",
    "case.json": dumps(trustflow.History("X")),
}


@pytest.mark.slow
def test_a_wrong_directive_gives_a_warning(project):
    """If a directive cannot be followed, a warning with its line and the page give the reason.

    The page does not have the folder of the project, because it can be published. The rest of the
    page is built. The page is read again until nothing is wrong.
    """
    text = "\n\n".join(["Title\n=====", *WRONG, ".. trustflow-table::\n   :kind: stages"])
    written(project, {**MODULES, "index.rst": text, "page.md": f"# P\n\n{MYST_FAULT}"})
    code, output = build(project, "text")
    assert 1 == code
    assert "Traceback" not in output
    page = built(project, "text/index.txt")
    assert len(WRONG) == page.count("Error:\n\n")
    assert str(project) in output
    assert str(project) not in page
    words = " ".join(page.split())
    for directive, message in WRONG.items():
        line = text[: text.index(directive)].count("\n") + 1
        (warning,) = re.findall(rf"index.rst:{line}: WARNING: (trustflow-\w+: .*)", output)
        reason = warning.replace(f"{project}{os.sep}", "")
        assert " ".join(reason.split()).partition(" [trustflow]")[0] in words
        assert message in output
    assert "page.md:3: WARNING: trustflow-diagram: Invalid process location" in output
    assert r"not \x1b today" in output
    assert "Trust live" in page

    assert "2 changed" in build(project, "text")[1]
    (project / "index.rst").write_text(".. trustflow-diagram:: raises:P", "utf-8")
    (project / "raises.py").write_text(MINE.replace("MINE =", "P ="), "utf-8")
    output = build(project, "text")[1]
    assert "index.rst" not in output
    assert "page.md:3" not in output
    assert "0 changed" in build(project, "text")[1]


def test_an_error_of_another_kind_is_named():
    """Its message alone may not say what is wrong, as that of a missing key."""
    assert "picture: KeyError: 'a'" == warn(KeyError("a"), "picture", "page:3")
    assert "picture: no day" == warn(ValueError("no day"), "picture", "page:3")


@pytest.mark.slow
def test_a_wrong_option_gives_an_error(tmp_path):
    """An option that a directive does not have, or a value that it cannot have, is an error."""
    wrong = {
        "diagram::\n   :direction: sideways": '"sideways" unknown',
        "diagram::\n   :theme: grey": '"grey" unknown',
        "diagram::\n   :align: top": '"top" unknown',
        "diagram::\n   :confidence: certain": '"certain" unknown',
        "diagram::\n   :width: wide": '"wide"',
        "timeline::\n   :start-at:": "argument required",
        "timeline::\n   :sort:": "argument required",
        "timeline::\n   :direction: down": 'unknown option: "direction"',
        "table::\n   :kind: triggers": '"triggers" unknown',
        "table::\n   :theme: auto": 'unknown option: "theme"',
    }
    text = "\n\n".join(f".. trustflow-{directive}" for directive in wrong)
    written(tmp_path, {"conf.py": CONF, "index.rst": text})
    code, output = build(tmp_path, "dummy")
    assert 1 == code
    for number, message in enumerate(wrong.values()):
        found = re.findall(rf"index.rst:{1 + 3 * number}: ERROR: .*\n.*\n.*", output)
        assert [message] == [message for each in found if message in each], output


@pytest.mark.slow
@pytest.mark.parametrize("package", ["resvg_py", "pygraphviz"])
def test_a_missing_extra_gives_a_warning(tmp_path, package):
    """Without a package that draws, LaTeX has a text in place of the picture."""
    conf = f"{CONF}sys.modules[{package!r}] = None\n"
    index = ".. trustflow-diagram::\n   :alt: 100 %\n   :stages: trust_live"
    written(tmp_path, {"conf.py": conf, "index.rst": index})
    code, output = build(tmp_path, "latex")
    assert 1 == code
    assert re.search(rf"index.rst:1: WARNING: trustflow-diagram: .*{package}.* `draw`", output)
    text = r"{[}100 \%{]}" if package == "resvg_py" else r"\begin{sphinxadmonition}{error}"
    assert text in built(tmp_path, "latex/ausersdocs.tex")


SMALL = """
# Small page {0}

```{{trustflow-diagram}} mine:MINE
:theme: auto
:caption: Picture {0}
:name: picture-{0}
```

```{{trustflow-table}} mine:MINE
```

{{numref}}`picture-{0}` and {{numref}}`picture-7`
"""


@pytest.mark.slow
def test_parallel_builds(tmp_path):
    """Several processes write the same pages as one, and find out what has changed."""
    pages = {f"page{number}.md": SMALL.format(number) for number in range(8)}
    toctree = "\n".join(["T\n=\n\n.. toctree::\n", *(f"   page{number}" for number in range(8))])
    written(tmp_path, {**pages, "index.rst": toctree, "conf.py": CONF, "mine.py": MINE})
    assert 0 == build(tmp_path, jobs=4)[0]
    several = {name: built(tmp_path, f"html/{name[:-3]}.html") for name in pages}
    assert "0 added, 0 changed, 0 removed" in build(tmp_path, jobs=4)[1]
    shutil.rmtree(tmp_path / "_build")
    shutil.rmtree(tmp_path / "_doctrees")
    assert 0 == build(tmp_path, jobs=1)[0]
    assert several == {name: built(tmp_path, f"html/{name[:-3]}.html") for name in pages}
    (tmp_path / "mine.py").write_text(MINE.replace("It starts.", "It begins."), "utf-8")
    (tmp_path / "page0.md").unlink()
    (tmp_path / "index.rst").write_text(toctree.replace("   page0\n", ""), "utf-8")
    assert "0 added, 8 changed, 1 removed" in build(tmp_path, jobs=4)[1]


CHANGING = """
from trustflow import casebook
load = casebook.load
if (pathlib.Path(__file__).parent / "earlier").exists():
    casebook.load = lambda name: load(name).as_of("2017-01-01")
from trustflow.sphinx import records
if (pathlib.Path(__file__).parent / "newer").exists():
    records.version = lambda _: "9.9"
"""


@pytest.mark.slow
def test_what_changes_rebuilds_a_page(tmp_path):
    """A page is rebuilt when the casebook or a file of histories has changed, and not before."""
    history = trustflow.casebook.load("Sandwell")
    save(history, tmp_path / "mine.json")
    pages = {
        "index.rst": "T\n=\n\n.. toctree::\n\n   one\n   two\n   three\n",
        "one.rst": "One\n===\n\n.. trustflow-diagram:: Sandwell\n",
        "two.rst": "Two\n===\n\n.. trustflow-timeline:: mine.json\n   :theme: auto\n",
        "three.rst": "Three\n=====\n\n.. trustflow-table::\n   :stages: trust_live\n",
    }
    written(tmp_path, {**pages, "conf.py": CONF + CHANGING})
    assert 0 == build(tmp_path)[0]
    assert "0 changed" in build(tmp_path)[1]
    before = built(tmp_path, "html/one.html"), built(tmp_path, "html/two.html")
    (tmp_path / "earlier").touch()
    assert "1 changed" in build(tmp_path)[1]
    save(history.as_of("2017-01-01"), tmp_path / "mine.json")
    assert "1 changed" in build(tmp_path)[1]
    after = built(tmp_path, "html/one.html"), built(tmp_path, "html/two.html")
    assert all(old != new for old, new in zip(before, after, strict=True))
    assert "Trust live" not in after[1]
    assert "0 changed" in build(tmp_path)[1]
    (tmp_path / "newer").touch()
    assert "3 changed" in build(tmp_path)[1]


def test_a_new_version_may_draw_the_same_content_in_another_way(monkeypatch):
    """So what an earlier version has shown is not current, and its document is built anew."""
    request = SimpleNamespace(content=lambda: "the same")
    shown = records.Record(request, records.digest_of("the same"))
    assert shown.is_current
    monkeypatch.setattr(records, "version", lambda _: "9.9")
    assert not shown.is_current


@pytest.mark.slow
def test_timelines(project):
    """A timeline shows councils or files of histories, or the whole casebook without a name."""
    save(trustflow.casebook.histories()[:3], project / "three.json")
    index = """
.. trustflow-timeline:: Sandwell
   :caption: One

.. trustflow-timeline::
   :start-at: trust_went_live
   :alt: Two trusts

   Sandwell

   doncaster

.. trustflow-timeline::

   ./three.json
   Sandwell

.. trustflow-timeline::
   :process: trustflow:TRUST_TRANSFER

.. trustflow-timeline:: Sandwell
   :brief:

.. trustflow-timeline:: Sandwell
   :strip:

.. trustflow-timeline:: three.json
   :sort: days-to:trust_live
"""
    written(project, {"index.rst": index, "page.md": "# P\n", "places.md": "# P\n"})
    assert 1 == build(project, "text")[0]  # two pages are in no toctree
    page = built(project, "text/index.txt")
    one, two, four, every, brief, strip, ordered = re.findall(r"\[[^]]*\]", " ".join(page.split()))
    sandwell = trustflow.casebook.load("Sandwell")
    words = [*parsed(trustflow.timeline(sandwell)).itertext()]
    assert one.startswith(f"[{words[1]}. ")
    assert "[Two trusts]" == two
    assert "4" in four
    assert str(len(trustflow.casebook.histories())) in every
    for shown, options in ((brief, {"brief": True}), (strip, {"strip": True})):
        words = [*parsed(trustflow.timeline(sandwell, **options)).itertext()]
        assert f"[{words[1]}. {words[2]}]" == shown
    assert "sorted by days from the first event to: Trust live" in ordered


@pytest.mark.parametrize("options", [{}, {"brief": None}, {"strip": None}])
def test_an_option_of_a_timeline_draws_what_the_function_draws(options):
    """Sphinx gives an option without a value the value None."""
    names = ["Sandwell"]
    directive = SimpleNamespace(arguments=names, content=(), options=options, name_or_file=str)
    drawn = trustflow.timeline(trustflow.casebook.load(*names), **dict.fromkeys(options, True))
    assert drawn == TimelineDirective.request(directive).content()


SCHOOL_OPTIONS = {"counts": "anna.csv", "process": "places:SCHOOL"}


@pytest.mark.parametrize(
    ("options", "text", "expected"),
    [
        ({}, "count=None", True),
        ({}, "count=1", False),
        ({"counts": ""}, "count=5, median='about 1 year 2 months'", True),
        ({"counts": "Sandwell"}, "count=1, median=None", True),
        ({"counts": "Sandwell"}, "count=2", False),
        ({**SCHOOL_OPTIONS, "confidence": "any"}, "count=1, median=None", True),
        (SCHOOL_OPTIONS, "count=1", False),
        (SCHOOL_OPTIONS, "2 moves not counted: low confidence, or no source", True),
    ],
)
def test_counts_on_a_diagram(school, options, text, expected):
    """They are of the casebook, of one council, or of a file with the process of the diagram."""
    directive = SimpleNamespace(source_name=None, options=options, name_or_file=school)
    assert expected == (text in DiagramDirective.request(directive).content())


def test_counts_with_the_process_as_argument(school):
    """The file of the counts is read with the process that is drawn."""
    options = {"counts": "anna.csv", "confidence": "any"}
    directive = SimpleNamespace(source_name="places:SCHOOL", options=options, name_or_file=school)
    assert "count=1" in DiagramDirective.request(directive).content()


TWO = """authority,event,on
Sandwell Council,commissioner_appointed,6/10/2016
"Bournemouth, Christchurch and Poole",trust_went_live,1/4/2018
"Bournemouth, Christchurch and Poole",commissioner_appointed,6/10/2016
"""
READING = {"day-first": None, "newest-first": None, "only": ("E06000058",)}


@pytest.fixture
def found_in(tmp_path):
    """Return a function that finds a file in a folder with a table and a process."""
    process = process_to_json(evolve(trustflow.TRUST_TRANSFER, title="A process in a file"))
    written(tmp_path, {"two.csv": TWO, "mine.json": process})
    return lambda name: tmp_path / name if "." in name else name


def test_options_for_reading_a_file(found_in):
    """A picture shows what the command shows with the same options of the same file."""
    asked = {"content": (), "name_or_file": found_in}
    diagram = SimpleNamespace(source_name="two.csv", options=READING, **asked)
    assert "Bournemouth" in DiagramDirective.request(diagram).description()
    timeline = SimpleNamespace(arguments=["two.csv"], options=READING, **asked)
    svg = TimelineDirective.request(timeline).content()
    assert "Bournemouth" in svg
    assert "Sandwell" not in svg
    everything = SimpleNamespace(
        arguments=["two.csv"], options={"day-first": None, "strip": None}, **asked
    )
    assert "2 of 2 histories" in TimelineDirective.request(everything).content()


def test_names_of_a_file_are_those_of_the_casebook(found_in):
    """As for the command, another spelling of an authority is read as its name."""
    options = {**READING, "only": ("Sandwell",)}
    asked = SimpleNamespace(source_name="two.csv", options=options, name_or_file=found_in)
    assert DiagramDirective.request(asked).description().startswith("Sandwell: ")


def test_several_names_are_on_lines_of_their_own():
    """The name of an authority can contain commas and spaces."""
    only = DiagramDirective.option_spec["only"]
    names = "Bournemouth, Christchurch and Poole", "Sandwell"
    assert names == only("\n   ".join(names))
    with pytest.raises(ValueError, match="argument required"):
        only(None)


@pytest.mark.parametrize("directive", [DiagramDirective, TimelineDirective, TableDirective])
def test_a_process_in_a_file(found_in, directive):
    """Its path is that of a file of the docs, wherever they are built."""
    is_table = directive is TableDirective
    asked = SimpleNamespace(
        source_name="mine.json" if is_table else None,
        arguments=["two.csv"],
        content=(),
        options={} if is_table else {"process": "mine.json"},
        name_or_file=found_in,
    )
    if directive is TimelineDirective:
        asked.options |= {"day-first": None, "newest-first": None}
    request = directive.request(asked)
    shown = request.table().title if is_table else request.description()
    assert "A process in a file" in shown


@pytest.fixture
def school(tmp_path, monkeypatch):
    """Return a function that finds a file as a directive does, in a folder with two files."""
    events = "Anna,application_received,2024-01-08\nAnna,place_refused,2024-02-01\n"
    written(tmp_path, {"places.py": SCHOOL, "anna.csv": f"authority,event,on\n{events}"})
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "places", raising=False)
    return lambda name: tmp_path / name if name.endswith(".csv") else name


@pytest.mark.slow
def test_a_diagram_of_a_file(project):
    """A diagram shows the history of a file, or without an argument the process of the option.

    When the file changes, the page is built again.
    """
    index = """
.. trustflow-diagram:: anna.csv
   :process: places:SCHOOL

.. trustflow-diagram::
   :process: places:SCHOOL
"""
    anna = "authority,event,on\nAnna,application_received,2024-01-08\n"
    texts = {"index.rst": index, "page.md": "# P\n", "places.md": "# P\n"}
    written(project, {**texts, "places.py": SCHOOL, "anna.csv": anna})
    assert 1 == build(project, "text")[0]  # two pages are in no toctree
    words = " ".join(built(project, "text/index.txt").split())
    case_words, process_words = re.findall(r"\[[^]]*\]", words)
    assert case_words.startswith("[Anna")
    assert not process_words.startswith("[Anna")
    written(project, {"anna.csv": f"{anna}Anna,place_refused,2024-02-01\n"})
    build(project, "text")
    assert case_words not in " ".join(built(project, "text/index.txt").split())


DARK = {
    "@media (prefers-color-scheme: dark) { body { color: white } }": "prefers-color-scheme: dark",
    "@media screen and (prefers-color-scheme:dark){}": "prefers-color-scheme: dark",
    "html[data-theme=dark] { color: white }": '[data-theme="dark"]',
    'body[data-theme="dark"] p { color: white }': '[data-theme="dark"]',
    "[ data-x ] [data-theme = 'dark'] { color: white }": '[data-theme="dark"]',
    ":root[data-bs-theme=dark]{}": '[data-bs-theme="dark"]',
    "[data-md-color-scheme=slate]{}": '[data-md-color-scheme="slate"]',
    'body[data-md-color-scheme="slate"] a{}': '[data-md-color-scheme="slate"]',
    "p{}html.dark{}": "html.dark",
    "html.dark .only-light { display: none }": "html.dark",
}
"""For each style sheet of a theme with a dark mode, a part of the rule that shows dark pictures."""
LIGHT = [
    "",
    "@media (prefers-color-scheme: light) {}",
    "html[data-theme=light] {}",
    "[data-theme=darkish] {}",
    "[data-md-color-scheme=default] {}",
    "html.darker {}",
    "pre.dark {}",
    ".dark-code {}",
    "p.html.dark {}",
    "@media print {}",
]


def themed(folder, css, *, name="html", ending=".css"):
    """Return a builder with a theme that has a style sheet, and a folder for its output."""
    theme = folder / "theme" / "static"
    theme.mkdir(parents=True)
    (theme / f"basic{ending}").write_text(css, "utf-8")
    return SimpleNamespace(
        name=name,
        theme=SimpleNamespace(get_theme_dirs=lambda: [folder / "theme"]),
        confdir=folder,
        outdir=folder / "out",
        config=SimpleNamespace(html_static_path=["own"]),
    )


@pytest.mark.parametrize(("css", "rule"), DARK.items())
@pytest.mark.parametrize("ending", [".css", ".css_t", ".css.jinja"])
def test_a_style_sheet_with_a_dark_mode_is_recognised(tmp_path, css, rule, ending):
    """The rule that shows dark pictures applies when the rules of the theme do."""
    builder = themed(tmp_path, css, ending=ending)
    added = []
    add_stylesheet(SimpleNamespace(add_css_file=added.append), builder)
    assert ["trustflow-dark-mode.css"] == added
    assert rule in (tmp_path / "out" / "_static" / added[0]).read_text("utf-8")
    assert has_dark_mode(builder)


@pytest.mark.parametrize("css", LIGHT)
def test_a_style_sheet_without_a_dark_mode_gets_no_dark_pictures(tmp_path, css):
    """No style sheet is added, and no picture is dark."""
    builder = themed(tmp_path, css)
    add_stylesheet(SimpleNamespace(), builder)
    assert not has_dark_mode(builder)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("css", DARK)
def test_dark_mode_needs_a_theme_on_a_screen(tmp_path, css):
    """A book, a builder without a theme, and a map of a style sheet have no dark mode."""
    builder = themed(tmp_path, css, name="epub")
    assert not has_dark_mode(builder)
    assert not has_dark_mode(SimpleNamespace(name="html", theme=None))
    assert not has_dark_mode(SimpleNamespace(name="text"))
    assert not has_dark_mode(themed(tmp_path / "map", css, ending=".css.map"))


@pytest.mark.parametrize("css", DARK)
def test_a_style_sheet_of_the_project_can_have_a_dark_mode(tmp_path, css):
    """The style sheets in the static folders of a project are read as well."""
    builder = themed(tmp_path, "")
    written_to = tmp_path / "own"
    written_to.mkdir()
    written(written_to, {"site.css": css})
    assert has_dark_mode(builder)
