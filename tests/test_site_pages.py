"""The generated pages of the docs, and the files that build and cite the project."""

import importlib
import re
import runpy
import tomllib
from itertools import chain
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from attrs import evolve

import trustflow as tf
from docs.site_pages import EXPLORER, FOLDERS, write, write_explorer
from docs.site_pages.changes_page import authority_lines, change_words
from docs.site_pages.example_pages import NOT_RUN
from docs.site_pages.markdown import escaped, page_name
from docs.site_pages.reference_pages import public_modules
from docs.site_pages.sphinx_hooks import make_scrollable
from trustflow.cli import GROUPS, LEDGER_COMMANDS
from trustflow.engine import capital

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture(scope="module")
def pages():
    """Return the generated pages by folder and name."""
    return {folder: make() for folder, make in FOLDERS.items()}


@pytest.mark.parametrize("authority", tf.casebook.names())
def test_a_page_lists_the_whole_record(pages, authority):
    """The page contains every event, source and finding, and the day on which the record ends."""
    report = tf.check(tf.casebook.load(authority))
    page = pages["casebook"][page_name(authority)]
    assert page.startswith(f"# {escaped(authority)}\n")
    assert escaped(report.on_record) in page
    assert f"```{{trustflow-timeline}} {authority}\n:theme: auto\n```\n" in page
    for step in report.steps:
        event = step.event
        assert f"\n{step.index + 1}. **{capital(event.on.words)}**: " in page
        assert all(escaped(source.title) in page for source in event.sources)
        assert all(escaped(deadline.what) in page for deadline in event.deadlines_set)
        assert event.note is None or f"\n    - Note: {escaped(event.note)}\n" in page
    assert [escaped(str(finding)) for finding in report.findings] == re.findall(
        r"^- Event \d+, (.*?)(?: Rule: .*| Source: .*)?$",
        page.partition("## Findings")[2],
        re.MULTILINE,
    )


def test_the_address_of_a_copy_is_not_linked(pages):
    """The address is printed as code; links lead only to the publishers' own pages.

    A newspaper's page can be a copy of a letter, and the newspaper's own report of another fact.
    """
    sources = [
        source
        for history in tf.casebook.histories()
        for event in history
        for source in event.sources
        if source.url
    ]
    copies = {source.url for source in sources if source.copy_of}
    own = {source.url for source in sources if not source.copy_of}
    assert copies - own
    text = "".join(pages["casebook"].values())
    for url in copies:
        assert (f"](<{url}>)" in text) == (url in own)
        assert f"`{url}`" in text


def test_the_explorer_is_in_the_site(tmp_path):
    """It is written after a build of HTML that did not fail, under the name in the guide."""
    for build, error in (("html", OSError()), ("latex", None), ("html", None)):
        assert [] == list(tmp_path.iterdir())
        app = SimpleNamespace(outdir=tmp_path, builder=SimpleNamespace(format=build))
        write_explorer(app, error)
    assert tf.explorer() == (tmp_path / EXPLORER).read_text("utf-8")
    guide = (ROOT / "docs/explorer.md").read_text("utf-8")
    assert f'<a href="{EXPLORER}">' in guide


def test_every_council_has_a_page_of_its_own(pages):
    """No two councils share a page; one more page lists the changes."""
    names = {page_name(name) for name in tf.casebook.names()}
    assert len(tf.casebook.names()) == len(names)
    assert {*names, "changes"} == pages["casebook"].keys()


def test_the_page_of_changes_lists_every_change(pages):
    """Each version has its numbers, and each change its authority, fields and reason."""
    page = pages["casebook"]["changes"]
    changes = tf.casebook.changelog()
    assert f"## Version {tf.casebook.version}\n" in page
    assert len(changes) == sum(line.startswith("- ") for line in page.splitlines())
    for change in changes:
        section = page.partition(f"### [{escaped(change.authority)}](")[2].partition("\n### ")[0]
        assert escaped(change.why) in section
        assert change.change in section.casefold()
        if change.was is not None:
            assert change.was in section
            gone = change.change == "corrected" and change.now is None
            assert (f"`{change.was}` became nothing." if gone else change.now or "") in section
    counted = [change for change in changes if change.event and change.change == "corrected"]
    assert f"| {len(counted)} |\n| withdrawn" in page


