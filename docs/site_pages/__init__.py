"""A Sphinx extension for these docs alone: pages made from the package while they are built."""

import logging
from pathlib import Path

from .casebook_pages import casebook_pages
from .process_pages import process_pages
from .reading import for_keyboards, plain_docstring, public_name
from .reference_pages import reference_pages

__all__ = ["FOLDERS", "setup", "write"]

FOLDERS = {
    "casebook": casebook_pages,
    "process": process_pages,
    "reference": reference_pages,
}
"""The folders that hold generated pages and nothing else, and what makes their pages."""


def write(folder, pages):
    """Write the pages that are new or changed, by name, and remove those that are no more."""
    folder.mkdir(exist_ok=True)
    for path in folder.glob("*.md"):
        if path.stem not in pages:
            path.unlink()
    for name, text in pages.items():
        path = folder / f"{name}.md"
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")


def write_all(app):
    """Write every generated page before Sphinx looks which pages there are."""
    for name, pages in FOLDERS.items():
        write(Path(app.srcdir) / name, pages())


def is_fault(record):
    """Whether a warning is one: a place kept for a page that is not there yet is none."""
    return getattr(record, "subtype", None) != "empty_glob"


def setup(app):
    """Add it to the docs; Sphinx calls this."""
    logging.getLogger("sphinx.sphinx.directives.other").addFilter(is_fault)
    app.connect("builder-inited", write_all)
    app.connect("autodoc-process-docstring", plain_docstring)
    app.connect("missing-reference", public_name)
    app.connect("html-page-context", for_keyboards)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
