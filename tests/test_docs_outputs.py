"""What the build of the docs runs and shows: pictures, outputs, a notebook and public names."""

import json
import re
import runpy
import shlex
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import pytest
import quickjs
from docutils.core import publish_doctree
from sphinx import addnodes

from docs.site_pages import outputs
from docs.site_pages.gallery import description_of, picture_of, shown_by
from docs.site_pages.notebook import Notebook, cells_of, results_of
from docs.site_pages.outputs import MOST_LINES, shortened
from docs.site_pages.reference_pages import CALLS, names_by_page, names_tables
from docs.site_pages.running import last_value, printed_by_commands, printed_by_script
from docs.site_pages.sphinx_hooks import add_description, name_modules, source_place

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
ITEM = re.compile(r"```\{gallery-item\} ([\w-]+)\n(?::alt: [^\n]*\n\n)?(.*?)```", re.DOTALL)
ITEMS = dict(ITEM.findall((DOCS / "gallery.md").read_text("utf-8")))


@pytest.mark.parametrize("name", ITEMS)
def test_a_gallery_item_draws(name):
    """Its code returns a page, or a picture for light and for dark pages that has words."""
    shown = shown_by(ITEMS[name])
    if name == "case-page":
        assert shown.startswith("<!DOCTYPE html>")
        return
    light, dark = shown
    assert light.startswith("<svg")
    assert light != dark
    assert description_of(light) == description_of(dark)
    assert len(description_of(light)) > 30


@pytest.mark.parametrize("code", ["", "x = 1", "x = 1\nfor _ in []: pass"])
def test_code_without_a_last_expression_has_no_value(code):
    """The code runs, and None is returned."""
    assert last_value(code, {}) is None


def test_the_last_expression_is_the_value():
    """It is evaluated once, with the names set before and the arguments added."""
    names = {}
    assert last_value("calls = []\ncalls.append(1) or len(calls)", names) == 1
    assert last_value("dict(a=len(calls))", names, b=2) == {"a": 1, "b": 2}


def test_the_example_of_each_command_prints_something():
    """The same is printed again; nothing is left in the working folder."""
    here = Path.cwd()
    for name, lines in CALLS.items():
        words = [shlex.split(line) for line in lines]
        printed = printed_by_commands(words)
        assert printed, name
    assert printed == printed_by_commands(words)
    assert here == Path.cwd()


def test_a_misused_command_stops_the_build():
    """The error has the command line."""
    with pytest.raises(ValueError, match=r"^trustflow paths nowhere: exit code 2$"):
        printed_by_commands([["paths", "nowhere"]])


def test_a_script_runs_as_a_program(tmp_path):
    """Its output is returned, and it has no arguments."""
    script = tmp_path / "some.py"
    script.write_text("import sys; print(__name__, sys.argv)\n")
    assert printed_by_script(script) == f"__main__ {[str(script)]}"


@pytest.mark.parametrize("more", [0, 1, 2, 50])
def test_a_long_output_is_shortened(more):
    """The number of the lines left out is given if there are two or more."""
    text = "\n".join(map(str, range(MOST_LINES + more)))
    *lines, last = shortened(text).splitlines()
    expected = str(MOST_LINES + more - 1) if more < 2 else f"… and {more} more lines"
    assert expected == last
    assert text.startswith("\n".join(lines))


def test_a_command_that_draws_shows_its_picture(tmp_path):
    """Other commands show what they print."""
    env = SimpleNamespace(app=SimpleNamespace(outdir=tmp_path), docname="a/b")
    for line, kinds in {
        "trustflow timeline Reading": ["literal_block", "raw"],
        "trustflow rules": ["literal_block", "container"],
    }.items():
        shown = outputs.CommandOutput.run(SimpleNamespace(content=[line], env=env))
        assert kinds == [type(node).__name__ for node in shown]


def test_a_picture_is_an_image_for_light_and_one_for_dark_pages(tmp_path):
    """Both have the words of the picture, and lie beside the pages."""
    env = SimpleNamespace(app=SimpleNamespace(outdir=tmp_path), docname="a/b")
    pictures = shown_by("import trustflow as tf\ntf.diagram(format='svg')")
    html = picture_of(env, "some", pictures).astext()
    sources = re.findall(r'<img src="\.\./(.*?)" alt="(.*?)"', html)
    assert ["_images/some.svg", "_images/some-dark.svg"] == [address for address, _ in sources]
    for (address, alt), svg in zip(sources, pictures, strict=True):
        assert svg == (tmp_path / address).read_text("utf-8")
        assert description_of(pictures[0]) == unescape(alt)


@pytest.mark.parametrize(
    ("printed", "shown", "kinds"),
    [
        ("", None, []),
        ("words", None, ["container"]),
        ("", ("text", "1"), ["container"]),
        ("words", ("html", "<p>x</p>"), ["container", "raw"]),
    ],
)
def test_a_cell_shows_what_it_prints_and_its_value(printed, shown, kinds):
    """A text is in a block, and HTML is itself."""
    found = Notebook.result_nodes(None, printed, shown)
    assert kinds == [type(node).__name__ for node in found]


def test_an_example_shows_its_output():
    """The block has what the script prints."""
    (shown,) = outputs.ExampleOutput.run(SimpleNamespace(arguments=["share_a_case"]))
    assert shown.astext() == shortened(printed_by_script(ROOT / "examples/share_a_case.py"))


