"""The HTML tables for notebooks escape every text."""

from hypothesis import given
from hypothesis import strategies as st

from trustflow._html import html_record, html_table
from trustflow.testing.provenance import texts


@given(texts(), st.lists(texts(), max_size=3), st.lists(st.lists(texts(), max_size=3)))
def test_every_text_is_escaped(caption, headings, rows):
    """Tags in texts do not become tags of the table."""
    table = html_table(caption, headings, rows)

    cells = sum(len(row) for row in rows)
    tags = 2 * (5 + len(headings) + len(rows) + cells)
    assert tags == table.count("<") == table.count(">")
    assert table.startswith("<table><caption>")


def test_a_table_has_its_caption_headings_and_cells_in_place():
    """A cell that is not a text is converted to a text."""
    expected = (
        "<table><caption>A &amp; B</caption><thead><tr><th>Date</th></tr></thead>"
        "<tbody><tr><td>&lt;b&gt;</td><td>7</td></tr></tbody></table>"
    )
    assert expected == html_table("A & B", ["Date"], [["<b>", 7]])


def test_a_record_has_a_row_for_each_field_with_a_value():
    """A field whose value is None is left out, and labels and values are escaped."""
    left = 'style="text-align: left"'
    expected = (
        "<table><caption>A &amp; B</caption><tbody>"
        f"<tr><th {left}>From &lt;</th><td {left}>&lt;b&gt;</td></tr>"
        f"<tr><th {left}>Days</th><td {left}>0</td></tr></tbody></table>"
    )
    assert expected == html_record("A & B", [("From <", "<b>"), ("To", None), ("Days", 0)])
