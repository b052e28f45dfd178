"""A Sphinx extension that draws diagrams, timelines and tables while the docs are built.

Add ``trustflow.sphinx`` to the extensions in ``conf.py``. The directives ``trustflow-diagram``,
``trustflow-timeline`` and ``trustflow-table`` work in reStructuredText and in MyST.
"""

from __future__ import annotations

from .extension import setup

__all__ = ["setup"]
