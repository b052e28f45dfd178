"""Shared fixtures, and the Hypothesis profiles that the variable HYPOTHESIS_PROFILE selects.

`dev` tries new examples on every run, `ci` tries the same examples each time, `quick` tries a tenth
of them, `hour` is for an hour or two, and `long` for a night. `mutants` tries few examples and does
not shrink them, because it runs once for each mutant. It has no health checks, so that only a
failed test counts as killing a mutant.
"""

import os
import stat
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

# Examples have no time limit, because the first use of the calendar is slower than later uses.
settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("quick", settings.get_profile("ci"), max_examples=10)
settings.register_profile("long", deadline=None, max_examples=20_000, print_blob=True)
settings.register_profile("hour", settings.get_profile("long"), max_examples=1_000)
settings.register_profile(
    "mutants",
    deadline=None,
    derandomize=True,
    max_examples=15,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev")
settings.load_profile(PROFILE)
CACHED = type(cache(len))
"""The type of a function decorated with `functools.cache`."""
KEPT_CACHES = ("trustflow.casebook", "trustflow.testing")
"""The packages whose caches are kept: filling these is slow, and the packages are not mutated."""

TESTS = Path(__file__).parent
PROOFS = {
    "bulk/test_check_frame.py::test_any_process_gives_the_findings_of_check",
    "bulk/test_check_frame.py::test_connected_events_give_the_findings_of_check",
    "bulk/test_csv_log.py::test_what_convert_writes_is_read",
    "bulk/test_files.py::test_a_file_gives_the_findings_of_the_whole_log",
    "bulk/test_files.py::test_a_log_that_cannot_seek_is_copied_first",
    "bulk/test_files_large.py::test_64_open_files_are_enough",
    "bulk/test_files_large.py::test_findings_equal_those_of_check",
    "case/test_guarded_machine_stateful.py",
    "case/test_interrupted.py",
    "case/test_table.py",
    "casebook/test_casebook.py",
    "casebook/test_data_package.py::test_an_empty_folder_or_a_new_one_is_filled",
    "casebook/test_data_package.py::test_the_description_rejects",
    "casebook/test_rows.py",
    "cli/test_casebook_files.py::test_a_chart_is_written",
    "cli/test_formats.py::test_the_casebook_goes_through_every_format",
    "cli/test_outputs.py::test_dev_stdout_gets_nothing_but_the_output",
    "cli/test_streams.py::test_garbage_never_gives_a_traceback",
    "cli/test_triggers.py::test_the_example_can_be_recorded",
    "cohorts/test_cohorts.py::test_arrow_labels_count_authorities",
    "cohorts/test_on_record.py::test_a_replaced_authority_counts_until_the_others_do",
    "cohorts/test_on_record.py::test_the_judgements_of_the_casebook_are_the_facts_of_each_day",
    "cohorts/test_on_record.py::test_the_stages_of_the_casebook_are_the_facts_of_the_day",
    "exchange/test_calendar.py::test_ten_thousand_deadlines",
    "exchange/test_schema_patterns.py",
    "ledger/test_live_cases.py::test_a_ledger_that_keeps_cases_says_what_a_replay_says",
    "ledger/test_many_hands.py",
    "ledger/test_stateful.py::test_a_ledger_is_a_list_of_entries_at_length",
    "ledger/test_texts.py::test_a_text_comes_back",
    "process/test_arguments.py::test_a_wrong_value_gives_only_errors_of_ours",
    "queries/test_next_moves.py::test_a_history_and_a_case_give_the_same_options",
    "queries/test_next_moves.py::test_an_option_is_allowed_exactly_when_it_is_accepted",
    "queries/test_next_moves.py::test_asking_changes_nothing",
    "queries/test_next_moves.py::test_the_earliest_day_is_accepted_and_the_day_before_is_not",
    "queries/test_next_moves.py::test_the_latest_day_keeps_the_rules_and_the_day_after_does_not",
    "queries/test_windows.py::test_windows_of_the_casebook_are_exact",
    "queries/test_windows_by_z3.py",
    "record/test_changes.py",
    "record/test_citations.py",
    "record/test_confidence.py",
    "record/test_names.py",
    "record/test_output.py",
    "record/test_primary_rows.py",
    "record/test_refusals.py",
    "record/test_whole_record.py",
    "test_any_frame.py::test_columns_of_every_type_are_read",
    "test_any_frame.py::test_numbers_that_name_cases_are_kept_apart",
    "test_any_frame.py::test_spaces_around_the_name_of_a_case_do_not_matter",
    "test_any_process.py",
    "test_deletion.py",
    "test_dependencies.py",
    "test_django_store.py",
    "test_docs.py",
    "test_docs_outputs.py",
    "test_equivalence.py",
    "test_examples.py",
    "test_faults.py",
    "test_faults_by_hand.py",
    "test_imports.py::test_no_module_imports_an_inner_module_of_another_package",
    "test_licences.py",
    "test_messy_sheets.py",
    "test_mutant_sample.py",
    "test_named_histories.py",
    "test_ofsted_record.py",
    "test_oracle.py",
    "test_private_names.py",
    "test_proof.py",
    "test_site_pages.py",
    "test_snapshots.py",
    "test_sphinx.py::test_parallel_builds",
    "test_tables.py::test_a_table_is_copied_and_pickled_as_itself",
    "test_tables.py::test_an_empty_table_has_the_types_of_a_full_one",
    "test_tables.py::test_columns_are_named_as_in_plain_data",
    "test_tables.py::test_flat_values_are_those_of_plain_data",
    "test_tables.py::test_the_casebook_in_every_library",
    "test_text.py::test_exactly_the_hidden_characters_are_escaped",
    "test_text.py::test_what_one_line_may_not_contain_breaks_lines_or_controls_a_terminal",
    "test_tracker.py",
    "test_two_times.py",
    "testing/test_testing.py::test_deadlines_of_an_extended_trust_transfer_name_only_shipped_triggers",
    "testing/test_testing.py::test_every_rule_of_the_trust_transfer_is_broken_by_some_history",
    "testing/test_testing.py::test_histories_have_everything_that_a_history_can_have",
    "testing/test_testing.py::test_histories_keep_every_kind_of_rule_of_logic",
    "testing/test_testing.py::test_histories_made_without_a_rule_can_break_it",
    "testing/test_testing.py::test_histories_shrink_to_short_ones",
    "trust_transfer/test_moves.py",
    "trust_transfer/test_precedents.py",
    "views/test_explorer.py::test_every_rule_gives_the_day_of_due_on_every_day",
    "views/test_outcome_chart.py::test_no_text_overlaps_another_or_the_edge",
    "views/test_page.py::test_any_day_makes_a_sound_page",
    "views/test_page.py::test_any_history_makes_a_sound_page",
    "views/test_page.py::test_hostile_text_is_shown_and_does_nothing",
    "views/test_page.py::test_what_was_known_of_any_record_is_the_whole_brief_page",
    "views/test_page_answers.py::test_a_path_that_is_too_large_to_draw",
    "views/test_page_answers.py::test_the_packaged_stays_are_those_of_the_casebook",
    "views/test_pictures.py::test_any_stages_of_the_road_to_a_trust_are_readable",
    "views/test_pictures.py::test_every_case_is_readable_on_its_page",
    "views/test_texts.py::test_mermaid_draws_every_word",
    "views/test_texts.py::test_mermaid_draws_hostile_words_as_text",
    "views/test_timeline_pictures.py::test_every_text_can_be_read",
}
"""Tests that run no line which the others do not run; `make test` leaves them out."""
MEASURED_PROPERTIES = (
    "bulk/test_check_frame.py::test_every_rule_gives_the_findings_of_check_around_its_bound",
    "bulk/test_day_stretches.py::test_an_exact_day_is_read_as_all_dates_are",
    "bulk/test_due_table.py",
    "case/test_corrections.py::test_insert_takes_the_last_position_at_which_the_whole_holds",
    "dates/",
    "engine/test_open_deadlines.py",
    "exchange/test_table_columns.py::test_columns_give_what_rows_give",
    "ledger/test_stateful.py",
    "queries/test_facts.py::test_a_users_process_has_only_stage_and_stays",
    "queries/test_schedules.py::test_a_schedule_is_a_value",
    "queries/test_verify_plants.py",
    "test_any_frame.py::test_any_frame_gives_the_findings_of_check",
    "test_laws.py::test_an_added_rule_adds_only_its_own_findings",
    "test_laws.py::test_time_can_be_shifted",
    "testing/",
)
"""How the names of the properties begin that run lines which no other test runs."""


def has_proofs(file):
    """Return whether a file of this folder may have proofs."""
    listed = any(name.partition("::")[0] == file for name in PROOFS)
    return listed or "@given" in (TESTS / file).read_text("utf-8")


def pytest_ignore_collect(collection_path, config):
    """Leave out files without a proof if only proofs are to run, as collecting takes long."""
    only_proofs = config.option.markexpr.startswith("proof and")
    is_test = collection_path.name.startswith("test_") and collection_path.is_relative_to(TESTS)
    if only_proofs and is_test and collection_path.is_file():
        return None if has_proofs(collection_path.relative_to(TESTS).as_posix()) else True
    return None


def pytest_runtest_setup():
    """Clear the caches before each test while mutmut records which test calls which function."""
    if os.environ.get("MUTANT_UNDER_TEST") == "stats":
        for name, module in sys.modules.items():
            if name.startswith("trustflow.") and not name.startswith(KEPT_CACHES):
                for value in vars(module).values():
                    if isinstance(value, CACHED):
                        value.cache_clear()


def pytest_configure(config):
    """For mutants, collect whole files instead of the tests that mutmut names.

    mutmut often names thousands of tests, and pytest is slow to find each of them. The next
    function selects these tests.
    """
    if PROFILE == "mutants":
        config.wanted = {name for name in config.args if "::" in name}
        config.args = [*dict.fromkeys(name.partition("::")[0] for name in config.args)]


def pytest_collection_modifyitems(config, items):
    """Mark the proofs, and select the tests to run for mutants or with `--update-snapshots`.

    The gate measures no coverage of the proofs, because that takes three times as long.

    With `--update-snapshots`, only tests that use the fixture `holds` run. For mutants, tests with
    Hypothesis run last, because they are slower. Tests that kill another process are left out,
    because with a mutant they could wait until their timeout.
    """
    for item in items:
        file = item.path.relative_to(TESTS).as_posix()
        name = f"{file}::{item.originalname}"
        is_property = hasattr(item.obj, "is_hypothesis_test")
        if not PROOFS.isdisjoint({file, name}):
            item.add_marker("proof")
            item.add_marker("slow")
        elif is_property and not name.startswith(MEASURED_PROPERTIES):
            item.add_marker("proof")
    if PROFILE == "mutants":
        items[:] = [
            item
            for item in items
            if "test_a_kill_at_any_moment" not in item.name
            and (not config.wanted or item.nodeid in config.wanted)
        ]
        items.sort(key=lambda item: hasattr(item.obj, "is_hypothesis_test"))
    if config.getoption("--update-snapshots"):
        items[:] = [item for item in items if "holds" in item.fixturenames]


def pytest_addoption(parser):
    """Add the option `--update-snapshots`; review the changed files before you commit them."""
    parser.addoption(
        "--update-snapshots",
        action="store_true",
        help="rewrite the snapshots, golden files and generated pages",
    )


@pytest.fixture
def holds(request):
    """Return a function that compares a text with a file, or writes the text to the file."""

    def hold(path, text):
        if request.config.getoption("--update-snapshots"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        assert path.read_text("utf-8") == text

    return hold


@pytest.fixture
def plain_kernel(monkeypatch):
    """Run the kernel uncompiled, so that numba costs no time and coverage sees the lines."""
    from trustflow.bulk import cases, days, findings, iso_days, kernel, row_facts, row_loops

    monkeypatch.setattr(findings, "compiled_check_cases", kernel.check_cases)
    monkeypatch.setattr(cases, "compiled_group_rows", row_loops.group_rows)
    monkeypatch.setattr(cases, "compiled_change_points", row_loops.change_points)
    monkeypatch.setattr(days, "compiled_look_up_days", row_loops.look_up_days)
    monkeypatch.setattr(days, "compiled_read_iso_days", iso_days.read_iso_days)
    monkeypatch.setattr(row_facts, "compiled_number_facts", row_loops.number_facts)


@pytest.fixture
def synced(monkeypatch):
    """Return a list to which each sync of a file to disk appends the bytes that the file has."""
    sizes, sync = [], os.fsync

    def noting(descriptor):
        status = os.fstat(descriptor)
        if stat.S_ISREG(status.st_mode):
            sizes.append(status.st_size)
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", noting)
    return sizes
