"""Generate a page for each example script, with its code and its output, and a list of them."""

import ast
from pathlib import Path

__all__ = ["EXAMPLES", "NOT_RUN", "example_pages"]

EXAMPLES = Path(__file__).parents[2] / "examples"
NOT_RUN = {
    "check_on_spark": "It needs a JDK, so it is not run here.",
}
"""The scripts that the build does not run, and why."""
PROPER = {word.casefold(): word for word in ("CSV", "November", "Python", "Sandwell", "Spark")}
"""The words of titles that have capital letters."""


def example_pages():
    """Return the text of each page by name: one for each script, and the list."""
    scripts = {path.stem: path.read_text("utf-8") for path in sorted(EXAMPLES.glob("*.py"))}
    pages = {page_name(stem): page_of(stem, text) for stem, text in scripts.items()}
    return {**pages, "index": list_of(scripts)}


def page_name(stem):
    """Return the name of the page of a script."""
    return stem.replace("_", "-")


def title_of(stem):
    """Return the title of the page of a script."""
    words = [PROPER.get(word, word) for word in stem.split("_")]
    return " ".join([words[0][0].upper() + words[0][1:], *words[1:]])


def words_of(script):
    """Return the docstring of a script."""
    return ast.get_docstring(ast.parse(script))


def page_of(stem, script):
    """Return the page of a script: its docstring, its code and its output."""
    code = script.partition('"""\n\n')[2].rstrip()
    lines = [f"# {title_of(stem)}", "", words_of(script), "", f"`examples/{stem}.py`:", ""]
    lines += ["```python", code, "```", "", "## Output", ""]
    lines += [NOT_RUN[stem]] if stem in NOT_RUN else [f"```{{example-output}} {stem}", "```"]
    return "\n".join(lines) + "\n"


def list_of(scripts):
    """Return the page that lists the scripts, each with the first sentence of its docstring."""
    lines = [
        "# Examples",
        "",
        "Each script runs without changes, and its page shows what it prints.",
        "The scripts are in the folder `examples/` of the repository.",
        "Two examples are folders of their own: `examples/tracker/` is",
        "[a tracker for many people](../guides/web-apps.md#a-tracker-for-many-people), and",
        "`examples/django_store/` keeps [a ledger in Django](../guides/django.md).",
        "",
        "| Script | What it does |",
        "| --- | --- |",
    ]
    for stem, script in scripts.items():
        purpose = words_of(script).partition("\n\n")[0].replace("\n", " ")
        lines.append(f"| [{title_of(stem)}]({page_name(stem)}.md) | {purpose} |")
    lines += ["", "```{toctree}", ":hidden:", "", *map(page_name, scripts), "```"]
    return "\n".join(lines) + "\n"
