"""Run the command line tool with ``python -m trustflow``."""

from __future__ import annotations

import sys

from trustflow_england import main

if __name__ == "__main__":
    sys.exit(main())
