"""The bounds of shares by their definition: each day anew, from every case."""


def simple_bounds(cases, maybe, end, days):
    """Return the least and the greatest possible share at each of some days."""
    marked = [*((case, True) for case in cases), *((case, False) for case in maybe)]
    return [(_least_share(marked, end, day), _greatest_share(marked, end, day)) for day in days]


def _least_share(marked, end, day):
    """Let the cases in question end after the day or as early as they can, and others late."""
    ends = []
    for case, counts in marked:
        if case.end not in (None, end) or (case.end == end and case.most > day):
            ends.append((case.most, case.end == end))
        elif case.end == end and counts:
            ends.append((case.least, True))
    return _extreme(marked, ends, day, -1)


def _greatest_share(marked, end, day):
    """Let the cases in question end as late as they can up to the day, and others early."""
    ends = []
    for case, counts in marked:
        if case.end == end and case.least <= day:
            ends.append((min(case.most, day), True))
        elif case.end is not None and counts:
            ends.append((case.least, case.end == end))
    return _extreme(marked, ends, day, 1)


def _extreme(marked, ends, day, sign):
    """Return the extreme share at a day, from the last end to the first."""
    still_open = [(case, counts) for case, counts in marked if case.end is None]
    share = 0.0
    for step in sorted({known for known, _ in ends if known <= day}, reverse=True):
        at_risk = sum(known >= step for known, _ in ends)
        fewest = at_risk + sum(counts and case.least >= step for case, counts in still_open)
        highest = at_risk + sum(case.most >= step for case, _ in still_open)
        gain = ends.count((step, True)) - share * sum(known == step for known, _ in ends)
        share += gain / (fewest if sign * gain > 0 else highest)
    return share
