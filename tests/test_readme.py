"""The README has its fixed parts, on GitHub and on a package index; test_docs runs its code."""

import re
import tomllib
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hatchling.metadata.custom import CustomMetadataHook
from readme_renderer import markdown

import trustflow as tf
from trustflow.cli import main
from trustflow.trust_transfer import TRUST_TRANSFER

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
LANDING = (ROOT / "docs/index.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
REPOSITORY = PROJECT["urls"]["Repository"]
FOUR = ("rated_inadequate", "commissioner_review", "direction_issued", "trust_live")
SENTENCE = (
    "What happens after Ofsted rates a council's children's services inadequate: every council's "
    "history with sources, the deadlines the law sets, and a checker for your own cases."
)
DOORS = ("Look at a council", "Count a due day", "Build a tracker")
PICTURES = {
    "trusts": ["timeline", "--all", "--align", "trust_went_live", "--strip"],
    "four-stages": ["diagram", "--stages", *FOUR, "--marks", "standard", "--format", "svg"],
}
"""The command that draws each picture of the README."""
PICTURE = re.compile(
    r'<picture>\n  <source media="\(prefers-color-scheme: dark\)" srcset="([^"]+)">\n'
    r'  <img src="([^"]+)"(?: width="838")? alt="([^"]+)">\n</picture>'
)
FILE = re.compile(rf"{re.escape(REPOSITORY)}/(raw|blob)/HEAD/([^#]+)(?:#(.+))?")


def long_description():
    """Return the README as the build gives it to a package index."""
    metadata = {"urls": PROJECT["urls"]}
    CustomMetadataHook(str(ROOT), {}).update(metadata)
    assert "text/markdown" == metadata["readme"]["content-type"]
    return metadata["readme"]["text"]


@pytest.fixture(scope="module")
def page():
    """Return the README as a package index shows it, as a tree of elements."""
    html = re.sub(r"(<(?:img|br|hr)[^>]*)>", r"\1/>", markdown.render(long_description()))
    return ET.fromstring(f"<div>{html}</div>")  # noqa: S314 - the text is our own


# The first screen


def first_screen(text):
    """Return a page up to its first heading of the second level, without the title."""
    return text.partition("# trustflow\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize(
    ("text", "picture", "disclaimer"),
    [
        (README, "docs/pictures/trusts.svg", TRUST_TRANSFER.disclaimer),
        (LANDING, ":start-at: trust_went_live", "Not legal advice, and not an official record."),
    ],
    ids=["README", "docs"],
)
def test_the_first_screen_has_its_parts_in_order(text, picture, disclaimer):
    """They are a sentence, a picture, code, its output, how to install, doors, a disclaimer."""
    blocks = ("```python\n", "```text\n", "```console\n")
    parts = (SENTENCE, picture, *blocks, "pip install ", *DOORS, disclaimer)
    screen = first_screen(text)
    assert [1] * len(parts) == [screen.count(part) for part in parts]
    places = [screen.index(part) for part in parts]
    assert sorted(places) == places


def test_the_first_screens_have_the_same_code():
    """It is eight lines, and the output below it is the same on both pages."""
    blocks = [rf"```{kind}\n.*?```" for kind in ("python", "text")]
    [code], [output] = (re.findall(block, README, re.DOTALL) for block in blocks)
    assert code in LANDING
    assert output in LANDING
    assert 8 == len(list(filter(None, code.splitlines()[1:-1])))


def test_the_first_commands_are_the_demo_and_the_tests():
    """The first two commands in the README are `make demo` and `make test`."""
    commands = re.findall(r"```console\n(.*?)```", README, re.DOTALL)[0].splitlines()
    assert ["make demo", "make test", "pip install ."] == [
        re.split(" {2,}", command)[0] for command in commands
    ]


# Pictures


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", PICTURES)
def test_the_pictures_are_up_to_date(name, dark, holds, request, tmp_path):
    """The command draws them, and finds them up to date.

    Another version of Graphviz gives a diagram another layout, so a diagram only has the same
    texts.
    """
    path = ROOT / "docs/pictures" / f"{name}{'-dark' * dark}.svg"
    command = [*PICTURES[name], *["--dark"] * dark]
    drawn = tmp_path / "drawn.svg"
    assert 0 == main([*command, "-o", str(drawn)])
    if name == "trusts" or request.config.getoption("--update-snapshots"):
        holds(path, drawn.read_text("utf-8"))
        assert 0 == main([*command, "--check", str(path)])
    assert texts(drawn) == texts(path)


def texts(path):
    """Return the texts of an SVG file, sorted."""
    return sorted(re.findall(r">([^<>]+)</", path.read_text("utf-8")))


@pytest.mark.parametrize("path", sorted((ROOT / "docs/pictures").iterdir()), ids=lambda p: p.stem)
def test_the_pictures_can_be_read_in_a_column_of_github(path):
    """They are at most 838 pixels wide, and their texts are at least 12 pixels high."""
    svg = path.read_text("utf-8")
    assert float(re.findall(r'<svg [^>]*width="([\d.]+)"', svg)[0]) <= 838
    assert min(map(float, re.findall(r'font-size="([\d.]+)"', svg))) >= 12


def test_the_diagram_has_the_emphasised_stages():
    """The four stages are those that the process emphasises."""
    stages = tf.TRUST_TRANSFER.stages
    assert list(FOUR) == [stage for stage, text in stages.items() if text.emphasised]


def test_every_picture_has_a_dark_variant_and_a_text():
    """GitHub shows the variant that the reader's theme needs."""
    pictures = PICTURE.findall(README)
    assert README.count("<img") == README.count("](docs/pictures/") + len(pictures) == len(PICTURES)
    for (dark, light, alt), name in zip(pictures, PICTURES, strict=True):
        assert (f"docs/pictures/{name}.svg", f"docs/pictures/{name}-dark.svg") == (light, dark)
        assert len(alt) > 60


# A package index


def test_a_package_index_shows_pictures_and_no_code_in_their_place(page):
    """Only code, commands and output are blocks; each picture has an absolute address."""
    languages = set(re.findall(r"^```(\w+)$", README, re.MULTILINE))
    assert {"python", "text", "console"} == languages
    assert 4 == len(page.findall(".//pre"))
    images = page.findall(".//img")
    assert [f"{REPOSITORY}/raw/HEAD/docs/pictures/{name}.svg" for name in PICTURES] == [
        image.get("src") for image in images
    ]
    assert all(image.get("alt") for image in images)


def test_every_link_on_a_package_index_leads_somewhere(page):
    """Each begins with the address of the project, and its file and its heading exist."""
    links = [link.get("href") for link in page.findall(".//a[@href]")]
    links = [link for link in links if not link.startswith("#user-content-")]  # those of headings
    assert len(links) == len(re.findall(r"\]\(", README))
    for link in links:
        kind, path, heading = FILE.fullmatch(link).groups()
        assert "blob" == kind
        headings = re.findall(r"^#+ (.*)$", (ROOT / path).read_text("utf-8"), re.MULTILINE)
        assert heading in {None, *map(anchor, headings)}


def anchor(heading):
    """Return the anchor that GitHub gives a heading."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def test_the_address_of_the_project_is_set_in_one_place():
    """It is the only address under that host in pyproject.toml, and no page repeats it."""
    host = REPOSITORY.split("/")[2]
    assert 1 == (ROOT / "pyproject.toml").read_text("utf-8").count(host)
    for text in (README, LANDING):
        assert host not in text
    assert {REPOSITORY} == {url[: len(REPOSITORY)] for url in PROJECT["urls"].values()}
    assert not re.findall(r'(?:\]\(|(?:src|srcset)=")(?!https?://)', long_description())
