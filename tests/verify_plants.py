"""Plant conflicts, dead and superfluous rules and traps into random processes.

A planted process has stages and events of its own, in which nothing but what is planted happens.
"""

from hypothesis import strategies as st

from trustflow import testing
from trustflow.history import Citation, Strength
from trustflow.process import DateRule, Move, StageInfo

__all__ = ["KINDS", "planted_processes"]

SOURCE = Citation("planted")
STRENGTHS = st.sampled_from(list(Strength))
GRAVE = {Strength.LOGIC, Strength.LAW}
SHORT_AND_LONG = (
    ("10 days", "20 days"),
    ("2 weeks", "15 days"),
    ("10 working days", "40 days"),
    ("1 month", "2 months"),
    ("11 months", "1 year"),
    ("20 days", "20 working days"),
    ("55 days", "2 months"),
)
"""Pairs of lengths of which the second is longer from every start day."""
SOMETIMES_LONGER = (
    ("30 days", "1 month"),
    ("1 month", "30 days"),
    ("7 days", "5 working days"),
    ("365 days", "1 year"),
    ("91 days", "3 months"),
)
"""Pairs of lengths of which the second is longer from some start days."""


def rule(name, start, end, **fields):
    """Return a planted rule."""
    plain = {"requires": "One thing follows another", "citation": SOURCE, "strength": "law"}
    return DateRule(id=name, starts=start, ends=end, **{**plain, **fields})


def chain(process, *triggers, closed=True):
    """Return stages, labels and moves: each trigger leads from one stage to the next."""
    names = [process.initial, *(f"after_{trigger}" for trigger in triggers)]
    stages = {
        name: StageInfo(f"Planted {name}", "Planted.", final=closed and name == names[-1])
        for name in names[1:]
    }
    moves = [
        Move(trigger, before, after)
        for trigger, before, after in zip(triggers, names, names[1:], strict=False)
    ]
    return {
        "stages": stages,
        "triggers": {trigger: f"planted {trigger}" for trigger in triggers},
        "moves": moves,
    }


def _exclude(draw, process):
    """Plant two rules on the same two events, of which none can be kept beside the other."""
    shorter, longer = draw(st.sampled_from(SHORT_AND_LONG + SOMETIMES_LONGER))
    strengths = draw(STRENGTHS), draw(STRENGTHS)
    rules = [
        rule("p-least", "p_a", "p_c", at_least=longer, strength=strengths[0]),
        rule("p-most", "p_a", "p_c", at_most=shorter, strength=strengths[1]),
    ]
    by_way = ("p_b",) if draw(st.booleans()) else ()
    return (
        process.extended(**chain(process, "p_a", *by_way, "p_c"), rules=rules),
        ("rules_exclude", {"p-least", "p-most"}, GRAVE.issuperset(strengths)),
        {"always": (shorter, longer) in SHORT_AND_LONG},
    )


def _exclude_in_a_row(draw, process):
    """Plant a deadline that is shorter than the two steps on the way to it."""
    least, most = draw(st.integers(5, 60)), draw(st.integers(0, 9))
    strengths = [draw(STRENGTHS) for _ in range(3)]
    unit = draw(st.sampled_from(("days", "working days", "months")))
    rules = [
        rule("p-one", "p_a", "p_b", at_least=f"{least} {unit}", strength=strengths[0]),
        rule("p-two", "p_b", "p_c", at_least=f"{least} {unit}", strength=strengths[1]),
        rule("p-most", "p_a", "p_c", at_most=f"{least} {unit}", strength=strengths[2]),
    ]
    parts = chain(process, "p_a", "p_b", "p_c")
    has_other_way = most > 4
    if has_other_way:
        parts["triggers"]["p_other"] = "planted p_other"
        parts["moves"].append(Move("p_other", "after_p_a", "after_p_b"))
    code = "rules_exclude" if has_other_way else "deadline_never_met"
    expected = (code, {each.id for each in rules}, GRAVE.issuperset(strengths))
    return process.extended(**parts, rules=rules), expected, {"always": True}


def _exclude_late(draw, process):
    """Plant a step that must wait longer than the two deadlines on the way to it."""
    days = draw(st.integers(1, 30))
    rules = [
        rule("p-one", "p_a", "p_b", at_most=f"{days} days"),
        rule("p-two", "p_b", "p_c", at_most=f"{days} days"),
        rule("p-least", "p_a", "p_c", at_least=f"{2 * days + 1} days"),
    ]
    expected = ("rules_exclude", {each.id for each in rules}, True)
    return process.extended(**chain(process, "p_a", "p_b", "p_c"), rules=rules), expected, {}


