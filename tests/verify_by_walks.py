"""Find rules that exclude each other by trying every short walk of a small process."""

from itertools import combinations, product

from hypothesis import strategies as st

from trustflow.history import Citation
from trustflow.process import DateRule, Move, StageInfo

__all__ = ["excluding_rules", "shortest_days", "small_processes"]

TRIGGERS = ("a", "b", "c")
STAGES = ("one", "two", "three")
LONGEST_WALK = 5
"""The most events needed: two that start clocks, one that stops them, and a way back after two."""
FAR = 10**6


@st.composite
def small_processes(draw, stages=2):
    """Generate fields of processes of a few stages and three events, with rules counted in days.

    A stage from which no move leads is final. Some of the fields make no process.
    """
    names = STAGES[:stages]
    leading = {
        (stage, trigger): other
        for stage, other, trigger in zip(names, names[1:], TRIGGERS, strict=False)
    }
    moves = [
        Move(trigger, stage, leading.get((stage, trigger)) or draw(st.sampled_from(names)))
        for trigger, stage in product(TRIGGERS, names)
        if (stage, trigger) in leading or draw(st.integers(0, 2))
    ]
    used = [trigger for trigger in TRIGGERS if any(move.trigger == trigger for move in moves)]
    moved = {move.stage for move in moves if not move.stays}
    rules = [draw(_rules(f"rule-{number}", used)) for number in range(draw(st.integers(2, 4)))]
    return {
        "name": "small",
        "title": "A small process",
        "stages": {
            stage: StageInfo(stage.title(), "A stage.", final=stage not in moved) for stage in names
        },
        "initial": "one",
        "triggers": {trigger: f"event {trigger}" for trigger in used},
        "moves": moves,
        "rules": rules,
        "ordered": draw(st.booleans()),
    }


@st.composite
def _rules(draw, name, triggers):
    names = st.sampled_from(triggers)
    least, most = draw(st.integers(0, 9)), draw(st.integers(0, 9))
    bounds = draw(st.sampled_from(("least", "most", "both")))
    return DateRule(
        id=name,
        requires="One thing follows another",
        starts=draw(names),
        ends=draw(names),
        at_least=None if bounds == "most" else f"{least} days",
        at_most=None if bounds == "least" else f"{most + (least if bounds == 'both' else 0)} days",
        from_first=draw(st.booleans()),
        strength="law",
        citation=Citation("made up"),
    )


def excluding_rules(process):
    """Return the fewest rules that leave no day for an event which two of their bounds end."""
    rules = [rule for rule in process.rules if not rule.is_in_order]
    found = set()
    for moves in _walks(process):
        runs = {rule.id: _runs(rule, moves) for rule in rules}
        for size in (1, 2, 3):
            for some in combinations(rules, size):
                for chosen in product(*(runs[rule.id] for rule in some)):
                    links = [*zip(some, chosen, strict=True)]
                    if _end_together(links, len(moves) - 1) and _exclude(
                        links, len(moves), ordered=process.order_rule is not None
                    ):
                        found.add(frozenset(rule.id for rule in some))
    return {one for one in found if not any(other < one for other in found)}


def _walks(process):
    """Yield every walk of up to five events."""
    walks = [(move,) for move in process.moves]
    for _ in range(LONGEST_WALK):
        yield from walks
        walks = [(*walk, move) for walk in walks for move in process.moves_from(walk[-1].leads_to)]


def _runs(rule, moves):
    """Return the places of the events that start and end a rule, for each time that it runs."""
    start, runs = None, []
    for place, move in enumerate(moves):
        if start is not None and move.trigger in rule.ends:
            runs.append((start, place))
            start = None
        if move.trigger in rule.starts and (start is None or not rule.from_first):
            start = place
    return runs


def _end_together(links, last):
    """Return whether an event ends a lower and an upper bound, which a third rule joins."""
    ending = [rule for rule, (_, end) in links if end == last]
    for lower, upper in product(ending, ending):
        if not (lower.at_least and lower.at_least.count and upper.at_most):
            continue
        between = [rule for rule, _ in links if rule not in (lower, upper)]
        if len({rule.id for rule, _ in links}) != len({lower.id, upper.id}) + len(between):
            continue
        if not between:
            return True
        (third,) = between if len(between) == 1 else (None,)
        if (
            third is not None
            and lower is not upper
            and (
                (third.at_least and _joins(upper, third, lower))
                or (third.at_most and _joins(lower, third, upper))
            )
        ):
            return True
    return False


def _joins(before, third, after):
    return third.starts == before.starts and third.ends == after.starts


def _exclude(links, count, *, ordered):
    """Return whether no days keep all limits, and some days keep them without any one rule."""
    return not _have_days(links, count, ordered=ordered) and all(
        _have_days([link for link in links if link is not other], count, ordered=ordered)
        for other in links
    )


def _have_days(links, count, *, ordered):
    """Return whether some days keep all limits, by looking for a cycle that has no length."""
    most = _closed(links, count, ordered=ordered)
    return all(most[place][place] >= 0 for place in range(count))


def _closed(links, count, *, ordered):
    """Return for each two events by how many days the first can at most be after the second."""
    most = [[0 if one == other else FAR for other in range(count)] for one in range(count)]
    for place in range(count - 1 if ordered else 0):
        most[place][place + 1] = 0
    for rule, (start, end) in links:
        if rule.at_least is not None:
            most[start][end] = min(most[start][end], -rule.at_least.count)
        if rule.at_most is not None:
            most[end][start] = min(most[end][start], rule.at_most.count)
    for middle, one, other in product(range(count), repeat=3):
        most[one][other] = min(most[one][other], most[one][middle] + most[middle][other])
    return most


def shortest_days(process, start, end):
    """Return the fewest days from entering one stage to entering another; None if no days fit."""
    entries = [(move,) for move in process.moves_to(start)]
    if start == process.initial:
        entries.append(())
    found = []
    for entry, route in product(entries, _routes(process, start, end)):
        moves = (*entry, *route)
        links = [
            (rule, run)
            for rule in process.rules
            if not rule.is_in_order
            for run in _runs(rule, moves)
        ]
        most = _closed(links, len(moves), ordered=True)
        if all(most[place][place] >= 0 for place in range(len(moves))):
            found.append(-most[0][-1] if moves else 0)
    return min(found, default=None)


def _routes(process, start, end):
    """Return every sequence of moves from a stage to another that enters no stage twice."""
    routes, found = [()], []
    while routes:
        route = routes.pop()
        stages = [start, *(move.leads_to for move in route)]
        if stages[-1] == end:
            found.append(route)
            continue
        routes += [
            (*route, move) for move in process.moves_from(stages[-1]) if move.leads_to not in stages
        ]
    return found
