"""A developer who writes a process of their own in a module, and keeps a case of it."""

from tests.cli.own import MODULE


def test_own_process(shell):
    """Six states and two deadlines: new, record, check, next, deadlines, diagram, page."""
    run = shell("page", today="2024-03-20")
    (run.folder / "places.py").write_text(MODULE)
    own = "--process places:SCHOOL"
    assert "place offered" in run(f"trustflow diagram {own}")
    assert "child admitted" in run(f"trustflow triggers {own}")
    assert "Anna" in run(f"trustflow new anna.json Anna {own}")
    run(f"trustflow record anna.json application_received 2024-01-08 {own}")
    assert "place_refused" in run(f"trustflow record anna.json place_refusd 2024-02-20 {own}", 2)
    late = run(f"trustflow record anna.json place_refused 2024-02-20 {own}")
    assert "7 February 2024" in late  # thirty days after the application
    assert "insert" in run(f"trustflow record anna.json letter_sent 2024-01-10 {own}", 2)
    run(f"trustflow insert anna.json letter_sent 2024-01-10 {own}")
    assert "letter sent" in run(f"trustflow case anna.json {own}")
    assert "answer" in run(f"trustflow check anna.json {own}")
    assert "appeal lodged" in run(f"trustflow next anna.json {own}")
    assert "19 March 2024" in run(f"trustflow deadlines anna.json {own}")
    run(f"trustflow diagram anna.json {own} -o anna.svg")
    run(f"trustflow page anna.json {own} --as-of today -o anna.html")
    page = (run.folder / "anna.html").read_text("utf-8")
    assert "Anna" in page
    assert not {"Ofsted", "council"} & set(page.split())
    assert "school_place" in run("trustflow case anna.json", 2)  # the way out: --process
    run(f"trustflow convert school_place places.json {own}")
    elsewhere = "cd files && trustflow case ../anna.json --process"
    (run.folder / "files").mkdir()
    assert "Refused" in run(f"{elsewhere} ../places.json")
    assert "PYTHONPATH" in run(f"{elsewhere} places:SCHOOL", 2)
    assert "Refused" in run(f"export PYTHONPATH=.. && {elsewhere} places:SCHOOL")
    span = "--start application_received --end place_refused --confidence any"
    assert "1 case, 1 leg" in run(f"trustflow legs --file anna.json {span} {own}")
