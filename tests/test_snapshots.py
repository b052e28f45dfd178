"""Snapshots of the stages and findings of every shipped history.

`pytest --update-snapshots` rewrites them; review the changes before you commit them.
"""

from pathlib import Path

import pytest

import trustflow as tf
from tests.findings_page import findings_page

SNAPSHOTS = Path(__file__).parent / "snapshots"
PAGE = Path(__file__).parents[1] / "docs" / "casebook-findings.md"


def slug(authority):
    """Return the name of an authority's snapshot file."""
    return "-".join("".join(c if c.isalnum() else " " for c in authority.lower()).split())


def lines(report):
    """Yield the stage after every event, and every finding below its event."""
    width = max(len(str(step.event.on)) for step in report.steps)
    for step in report.steps:
        yield f"{step.event.on!s:{width}}  {step.event.trigger} -> {step.after}"
        for finding in step.findings:
            possible = "" if finding.certain else ", cannot be told"
            rule = "" if finding.rule is None else f" {finding.rule}"
            strength = f"{finding.strength.severity} ({finding.strength}{possible})"
            yield f"{'':{width}}    {finding.code}{rule}: {strength}, {finding.confidence}"


@pytest.mark.parametrize("authority", tf.casebook.names())
def test_stages_and_findings(authority, holds):
    """The stage after every event, and all findings, are as in the reviewed snapshot."""
    report = tf.check(tf.casebook.load(authority))
    holds(SNAPSHOTS / f"{slug(authority)}.txt", "\n".join(lines(report)) + "\n")


def test_every_snapshot_has_a_history():
    """If a history is no longer shipped, its snapshot must be deleted."""
    assert {f"{slug(authority)}.txt" for authority in tf.casebook.names()} == {
        path.name for path in SNAPSHOTS.iterdir()
    }


def test_the_page_of_findings(holds):
    """The page of findings in the docs is up to date with the casebook."""
    holds(PAGE, findings_page(tf.casebook.histories()))