def test_the_page_of_changes_says_what_is_gone():
    """A withdrawn event or history, and a field that is gone, are in words."""
    kinds = {
        ("withdrawn", "note", "2019-06", "topic=review", None): "Withdrawn: note, June 2019. Why",
        ("corrected", "note", "2019-06", "number=2", None): (
            "Corrected: note, June 2019: `number=2` became nothing. Source: Why."
        ),
        ("withdrawn", None, None, "3 events", None): "The whole history, withdrawn: 3 events. Why",
        ("added", None, None, None, "3 events"): "The whole history, added: 3 events. Why",
    }
    for (kind, event, on, was, now), words in kinds.items():
        change = tf.casebook.Change("1", kind, "Barchester", event, on, was, now, "Why")
        moved = evolve(change, why="It is on another event.")
        assert change_words(moved).endswith(" It is on another event.")
        assert "Source" not in change_words(moved)
        assert words == change_words(change)
        assert ["### Barchester\n", f"- {words}", ""] == [*authority_lines("Barchester", [change])]


def test_a_page_says_that_nobody_searched(pages):
    """The sentences of the casebook about a history are at the top of its page."""
    for history in tf.casebook.histories():
        page = pages["casebook"][page_name(history.authority)]
        for notice in tf.casebook.notices(history):
            assert escaped(notice) in page.partition("## Path")[0]


def test_every_rule_is_listed_in_full(pages):
    """The page of rules gives each rule's bound, strength, period, source and duty holder."""
    sections = dict(
        re.findall(
            r"^## (\S+)\n(.*?)(?=^## |\Z)", pages["process"]["rules"], re.MULTILINE | re.DOTALL
        )
    )
    assert [rule.id for rule in tf.TRUST_TRANSFER.rules] == list(sections)
    for rule in tf.TRUST_TRANSFER.rules:
        text = sections[rule.id]
        assert f"- Bound: {rule.bound}." in text
        assert f"- Strength: {rule.strength}." in text
        assert f"- In force: {rule.period_words}" in text
        other = rule.duty_holder_field
        named = "" if other is None else f", or whom the field {other} names"
        holder = f"- Duty holder: {escaped(f'{rule.duty_holder}{named}')}."
        assert (holder in text) == (rule.duty_holder is not None)
        assert escaped(rule.citation.text) in text
        assert rule.citation.url is None or f"(<{rule.citation.url}>)" in text


def test_every_move_is_listed(pages):
    """The page of moves lists the moves of each stage once, with their precedents."""
    sections = re.findall(
        r"^## (.*?)\n(.*?)(?=^## |\Z)", pages["process"]["moves"], re.MULTILINE | re.DOTALL
    )
    stages = tf.TRUST_TRANSFER.stages
    assert [escaped(text.label) for text in stages.values()] == [label for label, _ in sections]
    for stage, (_, text) in zip(stages, sections, strict=True):
        moves = tf.TRUST_TRANSFER.moves_from(stage)
        rows = re.findall(r"^\| (?!Event|---)(.*?) \|", text, re.MULTILINE)
        items = re.findall(r"^- (.*)$", text, re.MULTILINE)
        words = [escaped(tf.TRUST_TRANSFER.triggers[move.trigger]) for move in moves]
        assert [w for w, move in zip(words, moves, strict=True) if not move.stays] == rows
        assert len(moves) - len(rows) == len(items)
        for move in moves:
            assert all(escaped(str(precedent)) in text for precedent in move.precedents)


