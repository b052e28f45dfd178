"""The configuration of Sphinx for the docs; `make docs` builds them without a network."""

import sys
import tomllib
from importlib.metadata import version as version_of
from pathlib import Path

import trustflow
from trustflow.trust_transfer import TRUST_TRANSFER

sys.path.insert(0, str(Path(__file__).parent))  # for site_pages, in the folder of this file

from site_pages.sphinx_hooks import source_place

# The addresses of the repository, to which pages and public names link, and of the docs, which the
# page 404 needs. A placeholder is none.
PYPROJECT = tomllib.loads(Path(__file__).parents[1].joinpath("pyproject.toml").read_text("utf-8"))
URLS = {name: url for name, url in PYPROJECT["project"]["urls"].items() if "example.org" not in url}
REPOSITORY = URLS.get("Repository", "")
html_baseurl = URLS.get("Documentation", "")

project = "trustflow"
author = "The trustflow authors"
version = release = version_of(trustflow.__distribution__)
language = "en-GB"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "trustflow.sphinx",
    "site_pages",
]
exclude_patterns = ["site_pages"]
smartquotes_action = "D"  # dashes only: straight quotes stay, because tests compare texts exactly

myst_heading_anchors = 3
default_role = "literal"  # single backticks in docstrings
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
nitpick_ignore_regex = [
    # Types of other libraries have no page here, and their own pages would need a network.
    ("py:(class|exc)", r"(?!trustflow\.).*"),
    # Internal classes that an annotation names and users never do.
    ("py:class", r"trustflow\._frozen_map\.FrozenMap"),
    ("py:class", r"trustflow\.case\.machine\._Machine"),
    ("py:class", r"trustflow\._tables\.Column"),
    ("py:class", r"trustflow\.dates\.spans\.Unit"),
    ("py:class", r"trustflow\.engine\.replay\.Replay"),
    ("py:class", r"trustflow\.history\.irregularity\.Irregularity"),
    ("py:class", r"trustflow\.queries\.facts\.values\.T"),
]

html_theme = "furo"
html_title = f"trustflow {version}"
html_copy_source = False
html_show_copyright = False
epub_copyright = author
html_favicon = "_static/favicon.svg"
html_search_scorer = str(Path(__file__).parent / "scorer.js")
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = ["copy.js"]
templates_path = ["_templates"]
html_context = {
    "html_baseurl": html_baseurl,
    "casebook": trustflow.casebook.version,
    "credit": trustflow.casebook.CREDIT,
    "disclaimer": TRUST_TRANSFER.disclaimer,
}

if REPOSITORY:
    extensions.append("sphinx.ext.linkcode")
    html_theme_options = {
        "source_repository": REPOSITORY,
        "source_branch": "main",
        "source_directory": "docs/",
    }


def linkcode_resolve(domain, info):
    """Return the address of the source of a public name, or None; Sphinx calls this function."""
    place = source_place(info["module"], info["fullname"]) if domain == "py" else None
    return place and f"{REPOSITORY}/blob/main/{place}"
