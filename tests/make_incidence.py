"""Write what scikit-survival estimates of random cases, with which a test compares our estimates.

    pip install scikit-survival
    python -m tests.make_incidence

The golden file says which version made it. scikit-survival is not among the packages of the tests,
because it takes 390 MB with what it needs.
"""

import random
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden" / "incidence.txt"
SETS = 200
SEED = 23
"""The seed of the random cases."""


def random_cases():
    """Yield sets of cases: the day and the end of each, from 1; 0 is a case that has not ended.

    There are many ties, and each end happens.
    """
    source = random.Random(SEED)  # noqa: S311 - the cases must be repeatable
    for _ in range(SETS):
        ends = source.randint(2, 4)
        size = source.randint(ends, 40)
        last = source.randint(1, 12)
        drawn = [source.randint(0, ends) for _ in range(size - ends)]
        yield [(source.randint(0, last), end) for end in (*range(1, ends + 1), *drawn)]


def main():
    """Write the golden file: a line for each set and end, with the share at each day."""
    import sksurv
    from sksurv.nonparametric import cumulative_incidence_competing_risks

    lines = [f"scikit-survival {sksurv.__version__}"]
    for cases in random_cases():
        days, ends = zip(*cases, strict=True)
        times, shares = cumulative_incidence_competing_risks(ends, days)
        lines.append("days " + " ".join(f"{time:g}" for time in times))
        lines += [" ".join(f"{share:.11g}" for share in row) for row in shares[1:]]
    GOLDEN.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
