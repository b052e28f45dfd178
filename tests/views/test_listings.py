"""Tables of a process, and a process by its place."""

import html.parser

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from tests.examples import at_most
from tests.views.samples import FOUR, processes
from trustflow.errors import InvalidValue
from trustflow.trust_transfer import TRUST_TRANSFER
from trustflow.views import KINDS, Listing, is_place, listing, process_at
from trustflow.views.process_tables import Cell
from trustflow.views.svg.text import plain


@pytest.mark.parametrize("kind", ["stages", "rules"])
def test_rows(kind):
    """There is a row for each."""
    assert len(getattr(TRUST_TRANSFER, kind)) == len(listing(TRUST_TRANSFER, kind).rows)


def test_moves():
    """There is a row for each move that leads on; stays on request; a part, or standard only."""
    moves = TRUST_TRANSFER.moves
    assert len([each for each in moves if not each.stays]) == count()
    assert len(moves) == count(stays=True)
    assert len([each for each in moves if each.mark == "S"]) == count(stays=True, standard=True)
    chosen = [each for each in moves if each.stage in FOUR and not each.stays]
    assert len(chosen) == count(stages=FOUR)


def test_unknown():
    """A table or stage that there is not is refused."""
    with pytest.raises(InvalidValue, match="table of a process"):
        listing(TRUST_TRANSFER, "trustees")
    with pytest.raises(InvalidValue, match="trust_live"):
        listing(TRUST_TRANSFER, "stages", stages=["trust_alive"])


@given(processes())
@at_most(30)
def test_markdown_shows_what_is_meant(process):
    """A reader of Markdown finds every cell as it is, and nothing else."""
    table = listing(process, "moves", stays=True)
    rendered = MarkdownIt("gfm-like", {"linkify": False}).render(table.markdown())
    assert cells_of(table) == seen(rendered)


@given(processes())
@at_most(30)
def test_html_shows_what_is_meant(process):
    """A browser finds every cell as it is, and no element of a cell's own."""
    table = listing(process, "moves", stays=True)
    assert cells_of(table) == seen(table.html())


def test_links():
    """A citation that can be read leads there, in both."""
    table = Listing("t", ("Source",), ((Cell("The Act [1]", "https://example.org/?a=1&b=2"),),))
    rendered = MarkdownIt("gfm-like", {"linkify": False}).render(table.markdown())
    assert '<a href="https://example.org/?a=1&amp;b=2">The Act [1]</a>' in rendered
    assert '<a href="https://example.org/?a=1&amp;b=2">The Act [1]</a>' in table.html()


@pytest.mark.parametrize("kind", KINDS)
def test_tables_of_the_trust_transfer_read_well(kind):
    """The tables of the trust transfer hold no number in place of a mark of punctuation."""
    assert "&#" not in listing(TRUST_TRANSFER, kind).markdown().replace("&#95;", "")


# A process by its place


def test_a_process_at_its_place():
    """A process is found where Python finds it; the trust transfer without a place."""
    assert TRUST_TRANSFER is process_at("trustflow.trust_transfer:TRUST_TRANSFER")
    assert TRUST_TRANSFER is process_at(None)


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("nowhere_at_all:P", "No module named 'nowhere_at_all'"),
        ("trustflow:Case", "trustflow has no Process of the name Case"),
        ("trustflow:nothing", "has no attribute|has no Process of the name nothing"),
        ("trustflow", "write it as my_module:MY_PROCESS"),
        ("a b:c", "write it as my_module:MY_PROCESS"),
    ],
)
def test_no_process_there(place, message):
    """What is wrong with a place is said."""
    with pytest.raises(InvalidValue, match=message):
        process_at(place)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("a:b", True), ("a.b:C", True), ("Sandwell", False), ("a:", False), ("St. X: y", False)],
)
def test_places(text, is_one):
    """A place in a module is told from the name of an authority."""
    assert is_one is is_place(text)


def count(**options):
    """How many moves are listed."""
    return len(listing(TRUST_TRANSFER, "moves", **options).rows)


def cells_of(table):
    """All texts of a table's cells, spaces single."""
    return [" ".join(plain(cell.text).split()) for row in table.rows for cell in row]


def seen(text):
    """The texts of the cells that a browser finds, spaces single; an unknown element fails."""
    reader = _Reader()
    reader.feed(text)
    return [" ".join(cell.split()) for cell in reader.cells]


class _Reader(html.parser.HTMLParser):
    known = frozenset(["table", "caption", "thead", "tbody", "tr", "th", "td", "a"])

    def __init__(self):
        super().__init__()
        self.cells, self.inside = [], False

    def handle_starttag(self, tag, _attributes):
        assert tag in self.known
        if tag == "td":
            self.cells.append("")
        self.inside = tag == "td"

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "td"

    def handle_data(self, data):
        if self.inside:
            self.cells[-1] += data