def test_every_trigger_is_listed(pages):
    """The page of triggers gives the name and the label of each trigger."""
    rows = re.findall(r"^\| (.*?) \| `(.*?)` \|", pages["process"]["triggers"], re.MULTILINE)
    assert [(escaped(words), name) for name, words in tf.TRUST_TRANSFER.triggers.items()] == rows


def test_every_public_name_is_in_the_reference_once(pages):
    """A name is listed under the module from which users import it."""
    listed = re.findall(
        r"^\.\. (?:autoclass|autofunction|py:data):: (trustflow\..*)$",
        "\n".join(pages["reference"].values()),
        re.MULTILINE,
    )
    assert len(listed) == len(set(listed))
    found = {value_at(name) for name in listed if "." not in name.removeprefix("trustflow.")}
    assert {
        id(getattr(tf, name)) for name in tf.__all__ if name not in {"casebook", "events"}
    } == found
    everywhere = {value_at(name) for name in listed}
    for home in public_modules()[1:]:
        module = importlib.import_module(home)
        assert {id(getattr(module, name)) for name in module.__all__} <= everywhere


def value_at(name):
    """Return the `id` of the value that a dotted name refers to."""
    module, _, last = name.rpartition(".")
    return id(getattr(importlib.import_module(module), last))


def test_every_command_is_in_the_reference(pages):
    """The page shows each command's help as the command prints it, and an example below it."""
    page = pages["reference"]["command"]
    for name in (*chain.from_iterable(GROUPS.values()), *LEDGER_COMMANDS):
        section = page.partition(f"## trustflow {name}\n\n")[2].partition("\n## ")[0]
        assert section.startswith(f"```text\nusage: trustflow {name} ")
        *_, last = section.partition("```{command-output}\n")[2].split("\n```")[0].splitlines()
        assert f"{last} ".startswith(f"trustflow {name} ")


def test_every_example_has_a_page(pages):
    """The page has the docstring, the code and the output of a script, and a list leads to it."""
    scripts = {path.stem: path.read_text("utf-8") for path in (ROOT / "examples").glob("*.py")}
    assert {*(stem.replace("_", "-") for stem in scripts), "index"} == pages["examples"].keys()
    for stem, text in scripts.items():
        page = pages["examples"][stem.replace("_", "-")]
        words, _, script = text.removeprefix('"""').partition('"""\n\n')
        assert f"{words.strip()}\n\n`examples/{stem}.py`:" in page
        assert f"```python\n{script}```" in page
        shown = NOT_RUN.get(stem) or f"```{{example-output}} {stem}\n```"
        assert page.endswith(f"## Output\n\n{shown}\n")
        assert f"]({stem.replace('_', '-')}.md) | " in pages["examples"]["index"]


def test_a_bar_shows_the_years_of_each_rule(pages):
    """The bar begins and ends with the rule, or at an edge; the words beside it say the same."""
    table = pages["process"]["rules"].partition("\n## ")[0]
    for rule in tf.TRUST_TRANSFER.rules:
        (row,) = re.findall(rf"^\| \[{rule.id}\].*", table, re.MULTILINE)
        assert f"| {rule.period_words}<span " in row
        left, right = map(float, re.findall(r"(?:left|right): ([\d.]+)%", row))
        assert (rule.since is None) == (left == 0)
        assert (rule.until is None) == (right == 0)
    changed = re.findall(
        r"(?:left|right): ([\d.]+)%", table.partition("employee-information-14")[2]
    )
    assert ["1.2", "60.4"] == changed[:2]


def test_pages_are_written_only_when_they_change(tmp_path):
    """So Sphinx rebuilds only changed pages; a file that is no longer a page is removed."""
    write(tmp_path / "some", {"one": "1", "two": "2"})
    before = (tmp_path / "some" / "one.md").stat().st_mtime_ns
    write(tmp_path / "some", {"one": "1", "three": "3"})
    assert before == (tmp_path / "some" / "one.md").stat().st_mtime_ns
    assert ["one.md", "three.md"] == sorted(path.name for path in (tmp_path / "some").iterdir())


