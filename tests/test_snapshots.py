"""What the process makes of every shipped history, kept so that a change shows as a difference.

`pytest --update-snapshots` writes them anew; read the difference before you keep it.
"""

from pathlib import Path

import pytest

import trustflow as tf
from tests.findings_page import findings_page

SNAPSHOTS = Path(__file__).parent / "snapshots"
PAGE = Path(__file__).parents[1] / "docs" / "casebook-findings.md"


def slug(authority):
    """The name of an authority's file."""
    return "-".join("".join(c if c.isalnum() else " " for c in authority.lower()).split())


def lines(report):
    """The stage after every event, and every finding below its event."""
    width = max(len(str(step.event.on)) for step in report.steps)
    for step in report.steps:
        yield f"{step.event.on!s:{width}}  {step.event.trigger} -> {step.after}"
        for finding in step.findings:
            told = "" if finding.certain else ", cannot be told"
            rule = "" if finding.rule is None else f" {finding.rule}"
            of = f"{finding.strength.severity} ({finding.strength}{told}), {finding.confidence}"
            yield f"{'':{width}}    {finding.code}{rule}: {of}"


@pytest.mark.parametrize("authority", tf.casebook.names())
def test_stages_and_findings(authority, holds):
    """The stages after every event and all findings are those that were reviewed."""
    report = tf.check(tf.casebook.load(authority))
    holds(SNAPSHOTS / f"{slug(authority)}.txt", "\n".join(lines(report)) + "\n")


def test_there_is_no_snapshot_without_its_history():
    """A history that is no longer shipped leaves no snapshot behind."""
    assert {f"{slug(authority)}.txt" for authority in tf.casebook.names()} == {
        path.name for path in SNAPSHOTS.iterdir()
    }


def test_the_page_of_findings(holds):
    """The page in the docs is the one that the casebook makes."""
    holds(PAGE, findings_page(tf.casebook.histories()))
