"""A Sphinx extension for these docs, which generates pages from the package during the build."""

import logging
from pathlib import Path

import trustflow as tf

from .casebook_pages import casebook_pages
from .example_pages import example_pages
from .gallery import GalleryItem
from .notebook import Notebook
from .outputs import CommandOutput, ExampleOutput, PublicNames
from .process_pages import process_pages
from .reference_pages import reference_pages
from .sphinx_hooks import (
    add_description,
    convert_docstring,
    make_scrollable,
    name_modules,
    resolve_public_name,
)

__all__ = ["EXPLORER", "FOLDERS", "setup", "write", "write_explorer"]

FOLDERS = {
    "casebook": casebook_pages,
    "examples": example_pages,
    "process": process_pages,
    "reference": reference_pages,
}
"""For each folder of generated pages, the function that generates them."""
EXPLORER = "process-explorer.html"
"""The name of the explorer in the site."""


def write(folder, pages):
    """Write new and changed pages to the folder, and remove files that are no longer pages."""
    folder.mkdir(exist_ok=True)
    for path in folder.glob("*.md"):
        if path.stem not in pages:
            path.unlink()
    for name, text in pages.items():
        path = folder / f"{name}.md"
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")


def write_all(app):
    """Write all generated pages; this happens before Sphinx lists the pages of the docs."""
    for name, pages in FOLDERS.items():
        write(Path(app.srcdir) / name, pages())


def write_explorer(app, exception):
    """Write the explorer of the process into the site that was built."""
    if exception is None and app.builder.format == "html":
        (Path(app.outdir) / EXPLORER).write_text(tf.explorer(), "utf-8")


def is_fault(record):
    """Return whether a warning is a fault; it is not if a toctree pattern matches no page yet."""
    return getattr(record, "subtype", None) != "empty_glob"


def setup(app):
    """Connect the functions of this extension to Sphinx; Sphinx calls `setup`."""
    logging.getLogger("sphinx.sphinx.directives.other").addFilter(is_fault)
    # The theme's colours of code come from a package that makes Python print all messages.
    logging.getLogger("transitions").setLevel(logging.WARNING)
    app.connect("builder-inited", write_all)
    app.connect("build-finished", write_explorer)
    app.connect("autodoc-process-docstring", convert_docstring)
    app.connect("doctree-read", name_modules)
    app.connect("missing-reference", resolve_public_name)
    app.connect("html-page-context", make_scrollable)
    app.connect("html-page-context", add_description)
    app.add_directive("gallery-item", GalleryItem)
    app.add_directive("notebook", Notebook)
    app.add_directive("example-output", ExampleOutput)
    app.add_directive("command-output", CommandOutput)
    app.add_directive("public-names", PublicNames)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
