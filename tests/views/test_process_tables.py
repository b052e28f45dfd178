"""Tables of a process show every cell unchanged."""

import html.parser

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from tests.examples import at_most
from tests.process.samples import letter_process
from tests.views.samples import FOUR, processes
from trustflow.errors import InvalidValue
from trustflow.trust_transfer import TRUST_TRANSFER
from trustflow.views import (
    TABLE_KINDS,
    ProcessTable,
    process_table,
)
from trustflow.views.process_tables import Cell
from trustflow.views.svg.text import plain


@pytest.mark.parametrize(
    ("kind", "count"),
    [("stages", len(TRUST_TRANSFER.stages)), ("rules", len(TRUST_TRANSFER.rules))],
)
def test_every_stage_and_rule_has_a_row(kind, count):
    """A table has a row for each stage or rule of the process."""
    assert count == len(process_table(TRUST_TRANSFER, kind).rows)


def test_the_options_choose_the_moves():
    """Options add moves that stay in their stage, or select moves by their marks or stages."""
    moves = TRUST_TRANSFER.moves
    ordinary = [move for move in moves if move.mark != "P" and not move.stays]
    assert len(ordinary) == row_count()
    assert len([move for move in moves if not move.stays]) == row_count(marks="all")
    assert len(moves) == row_count(stays=True, marks="all")
    standard = [move for move in moves if move.mark == "S"]
    assert len(standard) == row_count(stays=True, marks="standard")
    chosen = [move for move in moves if move.stage in FOUR and not move.stays]
    assert len(chosen) == row_count(stages=FOUR, marks="all")


def test_a_process_without_precedents_has_no_column_for_them():
    """An own process rarely has precedents, and an empty column would tell its readers nothing."""
    own = letter_process()
    table = process_table(own, "moves", marks="all")
    assert "Precedents" == process_table(own, "moves", stays=True).headings[-1]
    assert ("Stage", "Event", "Leads to", "Mark") == table.headings
    assert {4} == {len(row) for row in table.rows}
    assert "Precedents" == process_table(TRUST_TRANSFER, "moves").headings[-1]


def test_moves_left_out_are_counted():
    """A table of moves says how many it leaves out because of their marks."""
    moves = [move for move in TRUST_TRANSFER.moves if move.stage in FOUR and not move.stays]
    counts = [sum(move.mark == mark for move in moves) for mark in "AP"]
    notes = (
        f"{counts[0]} attested moves left out: off the ordinary route, but they happened",
        f"{counts[1]} possible moves left out: nothing forbids them, and no precedent is on record",
    )
    table = process_table(TRUST_TRANSFER, "moves", stages=FOUR, marks="standard")
    assert notes == table.notes
    assert table.markdown().endswith(f" |\n\n{notes[0]}.\n\n{notes[1]}.\n")
    assert f": moves. {notes[0]}. {notes[1]}</caption>" in table.html()
    assert notes[1:] == process_table(TRUST_TRANSFER, "moves", stages=FOUR).notes
    for kind in TABLE_KINDS:
        assert () == process_table(TRUST_TRANSFER, kind, marks="all").notes
        assert (kind == "moves") is bool(process_table(TRUST_TRANSFER, kind).notes)


def test_an_unknown_table_or_stage_is_refused():
    """The error lists the kinds of table, or suggests the nearest stage."""
    with pytest.raises(InvalidValue, match=r"Unknown process table 'trustees'\. .*Expected one of"):
        process_table(TRUST_TRANSFER, "trustees")
    with pytest.raises(InvalidValue, match="trust_live"):
        process_table(TRUST_TRANSFER, "stages", stages=["trust_alive"])
    with pytest.raises(InvalidValue, match=r"Unknown mark 'attest'\..*Did you mean 'attested'"):
        process_table(TRUST_TRANSFER, "moves", marks="attest")


@given(processes())
@at_most(30)
def test_markdown_shows_every_cell_unchanged(process):
    """A reader of Markdown finds the text of every cell, and nothing else."""
    table = process_table(process, "moves", stays=True, marks="all")
    rendered = MarkdownIt("gfm-like", {"linkify": False}).render(table.markdown())
    assert cells_of(table) == shown_cells(rendered)


@given(processes())
@at_most(30)
def test_html_shows_every_cell_unchanged(process):
    """A browser finds the text of every cell, and no other elements."""
    table = process_table(process, "moves", stays=True, marks="all")
    assert cells_of(table) == shown_cells(table.html())


def test_links():
    """A citation with an address is a link, in Markdown and in HTML."""
    table = ProcessTable(
        "t", ("Source",), ((Cell("The Act [1]", "https://example.org/?a=1&b=2"),),)
    )
    rendered = MarkdownIt("gfm-like", {"linkify": False}).render(table.markdown())
    assert '<a href="https://example.org/?a=1&amp;b=2">The Act [1]</a>' in rendered
    assert '<a href="https://example.org/?a=1&amp;b=2">The Act [1]</a>' in table.html()


@pytest.mark.parametrize("end", ["a|b", "a\\", "a>b", "a<b", "a\u202eb"])
def test_a_link_stays_in_its_cell(end):
    """No character of an address ends the link or the cell."""
    cells = (Cell("The Act", f"https://example.org/{end}"), Cell("2016"))
    table = ProcessTable("t", ("Source", "Year"), (cells,))
    for shown in (
        MarkdownIt("gfm-like", {"linkify": False}).render(table.markdown()),
        table.html(),
    ):
        assert 1 == shown.count("<a href=") == shown.count(">The Act</a></td>")
        assert 2 == shown.count("<td>")


@pytest.mark.parametrize("kind", TABLE_KINDS)
def test_tables_of_the_trust_transfer_read_well(kind):
    """No punctuation in these tables needs a character reference, except underscores in names."""
    assert "&#" not in process_table(TRUST_TRANSFER, kind).markdown().replace("&#95;", "")


def row_count(**options):
    """Return the number of moves in a table."""
    return len(process_table(TRUST_TRANSFER, "moves", **options).rows)


def cells_of(table):
    """Return the texts of the cells of a table, with single spaces."""
    return [" ".join(plain(cell.text).split()) for row in table.rows for cell in row]


def shown_cells(text):
    """Return the texts of the cells as a browser shows them; fail on an unknown element."""
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
