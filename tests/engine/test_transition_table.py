"""What each trigger does in each stage: moves, refusals, precedents and missing beginnings."""

import pytest
from hypothesis import given

import trustflow as tf
from tests.engine.samples import codes_of, findings_of, history_of, inspection, message_of, named
from trustflow import events as ev
from trustflow.engine import move_tables
from trustflow.testing import processes

# The compiled moves


@given(processes())
def test_a_compiled_move_leads_where_the_process_leads(process):
    """A refused trigger leads to its only stage, if it has one, or else stays."""
    tables = move_tables(process)
    for stage in process.stages:
        for trigger in process.triggers:
            compiled = tables[stage][trigger]
            move = process.table[stage].get(trigger)
            targets = {other.leads_to for other in process.moves if other.trigger == trigger}
            has_single_target = move is None and len(targets) == 1
            after = move.leads_to if move else next(iter(targets)) if has_single_target else stage
            assert (move, stage, after) == (compiled.move, compiled.before, compiled.after)
            assert tables[after] is compiled.next_table
            assert has_single_target is compiled.has_single_target
            assert (move is None or move.mark == "S") is compiled.is_standard


@given(processes())
def test_a_compiled_move_has_the_rules_that_its_trigger_starts_and_ends(process):
    """The move starts a rule with `on_entering` only if it leads there from another stage."""
    tables = move_tables(process)
    timed = [rule for rule in process.rules if not rule.is_in_order]
    for stage in process.stages:
        for trigger in process.triggers:
            compiled = tables[stage][trigger]
            entered = None if compiled.after == stage else compiled.after
            assert compiled.ending == tuple(rule for rule in timed if trigger in rule.ends)
            assert compiled.restarting == tuple(rule for rule in timed if trigger in rule.starts)
            assert compiled.starting == tuple(
                rule
                for rule in compiled.restarting
                if not rule.same_event and rule.on_entering in {None, entered}
            )


def test_an_unknown_trigger_is_not_kept_in_the_table():
    """If unknown names were kept, they would fill the table of a long-running program."""
    table = move_tables(tf.TRUST_TRANSFER)["trust_live"]
    before = dict(table)
    compiled = table["launched"]
    assert (None, "trust_live", "trust_live") == (compiled.move, compiled.before, compiled.after)
    assert not compiled.has_single_target
    assert before == dict(table)


# Where a refused event leads


def test_a_refused_event_moves_to_the_only_stage_it_leads_to():
    """A go-live on record shows the stage, even if events before it are missing."""
    report = tf.check(history_of(inspection("2015-06-05"), ev.TrustWentLive("2018-04-01")))
    assert "trust_live" == report.stage
    assert [("move_not_allowed", 1)] == [
        (finding.code, finding.index) for finding in report.findings
    ]


def test_a_stay_counts_among_the_stages_that_an_event_leads_to():
    """Ownership changes only where a trust is live, so the history continues there."""
    assert "trust_live" == tf.check(history_of(ev.OwnershipChanged("2021-04-01"))).stage


def test_an_event_that_the_process_does_not_have_changes_nothing():
    """The event gives one finding, and the history continues in the same stage."""
    unknown, inspected = named("launched"), inspection("2017-01-01")
    report = tf.check(history_of(unknown, inspected, begins_in="routine_oversight"))
    (finding,) = report.findings
    assert ("move_not_allowed", 0) == (finding.code, finding.index)
    expected = "'launched' is not an event of The road to a children's services trust."
    assert expected == finding.message
    assert ["routine_oversight", "rated_inadequate"] == [step.after for step in report.steps]
    assert ["routine_oversight"] * 2 == [step.before for step in report.steps]


def test_an_event_on_another_subject_does_not_move_the_stage():
    """An inspection of another subject gives no finding either."""
    report = tf.check(history_of(inspection("2016-01-01", subject="SEND")))
    assert ("routine_oversight", ()) == (report.stage, report.findings)


# Moves off the ordinary route


def test_an_attested_move_gives_a_remark():
    """The remark is certain and of strength practice."""
    # Doncaster was rated inadequate again after its trust went live.
    report = tf.check(history_of(inspection("2015-11-27"), begins_in="trust_live"))
    (finding,) = report.findings
    assert ("off_standard_route", "practice", True) == (
        finding.code,
        finding.strength,
        finding.certain,
    )
    assert "off the ordinary route" in finding.message


def test_every_attested_move_names_its_precedents():
    """The remark names each and cites the first; without one it says that it has happened."""
    for move in tf.TRUST_TRANSFER.moves:
        if move.mark is not tf.Mark.ATTESTED:
            continue
        step = tf.check(history_of(named(move.trigger), begins_in=move.stage)).steps[0]
        (remark,) = (finding for finding in step.findings if finding.code == "off_standard_route")
        assert all(str(precedent) in remark.message for precedent in move.precedents)
        assert bool(move.precedents) is ("On record: " in remark.message)
        assert bool(move.precedents) is not remark.message.endswith("It has happened before.")
        citations = [precedent.citation for precedent in move.precedents]
        assert (citations[0] if citations else None) == remark.citation


def test_a_possible_move_gives_a_remark_that_it_has_no_precedent():
    """The remark says that nothing forbids it."""
    message = message_of(ev.PartnershipStarted("2016"))
    assert message.endswith("nothing forbids it, and no precedent is on record.")


# Endings without a beginning


@pytest.mark.parametrize(
    ("ending", "beginning", "begins_in"),
    [
        (
            ev.ImprovementNoticeLifted("2018"),
            ev.ImprovementNoticeIssued("2016"),
            "rated_inadequate",
        ),
        (ev.DirectionRevoked("2018"), ev.DirectionIssued("2016"), "rated_inadequate"),
        (ev.ReturnedToCouncil("2018"), ev.TrustWentLive("2016"), "trust_live"),
    ],
)
def test_an_end_without_its_beginning_is_a_remark(ending, beginning, begins_in):
    """The beginning may be on record, or the history may begin in a later stage: no remark."""
    earlier = [] if begins_in == "rated_inadequate" else [ev.OwnershipChanged("2015")]
    remarks = [row for row in findings_of(*earlier, ending) if row[0] == "missing_step"]
    assert [("missing_step", len(earlier), None, "practice", True)] == remarks
    assert "missing_step" not in dict(codes_of(*earlier, beginning, ending))
    assert "missing_step" not in dict(codes_of(ending, begins_in=begins_in))


def test_other_ends_without_a_beginning_give_no_finding():
    """The appointment of a commissioner may end although its start is not on record."""
    assert [] == findings_of(
        ev.CommissionerStoodDown("2018"), ev.SupportAndSupervisionEnded("2019")
    )


def test_nothing_is_missing_before_a_history_that_begins_in_a_later_stage():
    """No clock runs when it begins, and what began earlier is not missing."""
    assert [] == findings_of(ev.ReturnedToCouncil("2016-01-01"), begins_in="trust_live")
