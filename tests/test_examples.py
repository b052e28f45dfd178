"""Every example script runs without changes, prints something and is short."""

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import ProxyHandler, build_opener

import pytest

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.py"))
APART = {
    "tracker": "the example runs until it is stopped, and has separate tests below",
    "check_on_spark": "the example needs a JDK, and `make spark` runs it",
}
ENDING = [path for path in EXAMPLES if path.stem not in APART]
TRACKER = next(path for path in EXAMPLES if path.stem == "tracker")


def test_there_are_examples():
    """Without this test, the other tests would pass on an empty folder."""
    assert len(EXAMPLES) - len(APART) == len(ENDING) > 0


@pytest.mark.slow
@pytest.mark.parametrize("path", ENDING, ids=lambda path: path.stem)
def test_example_runs(path, tmp_path, tmp_path_factory):
    """A script runs in any folder, with warnings as errors, and writes nothing to stderr."""
    command = [sys.executable, "-W", "error", str(path)]
    # Without this, Hypothesis writes its database to the working folder.
    storage = {"HYPOTHESIS_STORAGE_DIRECTORY": str(tmp_path_factory.mktemp("hypothesis"))}
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=os.environ | storage,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.strip()
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_is_short_and_has_a_docstring(path):
    """A script begins with a docstring and has fewer than sixty lines."""
    text = path.read_text(encoding="utf-8")
    assert text.startswith('"""')
    assert len(text.splitlines()) < 60


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_imports_no_private_module(path):
    """A script imports from trustflow and its packages only, not from modules inside them."""
    imported = re.findall(
        r"^(?:from|import) (trustflow[\w.]*)", path.read_text("utf-8"), re.MULTILINE
    )
    assert imported
    assert all(re.fullmatch(r"trustflow(\.[a-z]\w*)?", module) for module in imported)


@contextmanager
def tracker():
    """Serve the tracker; yield a function that opens a page or sends a form."""
    command = [sys.executable, "-W", "error", "-u", str(TRACKER)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        address = server.stdout.readline().strip()
        browser = build_opener(ProxyHandler({}))

        def page(path="", **form):
            data = urlencode(form).encode() if form else None
            with browser.open(address + path, data, timeout=30) as answer:
                return answer.read().decode()

        try:
            yield page
        finally:
            server.kill()


def test_the_tracker_records_an_event():
    """The page has a button for an allowed event and a form, and shows the new stage afterwards."""
    with tracker() as page:
        assert "<h1>Somewhere: Not on the road to a trust</h1>" in page()
        assert "formaction=/inspection_published_inadequate>" in page()
        form = page("inspection_published_inadequate")
        assert "name=framework" in form
        assert "<option>ILACS" in form
        assert "name=judgement" not in form  # the trigger implies the judgement
        sent = page(
            trigger="inspection_published_inadequate",
            on="2015-06-05",
            framework="SIF",
            reinspection="no",
        )
        assert "Recorded." in sent
        assert "<h1>Somewhere: Rated inadequate</h1>" in sent
        assert "<li>5 June 2015: inspection published: inadequate" in sent


def test_the_tracker_shows_a_refusal():
    """The button of a refused event is disabled; a refused form gives the reason."""
    with tracker() as page:
        assert "formaction=/trust_went_live disabled title=" in page()
        refused = unescape(page(trigger="trust_went_live", on="2018-04-01"))
        assert 'Refused. "Trust went live" (1 April 2018) is not allowed in the stage' in refused
        assert "<li>" not in refused
        assert "Refused." in page(trigger="commissioner_appointed", on="06/10/2016")
        assert "Refused." in page(trigger="no_such_event", on="2016")
        assert "Refused." in page(trigger="note", on="2016", number="1")


def test_the_tracker_escapes_everything():
    """A text that is sent is shown as text and never as HTML."""
    bad = "<script>alert('1')</script>\"&"
    with tracker() as page:
        for form in ({"trigger": bad}, {"trigger": "note", "on": bad}):
            refused = page(**form)
            assert "<script" not in refused
            assert "<script" in unescape(refused)
        assert "<script" not in page("%3Cscript%3E")
