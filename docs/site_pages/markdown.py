"""Markdown that shows texts as they are, whatever they hold."""

import re
import unicodedata

from trustflow.views import Cell

__all__ = ["linked", "page_name", "said", "table"]


def said(text):
    """The text, escaped."""
    return Cell(text).markdown()


def linked(text, url):
    """The text as a link, or alone where there is no address."""
    return Cell(text, url).markdown()


def page_name(authority):
    """The name of an authority's page: Cheshire West and Chester has cheshire-west-and-chester."""
    plain = unicodedata.normalize("NFKD", authority).casefold()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def table(headings, rows):
    """A table whose cells are Markdown already."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)
