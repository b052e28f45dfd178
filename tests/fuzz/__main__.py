"""Fuzz one target with atheris: python -m tests.fuzz TARGET SECONDS; `make fuzz` runs them all.

A target may raise only errors of trustflow. The run ends if a target crashes, takes more than ten
seconds of a processor for one input, or needs more than a gigabyte. libFuzzer then writes the input
to a file whose name begins with the target.
"""

import re
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import atheris

SOURCE = Path(__file__).parents[2] / "src"
COMPILED = [
    ".".join(path.relative_to(SOURCE).with_suffix("").parts)
    for path in SOURCE.glob("trustflow/bulk/**/*.py")
    if re.search(r"from \.+compiled import .*(Compiled|jitable)", path.read_text(encoding="utf-8"))
]
"""The modules whose functions numba compiles. It cannot compile what atheris adds to them."""

with atheris.instrument_imports(include=["trustflow"], exclude=COMPILED):
    from tests.fuzz.targets import SEEDS, TARGETS

MAX_SECONDS_PER_INPUT = 10
MAX_WAIT = 120
"""The seconds after which an input is taken to wait for something, on a machine that is busy."""
MAX_MEGABYTES = 1024


def run_timed(target, data):
    """Run a target on an input, which must not take too long."""
    start = time.process_time()
    target(data)
    assert time.process_time() - start <= MAX_SECONDS_PER_INPUT


def main():
    """Run the target that the first argument names, for the seconds that the second gives."""
    name, seconds = sys.argv[1:3]
    target = TARGETS[name]

    with tempfile.TemporaryDirectory() as corpus:
        for index, seed in enumerate(SEEDS[name]):
            Path(corpus, str(index)).write_bytes(seed)
        options = [
            sys.argv[0],
            corpus,
            f"-max_total_time={seconds}",
            f"-timeout={MAX_WAIT}",
            f"-rss_limit_mb={MAX_MEGABYTES}",
            "-max_len=4096",
            f"-artifact_prefix={name}-",
            "-print_final_stats=1",
        ]
        # Imports and tables that are built once are no part of the time of an input.
        for seed in SEEDS[name]:
            target(seed)
        atheris.Setup(options, partial(run_timed, target))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
