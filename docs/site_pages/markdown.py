"""Write Markdown for generated pages; every text is escaped."""

import re
import unicodedata

from trustflow.views import Cell

__all__ = ["escaped", "link", "page_name", "table"]


def escaped(text):
    """Return the text with every special character of Markdown escaped."""
    return Cell(text).markdown()


def link(text, url):
    """Return the text as a link to the URL, or the text alone if the URL is None."""
    return Cell(text, url).markdown()


def page_name(authority):
    """Return the name of an authority's page, such as `cheshire-west-and-chester`."""
    plain = unicodedata.normalize("NFKD", authority).casefold()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def table(headings, rows):
    """Return a Markdown table; headings and cells must be Markdown already."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
