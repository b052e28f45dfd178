"""The page of charts has the pictures and the tables of the casebook as it is."""

from pathlib import Path

import pytest

import trustflow as tf
from trustflow.cli.page_blocks import block_in, with_block
from trustflow.views import CHARTS, Cell, chart, chart_table

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "casebook-charts.md"
ON_DAY = {"as_of": tf.casebook.version_day()}


def markdown(table):
    """Return a table in Markdown."""
    heading, *rows = [[Cell(text).markdown() for text in row] for row in (table[0], *table[1])]
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


@pytest.mark.parametrize("kind", CHARTS)
def test_the_pictures_are_up_to_date(kind, holds):
    """Each picture is the chart on the last day of the casebook."""
    holds(DOCS / "charts" / f"{kind}.svg", chart(tf.casebook.histories(), kind, **ON_DAY))


@pytest.mark.parametrize("kind", CHARTS)
def test_each_picture_has_its_numbers_in_a_table(kind, holds):
    """The table below a picture has the numbers that the picture shows."""
    text = PAGE.read_text("utf-8")
    table = markdown(chart_table(tf.casebook.histories(), kind, **ON_DAY))
    holds(PAGE, with_block(text, kind, f"\n{table}\n"))
    assert text.index(f"(charts/{kind}.svg)") < text.index(f"<!-- trustflow: {kind} -->")
    assert table == block_in(PAGE.read_text("utf-8"), kind)
