"""A final stage is drawn with a second outline."""

import trustflow as tf


def test_a_final_stage_has_a_second_outline():
    """And it alone."""
    stages = {"a": tf.StageInfo("A", "a"), "b": tf.StageInfo("B", "b", final=True)}
    process = tf.Process(
        name="p",
        title="P",
        stages=stages,
        initial="a",
        triggers={"t": "t"},
        moves=[tf.Move("t", "a", "b")],
    )
    assert 1 == tf.diagram(process, "svg").count('rx="13"')
