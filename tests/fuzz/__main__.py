"""Fuzz one target with atheris: python -m tests.fuzz TARGET SECONDS; `make fuzz` runs them all.

A target may raise only errors of trustflow. The run ends if a target crashes, takes more than ten
seconds for one input, or needs more than a gigabyte. libFuzzer then writes the input to a file
whose name begins with the target.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["trustflow"]):
    from tests.fuzz.targets import SEEDS, TARGETS

MAX_SECONDS_PER_INPUT = 10
MAX_MEGABYTES = 1024


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
            f"-timeout={MAX_SECONDS_PER_INPUT}",
            f"-rss_limit_mb={MAX_MEGABYTES}",
            "-max_len=4096",
            f"-artifact_prefix={name}-",
            "-print_final_stats=1",
        ]
        atheris.Setup(options, target)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