def _silent(draw, process):
    """Plant a rule that can give no finding."""
    how = draw(st.sampled_from(("cancelled", "shown", "only shown", "period", "same day")))
    dead = {
        "cancelled": lambda: rule("p", "p_a", "p_c", at_most="9 days", cancelled_by="p_b"),
        "shown": lambda: rule("p", "p_a", "p_c", at_most="9 days", shown_by="p_b"),
        "only shown": lambda: rule("p", "p_a", (), at_most="9 days", shown_by="p_b"),
        "period": lambda: rule(
            "p",
            "p_a",
            "p_c",
            at_most="9 months",
            since="2016-07-01",
            until="2016-12-31",
            in_force_to_due=True,
        ),
        "same day": lambda: rule("p", "p_a", "p_a", at_most="9 days", same_event=True),
    }[how]()
    parts = chain(process, "p_a", "p_b", "p_c")
    return process.extended(**parts, rules=[dead]), ("rule_never_applies", {"p"}, True), {}


def _loose(draw, process):
    """Plant a rule beside one that is always as tight and as strong."""
    shorter, longer = draw(st.sampled_from(SHORT_AND_LONG))
    strong, weak = sorted((draw(STRENGTHS), draw(STRENGTHS)), key=lambda each: -each.severity.rank)
    bound = draw(st.sampled_from(("at_most", "at_least")))
    tight, loose = (shorter, longer) if bound == "at_most" else (longer, shorter)
    until = draw(st.sampled_from((None, "2030-06-30")))
    rules = [
        rule("p-loose", "p_a", "p_c", strength=weak, until=until, **{bound: loose}),
        rule("p-tight", "p_a", "p_c", strength=strong, **{bound: tight}),
    ]
    parts = chain(process, "p_a", "p_b", "p_c")
    expected = ("rule_never_binds", {"p-loose", "p-tight"}, False)
    return process.extended(**parts, rules=rules), expected, {}


def _trap(_draw, process):
    """Plant two stages that lead only to each other, and a final stage beside them."""
    parts = chain(process, "p_a", "p_b", closed=False)
    parts["moves"].append(Move("p_back", "after_p_b", "after_p_a"))
    parts["triggers"] |= {"p_back": "planted p_back", "p_end": "planted p_end"}
    parts["moves"].append(Move("p_end", process.initial, "p_ended"))
    parts["stages"]["p_ended"] = StageInfo("Planted end", "Planted.", final=True)
    return process.extended(**parts), ("stage_traps", {"after_p_a", "after_p_b"}, True), {}


def _nothing(draw, process):
    """Plant rules that look like one of the above, and are none."""
    shorter, longer = draw(st.sampled_from(SHORT_AND_LONG + SOMETIMES_LONGER))
    other, _ = draw(st.sampled_from(SOMETIMES_LONGER[:2]))
    rules = {
        "kept on one day": [
            rule("p-1", "p_a", "p_c", at_least="14 days"),
            rule("p-2", "p_a", "p_c", at_most="2 weeks"),
        ],
        "different times": [
            rule("p-1", "p_a", "p_c", at_least=longer, until="2014-04-30"),
            rule("p-2", "p_a", "p_c", at_most=shorter, since="2014-05-01"),
        ],
        "looser and stronger": [
            rule("p-1", "p_a", "p_c", at_most="9 days", strength="practice"),
            rule("p-2", "p_a", "p_c", at_most="10 days", strength="law"),
        ],
        "on another body": [
            rule("p-1", "p_a", "p_c", at_most="9 days", duty_holder="office"),
            rule("p-2", "p_a", "p_c", at_most="9 days", duty_holder="council"),
        ],
        "tighter on some days": [
            rule("p-1", "p_a", "p_c", at_most="1 month"),
            rule("p-2", "p_a", "p_c", at_most=other if other != "1 month" else "30 days"),
        ],
        "stopped only on one way": [
            rule("p-1", "p_a", "p_c", at_most="9 days", cancelled_by="p_b"),
        ],
        "a wait before the deadline runs": [
            rule("p-1", "p_a", "p_b", at_least=longer),
            rule("p-2", "p_b", "p_c", at_most=shorter),
        ],
        "a deadline before the wait ends": [
            rule("p-1", "p_a", "p_c", at_least=longer),
            rule("p-2", "p_b", "p_c", at_most=shorter),
        ],
    }
    name = draw(st.sampled_from(sorted(rules)))
    parts = chain(process, "p_a", "p_b", "p_c")
    if name == "stopped only on one way":
        parts["moves"].append(Move("p_c", "after_p_a", "after_p_c"))
    return process.extended(**parts, rules=rules[name]), None, {}


KINDS = {
    "exclude": _exclude,
    "exclude in a row": _exclude_in_a_row,
    "exclude late": _exclude_late,
    "silent": _silent,
    "loose": _loose,
    "trap": _trap,
    "nothing": _nothing,
}


@st.composite
def planted_processes(draw):
    """Generate a process, what is planted in it (or None), and fields of the expected finding."""
    return KINDS[draw(st.sampled_from(sorted(KINDS)))](draw, draw(testing.processes()))