# The notebook


def test_the_notebook_runs_and_shows_tables_and_pictures():
    """Each answer is a table or a picture, except those that are texts."""
    names, shown = {}, {}
    for kind, source in cells_of(DOCS / "notebook/first-look.ipynb"):
        if kind == "code":
            printed, result = results_of(source, names)
            assert printed or result
            if result is not None:
                shown[source.splitlines()[-1]] = result[0]
    kinds = {
        "report.on_record": "text",
        'tf.diagram(sandwell, "svg")': "svg",
        'tf.deadlines(sandwell, as_of="2016-11-01")': "html",
        'tf.deadlines(sandwell, as_of="2016-11-01")[0]': "html",
        "options[:6]": "html",
        "options[0]": "html",
        'tf.facts(sandwell, as_of="2016-11-01")': "html",
        "report.findings[0]": "html",
        "tf.TRUST_TRANSFER": "html",
    }
    assert kinds == shown


# Public names


def test_the_tables_list_every_public_name_once():
    """Each has a sentence, and links to its entry."""
    listed = re.findall(r"^\| \{py:obj\}`~(\S+)` \| (.+) \|$", names_tables(), re.MULTILINE)
    expected = [f"{module}.{name}" for names in names_by_page().values() for module, name in names]
    assert expected == [name for name, _ in listed]
    assert len(expected) == len({*expected})
    assert all(words[0].isupper() and words.endswith(".") for _, words in listed)


# The HTML of pages


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Title\n=====\n\nOne *sentence* here. Another.", "One sentence here."),
        ("Title\n=====\n\nThese need it:\n\n- one", "These need it"),
        ("Title\n=====\n\n- a list\n", "The title"),
        ("Title\n=====\n\n" + "word " * 60, "word " * 31 + "word …"),
        ('Title\n=====\n\nA "b" <c>.', "A &quot;b&quot; &lt;c&gt;."),
    ],
)
def test_the_head_of_a_page_describes_it(text, words):
    """The description is the first sentence, or the title, and no longer than links show."""
    settings = {"doctitle_xform": False}
    context = {"title": "The <em>title</em>", "metatags": "<meta>"}
    add_description(None, None, None, context, publish_doctree(text, settings_overrides=settings))
    assert f'<meta><meta name="description" content="{words}">\n' == context["metatags"]


def test_a_reference_in_a_signature_names_its_module():
    """A module that is named already stays, and a signature of another domain changes nothing."""
    for module, before, after in (("a", None, "a"), ("a", "b", "b"), (None, None, None)):
        reference = addnodes.pending_xref("")
        if before:
            reference["py:module"] = before
        signature = addnodes.desc_signature("", "", reference)
        if module:
            signature["module"] = module
        document = publish_doctree("")
        document += signature
        name_modules(None, document)
        assert after == reference.get("py:module")


def test_a_page_without_text_has_no_description():
    """The index and the search page are such pages."""
    context = {}
    add_description(None, None, None, context, None)
    assert {} == context


@pytest.mark.parametrize("name", ["check", "Case", "Case.record", "PartialDate.parse"])
def test_a_public_name_has_a_place_in_the_source(name):
    """The line is that of its definition or of its first decorator."""
    path, line = source_place("trustflow", name).split("#L")
    text = "\n".join((ROOT / path).read_text("utf-8").splitlines()[int(line) - 1 :][:12])
    assert re.search(rf"(?:class|def) {name.rpartition('.')[2]}\b", text)


@pytest.mark.parametrize(
    ("module", "name"),
    [("trustflow", "TRUST_TRANSFER"), ("trustflow", "nothing"), ("fractions", "Fraction")],
)
def test_other_names_have_no_place(module, name):
    """A plain value, a name that does not exist, and one of another package."""
    assert source_place(module, name) is None


def test_a_placeholder_is_not_an_address_of_the_project():
    """With a real address, a public name links to its line in the repository."""
    conf = runpy.run_path(DOCS / "conf.py")
    assert not any("example.org" in url for url in conf["URLS"].values())
    resolve, check = conf["linkcode_resolve"], {"module": "trustflow", "fullname": "check"}
    assert resolve("py", check).startswith(f"{conf['REPOSITORY']}/blob/main/src/trustflow/engine/")
    assert resolve("py", {"module": "trustflow", "fullname": "TRUST_TRANSFER"}) is None
    assert resolve("c", check) is None


def test_the_search_lists_guides_before_councils():
    """A council comes first only if its name is searched for."""
    context = quickjs.Context()
    context.eval("location = {}; class URLSearchParams { get() { return ' Leeds ' } }")
    context.eval((DOCS / "scorer.js").read_text("utf-8"))

    def score(page, kind, anchor="", before=15, title="Title"):
        result = [page, title, anchor, None, before, "page.md", kind]
        return context.eval(f"Scorer.score({json.dumps(result)})")

    assert score("guides/record-a-case", "text") > score("reference/case", "text")
    assert score("reference/case", "text", before=5) > score("casebook/leeds", "text", before=40)
    assert score("reference/case", "text") > score("casebook/leeds", "title", "#timeline", 40)
    assert score("reference/case", "text", title="In Leeds") > score("reference/case", "text")
    assert score("casebook/leeds", "title") > score("guides/record-a-case", "text")
    assert score("questions/what-is-due", "text") > score("changelog", "text", before=40)
