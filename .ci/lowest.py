"""Print the lowest version of each dependency of the package and its tests, as pip constraints."""

import re
import tomllib
from itertools import chain
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[1] / "pyproject.toml"
OURS = {"bench", "dev", "docs", "proof", "spark"}
"""The extras whose newest versions will do."""


def lowest(requirement: str) -> str:
    """Turn `name>=version,…` into `name==version`."""
    found = re.match(r"([\w.-]+)\s*>=\s*([\w.]+)", requirement)
    if found is None:
        msg = f"{requirement!r} in {PROJECT.name} has no lowest version; write name>=version."
        raise SystemExit(msg)
    return f"{found[1]}=={found[2]}"


def requirements(project: dict[str, Any]) -> list[str]:
    """What the package needs, and what each of its extras does but those for our own work."""
    extras = project["optional-dependencies"]
    of_extras = chain.from_iterable(extras[name] for name in extras if name not in OURS)
    needed = [*project["dependencies"], *of_extras]
    return [each for each in needed if not each.startswith(project["name"])]


if __name__ == "__main__":
    for requirement in requirements(tomllib.loads(PROJECT.read_text("utf-8"))["project"]):
        print(lowest(requirement))
