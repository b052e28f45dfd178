"""Print pip constraints with the lowest allowed version of each dependency, tests included."""

import re
import tomllib
from itertools import chain
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[1] / "pyproject.toml"
OURS = {"bench", "dev", "docs", "proof", "spark"}
"""The extras for work on the project itself; the lowest versions of these are not tested."""


def lowest(requirement: str) -> str:
    """Return `name==version` for the requirement `name>=version,…`."""
    found = re.match(r"([\w.-]+)\s*>=\s*([\w.]+)", requirement)
    if found is None:
        msg = f"{requirement!r} in {PROJECT.name} has no lowest version; write name>=version."
        raise SystemExit(msg)
    return f"{found[1]}=={found[2]}"


def requirements(project: dict[str, Any]) -> list[str]:
    """Return the requirements of the package and of its extras, except the extras in `OURS`."""
    extras = project["optional-dependencies"]
    of_extras = chain.from_iterable(extras[name] for name in extras if name not in OURS)
    needed = [*project["dependencies"], *of_extras]
    return [each for each in needed if not each.startswith(project["name"])]


if __name__ == "__main__":
    for requirement in requirements(tomllib.loads(PROJECT.read_text("utf-8"))["project"]):
        print(lowest(requirement))
