"""Whom the casebook credits, and under which licences it may be used."""

from __future__ import annotations

from importlib import resources

__all__ = ["CREDIT", "LICENCES", "licence_text"]

CREDIT = (
    "The casebook contains information from Ofsted's inspection reports and letters, © Crown "
    "copyright, licensed under the Open Government Licence v3.0."
)
"""The sentence by which the casebook credits Ofsted."""
LICENCES = {
    "CC-BY-4.0": (
        "Creative Commons Attribution 4.0 International",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    "OGL-UK-3.0": (
        "Open Government Licence v3.0",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ),
}
"""The title and the address of each licence of the casebook, by its SPDX identifier."""


def licence_text(identifier: str) -> str:
    """Return the text of a licence of the casebook.

    Args:
        identifier: The SPDX identifier, one of `LICENCES`.
    """
    file = resources.files(__name__.rpartition(".")[0]) / "licences" / f"{identifier}.txt"
    return file.read_text("utf-8")