def test_wide_parts_can_be_scrolled_with_the_keyboard():
    """Code and table boxes can have the keyboard focus."""
    context = {"body": '<pre>x</pre><div class="table-wrapper docutils">'}
    make_scrollable(None, None, None, context, None)
    expected = '<pre tabindex="0">x</pre><div tabindex="0" class="table-wrapper docutils">'
    assert expected == context["body"]


def test_every_page_has_the_disclaimer():
    """The foot of each page contains the disclaimer word for word."""
    conf = runpy.run_path(ROOT / "docs" / "conf.py")
    assert tf.TRUST_TRANSFER.disclaimer == conf["html_context"]["disclaimer"]
    assert "{{ disclaimer }}" in (ROOT / "docs" / "_templates" / "page.html").read_text("utf-8")
    assert tf.TRUST_TRANSFER.disclaimer in (
        ROOT / "docs/explanation/what-it-does-not-claim.md"
    ).read_text("utf-8")


@pytest.mark.parametrize("page", ["README.md", "src/trustflow/casebook/README.md"])
def test_the_readmes_credit_ofsted(page):
    """They have the sentence of the casebook, whose last words link to the licence."""
    title = "Open Government Licence v3.0"
    text = re.sub(rf"\[{title}\]\([\w/.-]+\)", title, (ROOT / page).read_text("utf-8"))
    assert tf.casebook.CREDIT in text


def test_every_page_credits_ofsted():
    """The foot of each page has the sentence of the casebook."""
    conf = runpy.run_path(ROOT / "docs" / "conf.py")
    assert tf.casebook.CREDIT == conf["html_context"]["credit"]
    assert "{{ credit }}" in (ROOT / "docs" / "_templates" / "page.html").read_text("utf-8")


def test_the_hosted_tests_run_on_every_supported_python():
    """The classifiers, the hosted tests and the page on installing name the same versions."""
    jobs = yaml.safe_load((ROOT / ".github/workflows/checks.yml").read_text("utf-8"))["jobs"]
    name = "Programming Language :: Python :: "
    versions = [
        classifier.removeprefix(name)
        for classifier in PROJECT["classifiers"]
        if classifier.startswith(f"{name}3.")
    ]
    assert versions[0] == PROJECT["requires-python"].removeprefix(">=")
    for job in ("test", "core"):
        assert versions == jobs[job]["strategy"]["matrix"]["python"]
    page = (ROOT / "docs/install.md").read_text("utf-8")
    assert versions == re.findall(r"^\| (3\.\d+) \|", page, re.MULTILINE)


def test_the_citation_is_of_this_version():
    """CITATION.cff gives this version, the licence of the code and the number of councils."""
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    of_code = PROJECT["license"].split(" AND ")[0]
    assert (PROJECT["version"], of_code) == (cited["version"], cited["license"])
    assert f"{len(tf.casebook.names())} councils" in cited["abstract"]


def test_hosted_services_use_targets_of_the_makefile():
    """Each make target, extra and file that their settings name exists."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    jobs = yaml.safe_load((ROOT / ".github/workflows/checks.yml").read_text("utf-8"))["jobs"]
    for target in ("test", *jobs["make"]["strategy"]["matrix"]["target"]):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for test in re.findall(r"tests/\S+", jobs["core"]["steps"][-1]["run"]):
        assert (ROOT / test).exists(), test
    hosted = yaml.safe_load((ROOT / ".readthedocs.yaml").read_text("utf-8"))
    [install] = hosted["python"]["install"]
    assert set(install["extra_requirements"]) <= set(PROJECT["optional-dependencies"])
    assert (ROOT / hosted["sphinx"]["configuration"]).exists()
