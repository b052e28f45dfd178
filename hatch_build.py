"""Give a package index the README with absolute links; hatchling runs this file on each build."""

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

LINK = re.compile(r'(\]\(|(?:src|srcset)=")(?!https?:|#)([^)"]+)')
"""The beginning of a link in Markdown or of a picture in HTML, and a path in this repository."""
PICTURES = (".svg", ".png")


def absolute(readme: str, repository: str) -> str:
    """Return the README with the address of the repository before each path."""

    def link(found: re.Match[str]) -> str:
        kind = "raw" if found[2].endswith(PICTURES) else "blob"
        return f"{found[1]}{repository}/{kind}/HEAD/{found[2]}"

    return LINK.sub(link, readme)


class ReadmeHook(MetadataHookInterface):
    """Sets the field `readme`, which pyproject.toml lists as dynamic."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Add the README, whose links begin with the address in `project.urls`."""
        readme = Path(self.root, "README.md").read_text("utf-8")
        text = absolute(readme, metadata["urls"]["Repository"])
        metadata["readme"] = {"content-type": "text/markdown", "text": text}
