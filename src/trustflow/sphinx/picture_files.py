"""The files of pictures in the output: their names, and the removal of those no longer used."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from .records import all_records, short_hash

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

__all__ = ["picture_stem", "remove_unused_files"]

FILE_NAME = re.compile(r"trustflow-[0-9a-f]{16}\.(png|svg)")


def picture_stem(svg: str) -> str:
    """Return the name of the files of a picture, without the ending; its content decides it."""
    return f"trustflow-{short_hash(svg)}"


def remove_unused_files(app: Sphinx, builder: Builder) -> None:
    """Remove the picture files of earlier builds that no document uses any more.

    A book contains every file in the folder of its builder.
    """
    used = {each.stem for each in all_records(app.env)}
    for folder in (Path(builder.outdir), Path(builder.outdir, "_images")):
        for path in folder.glob("trustflow-*"):
            if FILE_NAME.fullmatch(path.name) and path.stem not in used:
                path.unlink()
