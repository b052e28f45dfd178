"""Write case pages and explorers for the browser tests: long, short, empty and hostile ones.

Usage: pages.py FOLDER
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import attrs

import trustflow as tf
from trustflow import events as ev

COUNCILS = ("Sandwell", "Doncaster", "Bradford", "Isle of Wight", "Walsall")
LONG = "a-word-without-any-space-in-it-" * 12
HOSTILE = '<script>document.title = "run"</script><img src=https://example.org/x onerror=alert(1)>'
LOAN = tf.Process(
    name="loan",
    title="A book on loan",
    stages={
        "home": tf.StageInfo("On the shelf", "It can be lent."),
        "out": tf.StageInfo("Lent out", "Somebody has it."),
    },
    initial="home",
    triggers={"lent": "lent out", "returned": "brought back"},
    moves=[tf.Move("lent", "home", "out"), tf.Move("returned", "out", "home")],
    rules=[
        tf.DateRule(
            id="back",
            requires="The book is brought back",
            starts="lent",
            ends="returned",
            at_least="1 day",
            at_most="3 months",
            strength="policy",
            since="2015-02-01",
            until="2020-01-31",
            in_force_to_due=True,
            citation=tf.Citation("The rules of the library"),
        ),
        tf.DateRule(
            id="reminder",
            requires="A reader is reminded",
            starts="lent",
            ends="returned",
            at_most="1 year",
            strength="practice",
            citation=tf.Citation("The rules of the library", url="https://example.org/rules"),
        ),
    ],
)


def three_events() -> tf.History:
    """Return a history of three events, of which the last is not allowed."""
    report = tf.Source("Ofsted report", url="https://example.org/report", confidence="high")
    guess = tf.Source("A guess", confidence="low", published="2016")
    return tf.History(
        "Exampleshire",
        [
            ev.InspectionPublished("2015-06-05", judgement="inadequate", sources=[report]),
            ev.CommissionerAppointed("2015-12", names="A. Person", sources=[guess]),
            ev.TrustWentLive("2016-04-01"),
        ],
    )


def hostile() -> tf.History:
    """Return a history of texts that would do harm as markup, or where no line can break."""
    return tf.History(
        HOSTILE,
        [
            ev.InspectionPublished(
                "2015-06-05",
                areas={HOSTILE: "inadequate", LONG: "good"},
                note=f"{HOSTILE}\n{LONG}",
                sources=[
                    tf.Source(HOSTILE, url=f"https://example.org/{LONG}'&"),
                    tf.Source(LONG, url=f"https://example.org/{LONG}", copy_of=HOSTILE),
                ],
                deadlines=[tf.Deadline(LONG, due="2016"), tf.Deadline(HOSTILE, due="2015-12-01")],
            ),
            ev.Note("2016", note="\u202eturned around", topic="context"),
            ev.RequirementMet("2016-02", what=HOSTILE),
        ],
        succeeds=LONG,
        begins_in="rated_inadequate",
        checked_to="2020-01-01",
    )


def hostile_process() -> tf.Process:
    """Return a process whose texts would do harm as markup, or where no line can break."""
    harm = f"{HOSTILE} ]]> </script></style></select> \u202eturned \"quoted\" 'and'"
    return tf.Process(
        name="hostile",
        title=harm,
        stages={
            "home": tf.StageInfo(harm, harm),
            "out": tf.StageInfo(LONG, LONG),
        },
        initial="home",
        triggers={"lent": harm, "returned": LONG, "kept": harm * 2},
        moves=[
            tf.Move("lent", "home", "out", "A", [tf.Precedent(harm, citation=tf.Citation(LONG))]),
            tf.Move("returned", "out", "home", "P"),
            tf.Move("kept", "out", "out"),
        ],
        rules=[
            tf.DateRule(
                id=harm,
                requires=harm,
                starts="lent",
                ends="returned",
                at_most="10 working days",
                strength="law",
                duty_holder=LONG,
                citation=tf.Citation(harm, url=f"https://example.org/{LONG}'&"),
            )
        ],
        disclaimer=harm,
    )


def explorers() -> dict[str, str]:
    """Return explorers by the names of their files."""
    lent = [
        tf.History(name, [LOAN.event("lent", "2016-01-31"), LOAN.event("returned", "2016-03-01")])
        for name in ("Atlas", HOSTILE, LONG)
    ]
    return {
        "explorer": tf.explorer(),
        "explorer-loan": tf.explorer(LOAN, histories=lent),
        "explorer-hostile": tf.explorer(hostile_process()),
        "explorer-without-rules": tf.explorer(attrs.evolve(LOAN, rules=[], ordered=False)),
    }


def pages() -> dict[str, str]:
    """Return the pages by the names of their files."""
    councils = {name: tf.casebook.load(name) for name in COUNCILS}
    lent = tf.History("Atlas", [LOAN.event("lent", "2016-01-31"), LOAN.event("returned", "2016")])
    return {
        **{name.lower().replace(" ", "-"): tf.case_page(each) for name, each in councils.items()},
        "sandwell-2016": tf.case_page(
            councils["Sandwell"], as_of="2016-12-05", known_on="2017-03-01"
        ),
        "three": tf.case_page(three_events()),
        "empty": tf.case_page(tf.History("Nowhereshire")),
        "hostile": tf.case_page(hostile()),
        "loan": tf.case_page(lent, process=LOAN),
        **explorers(),
    }


def main() -> None:
    """Write all pages to the folder, and remove everything else from it."""
    folder = Path(sys.argv[1])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    written = pages()
    for name, page in written.items():
        (folder / f"{name}.html").write_text(page, "utf-8")
    print(f"{len(written)} case pages and explorers")


if __name__ == "__main__":
    main()
