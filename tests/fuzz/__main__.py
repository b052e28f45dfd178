"""Fuzz one entrance with atheris: python -m tests.fuzz TARGET SECONDS; `make fuzz` does them all.

Only our own errors may come out. A crash, a hang of ten seconds or more than a gigabyte ends the
run, and libFuzzer writes the input beside it.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["trustflow"]):
    from tests.fuzz.targets import SEEDS, TARGETS

MOST_SECONDS_AN_INPUT = 10
MOST_MEGABYTES = 1024


def main():
    """Run the target named first for the seconds named second."""
    name, seconds = sys.argv[1:3]
    target = TARGETS[name]

    with tempfile.TemporaryDirectory() as corpus:
        for index, seed in enumerate(SEEDS[name]):
            Path(corpus, str(index)).write_bytes(seed)
        options = [
            sys.argv[0],
            corpus,
            f"-max_total_time={seconds}",
            f"-timeout={MOST_SECONDS_AN_INPUT}",
            f"-rss_limit_mb={MOST_MEGABYTES}",
            "-max_len=4096",
            f"-artifact_prefix={name}-",
            "-print_final_stats=1",
        ]
        atheris.Setup(options, target)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
