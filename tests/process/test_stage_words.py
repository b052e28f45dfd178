"""The name of a stage in place of an event is refused with the events that lead to the stage."""

import pytest

import trustflow as tf
from trustflow.exchange import event_class, loads_csv
from trustflow.process import StageInfo, instead_of_stage

PROCESS = tf.TRUST_TRANSFER
STAGES = list(PROCESS.stages)


def spellings(stage):
    """Return a stage as people write it."""
    label = PROCESS.stages[stage].label
    return [stage, label, label.upper(), f" {stage.replace('_', '-')} "]


@pytest.mark.parametrize("stage", STAGES)
def test_every_event_that_leads_to_a_stage_is_named(stage):
    """In any spelling of the stage; events that leave the stage as it is are not."""
    leading = {move.trigger for move in PROCESS.moves if move.leads_to == stage and not move.stays}
    for name in {*spellings(stage)} - {*PROCESS.triggers}:
        said = instead_of_stage(name, PROCESS)
        assert said.startswith("It is a stage. Expected ")
        assert leading == {*said.removesuffix(".").split(": ")[1].split(" or ")}


@pytest.mark.parametrize("name", ["rated", "", "direction_issued_trust", 5, "trust went live"])
def test_another_name_is_not_a_stage(name):
    """Also if it is that of an event, or only similar."""
    assert not instead_of_stage(name, PROCESS)


def test_a_stage_that_no_event_leads_to():
    """It is the first one of most processes."""
    process = tf.Process(
        name="letters",
        title="Letters",
        stages={
            "written": StageInfo("Written", "It is written."),
            "sent": StageInfo("Sent", "It is sent.", final=True),
        },
        triggers={"letter_posted": "letter posted"},
        initial="written",
        moves=[tf.Move("letter_posted", "written", "sent")],
    )
    assert "It is a stage. Expected an event." == instead_of_stage("Written", process)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: PROCESS.event("Trust live", "2018-04-01"),
        lambda: event_class("Trust live"),
        lambda: loads_csv("authority,event,on\nSandwell,Trust live,2018-04-01\n"),
    ],
    ids=["event", "class", "row"],
)
def test_a_refusal_says_what_to_write(ask):
    """Wherever somebody names an event."""
    with pytest.raises(tf.TrustflowError) as raised:
        ask()
    said = "It is a stage. Expected the event that leads to it: trust_went_live."
    assert f"'Trust live'. {said}" in str(raised.value)
