"""Print the lowest version of each core dependency in pyproject.toml, as pip constraints."""

import re
import tomllib
from pathlib import Path

PROJECT = Path(__file__).parents[1] / "pyproject.toml"


def lowest(requirement: str) -> str:
    """Turn `name>=version,…` into `name==version`."""
    found = re.match(r"([\w.-]+)\s*>=\s*([\w.]+)", requirement)
    if found is None:
        msg = f"{requirement!r} in {PROJECT.name} has no lowest version; write name>=version."
        raise SystemExit(msg)
    return f"{found[1]}=={found[2]}"


if __name__ == "__main__":
    for requirement in tomllib.loads(PROJECT.read_text("utf-8"))["project"]["dependencies"]:
        print(lowest(requirement))
