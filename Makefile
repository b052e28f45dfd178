# The tasks of the project. They need Python 3.11 or later and GNU make; `make help` lists them.

PYTHON  ?= python3
# The number of test processes, or `auto` for one on each processor.
WORKERS ?= auto
# The Hypothesis profile: dev, ci, quick or long. tests/conftest.py describes each profile.
HYPOTHESIS_PROFILE ?= ci
export HYPOTHESIS_PROFILE
# More options of pytest for `make test`.
TEST_OPTIONS ?=
# The tests that run no line which others do not run; `make check PROVED=1` leaves them out.
PROOFS := "proof and not long"
PROVED ?=
# How many seconds `make fuzz` runs each target.
FUZZ_SECONDS ?= 600
# The targets that `make fuzz` runs; tests/fuzz/targets.py lists them all.
FUZZ_TARGETS ?= dates json csv diagrams frames files workbooks ledger_files ledger_entries forms texts \
  processes calendars pages
# The part that `make proof` runs, such as 3/8. A part that has passed at this commit is not run
# again, unless AGAIN=1 is given.
SHARD ?= 1/1
AGAIN ?=
# The Hypothesis profile of `make proof`; with `hour`, it tests up to 1,000 examples of each.
PROOF_PROFILE ?= long
# Name patterns of the mutants that `make mutants` tries; if empty, it tries all mutants.
MUTANTS ?=
# Names of the faults that `make faults-by-hand` plants; if empty, it plants all of them.
FAULTS ?=
# How many mutants `make mutant-sample` tries, the seed that chooses them, and the packages or modules
# from which it takes them, such as "views queries/windows"; if empty, it takes them from all.
N        ?= 60
SEED     ?= 1
PACKAGES ?=

VENV   := .venv
BIN    := $(VENV)/bin
SCRATCH := build
# The folder into which `make docs` builds the docs site.
SITE := $(SCRATCH)/docs
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check
PYTEST := -m pytest --quiet -n $(WORKERS)
AS_ROOT := $(if $(filter-out 0,$(shell id -u)),sudo)

# Use only the packages that are installed in .venv.
unexport PYTHONPATH PYTHONHOME

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check casebook regenerate docs browser pictures schema-js office wheel-test journeys lowest \
  faults hands proof proof-table mutants mutant-sample fuzz bench bands spark clean faults-by-hand

help:  ## list the tasks
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "make %-14s %s\n", $$1, $$2}'

demo: $(VENV)/installed  ## print the history of Sandwell, from the inadequate judgement to its trust
	@$(BIN)/trustflow case Sandwell

test: HYPOTHESIS_PROFILE = quick
test: $(VENV)/installed-dev  ## run the tests, except the slow ones, and each property on ten examples
	@$(BIN)/python $(PYTEST) -m "not slow" $(TEST_OPTIONS)

docs: $(VENV)/installed-dev  ## build the docs site in build/docs
	@$(BIN)/python -m sphinx --nitpicky --fail-on-warning --keep-going --fresh-env --quiet \
	  --doctree-dir $(SCRATCH)/doctrees docs $(SITE)
	@echo "$(SITE)/index.html"

casebook: $(VENV)/installed  ## build the casebook from the tables in record/; list what is left out and what changes
	@$(BIN)/python -m record

regenerate: $(VENV)/installed-dev  ## rewrite all snapshots, golden files and generated pages; review the changes
	@$(BIN)/python $(PYTEST) --update-snapshots
	@git diff --stat -- tests docs src

check: $(VENV)/installed-dev  ## check lint, format, types, import layers, all tests and coverage
	@echo "ruff";      $(BIN)/ruff check --quiet
	@echo "format";    $(BIN)/ruff format --check --quiet
	@echo "mypy";      $(BIN)/mypy --strict
	@echo "pyrefly";   $(BIN)/pyrefly check
	@echo "layers";    $(BIN)/lint-imports --no-logo
	@echo "tests, with coverage"; $(BIN)/python $(PYTEST) -m "not long and not proof" --cov --cov-report=term
	@test -n "$(PROVED)" || { echo "tests, without coverage"; $(BIN)/python $(PYTEST) -m $(PROOFS); }

office: $(VENV)/installed-dev  ## check that LibreOffice Calc saves what is written without changes; installs Calc if it is missing
	@command -v soffice > /dev/null || { echo "installing LibreOffice Calc"; $(AS_ROOT) apt-get update -qq && \
	  $(AS_ROOT) apt-get install -y -qq --no-install-recommends libreoffice-calc > /dev/null 2>&1; }
	@$(BIN)/python .ci/office.py

# The wheel has the files of `src` unchanged, so what these tests prove of the source holds of it;
# the journeys use the command, the Sphinx extension and the web apps from the wheel.
NOT_ON_THE_WHEEL := bulk case cli cohorts dates engine exchange history ledger process queries record \
  testing trust_transfer views test_another_process.py test_any_frame.py test_any_process.py \
  test_deletion.py test_dependencies.py test_django_store.py test_docs_outputs.py test_equivalence.py test_faults.py \
  test_faults_by_hand.py test_private_names.py test_proof.py \
  test_hold_cases.py test_kit_mistakes.py test_laws.py test_messy_sheets.py test_mutant_sample.py \
  test_named_histories.py test_notebooks.py test_ofsted_record.py test_oracle.py test_refusals.py \
  test_site_pages.py test_snapshots.py test_sphinx.py test_tables.py test_tracker.py test_two_times.py \
  test_wrong_arguments.py
# The wheel is built anew when a file that goes into it has changed.
$(SCRATCH)/wheel: $(VENV)/installed-dev pyproject.toml README.md hatch_build.py $(shell find src -type f -not -name '*.pyc')
	@rm -rf $(SCRATCH)/dist && mkdir -p $(SCRATCH)
	@echo "building the source archive, and the wheel from it"
	@$(BIN)/pyproject-build --outdir $(SCRATCH)/dist > $(SCRATCH)/log 2>&1 || { cat $(SCRATCH)/log; exit 1; }
	@ls $(SCRATCH)/dist/*.whl > $@

wheel-test: $(SCRATCH)/wheel  ## build the wheel, compare its files with src, and run tests on it in a new venv
	@rm -rf $(SCRATCH)/wheel-venv
	@$(PYTHON) -m venv $(SCRATCH)/wheel-venv
	@echo "installing $$(cat $(SCRATCH)/wheel)"
	@$(SCRATCH)/wheel-venv/bin/python $(PIP_INSTALL) "$$(cat $(SCRATCH)/wheel)[tests]"
	@$(SCRATCH)/wheel-venv/bin/python -c 'import sys, trustflow; print("testing", trustflow.__file__); \
	  sys.exit("site-packages" not in trustflow.__file__)'
	@diff --recursive --exclude=__pycache__ src/trustflow $(SCRATCH)/wheel-venv/lib/python3*/site-packages/trustflow
	@$(SCRATCH)/wheel-venv/bin/python $(PYTEST) -m "not long" $(NOT_ON_THE_WHEEL:%=--ignore=tests/%)

journeys: $(SCRATCH)/wheel  ## go the ways of users who have only the built wheel and the docs
	@TRUSTFLOW_WHEEL="$(CURDIR)/$$(cat $(SCRATCH)/wheel)" $(BIN)/python -m pytest --quiet -n auto --dist loadfile tests/journeys

browser: docs  ## check the docs site, case pages, explorers and the tracker in a headless Chromium
	@.ci/browser/install $(SCRATCH)/browser
	@$(BIN)/python .ci/browser/pages.py $(SCRATCH)/browser/pages
	@$(BIN)/python .ci/browser --axe $(SCRATCH)/browser/node_modules/axe-core/axe.min.js \
	  $(BROWSER_OPTIONS) $(SCRATCH)/browser/pages $(SITE)
	@$(BIN)/python .ci/browser/explorer.py
	@$(BIN)/python .ci/browser/tracker.py --axe $(SCRATCH)/browser/node_modules/axe-core/axe.min.js

pictures: $(VENV)/installed-dev  ## draw awkward diagrams with Mermaid, Graphviz and PlantUML; installs what is missing
	@.ci/browser/install $(SCRATCH)/browser
	@.ci/pictures/install $(SCRATCH)/pictures
	@$(BIN)/python .ci/pictures $(SCRATCH)/pictures

schema-js: $(VENV)/installed  ## check the JSON Schemas with Ajv, and calendar files with ical.js, on Node.js
	@.ci/schema/install $(SCRATCH)/schema
	@$(BIN)/python .ci/schema/documents.py $(SCRATCH)/schema/documents.json
	@node .ci/schema/check.mjs $(SCRATCH)/schema $(SCRATCH)/schema/documents.json
	@$(BIN)/python .ci/schema/calendars.py $(SCRATCH)/schema/calendars.json
	@node .ci/schema/calendars.mjs $(SCRATCH)/schema $(SCRATCH)/schema/calendars.json

lowest:  ## run the tests with the lowest dependency versions that pyproject.toml allows
	@rm -rf $(SCRATCH)/lowest-venv && mkdir -p $(SCRATCH)
	@$(PYTHON) .ci/lowest.py > $(SCRATCH)/lowest.txt
	@echo "installing" $$(cat $(SCRATCH)/lowest.txt)
	@$(PYTHON) -m venv $(SCRATCH)/lowest-venv
	@$(SCRATCH)/lowest-venv/bin/python $(PIP_INSTALL) --constraint $(SCRATCH)/lowest.txt --editable '.[tests]'
	@$(SCRATCH)/lowest-venv/bin/python $(PYTEST)

bench: $(VENV)/installed  ## measure the speed, compare it with other libraries, and write docs/speed.md
	@$(BIN)/python $(PIP_INSTALL) --editable '.[bench]'
	@$(BIN)/python -m benchmarks.run docs/speed.md

bands: $(VENV)/installed  ## simulate how often the bands contain the true share
	@$(BIN)/python -m benchmarks.band_coverage

spark: $(VENV)/installed  ## run examples/check_on_spark.py on a local Spark; installs a JDK if there is none
	@command -v java > /dev/null || { echo "installing a JDK"; $(AS_ROOT) apt-get update -qq && \
	  $(AS_ROOT) apt-get install -y -qq --no-install-recommends default-jre-headless > /dev/null; }
	@$(BIN)/python $(PIP_INSTALL) --editable '.[spark]'
	@$(BIN)/python examples/check_on_spark.py

faults: $(VENV)/installed-dev  ## change each move and date rule in turn; the tests must detect every change
	@$(BIN)/python $(PYTEST) tests/test_faults.py

hands: $(VENV)/installed-dev  ## record in a ledger by 8 processes, kill 200, and compare it with a list of entries
	@$(BIN)/python $(PYTEST) -m long tests/ledger

proof: $(VENV)/installed-dev  ## test 20,000 examples for each property, and every pair of triggers (takes a night); SHARD=3/8 runs a part
	@HYPOTHESIS_PROFILE=$(PROOF_PROFILE) $(BIN)/python -m tests.proof $(SHARD) $(if $(AGAIN),--again) --quiet -n $(WORKERS)

proof-table: $(VENV)/installed-dev  ## print the figures of the parts of `make proof` that were run at this commit
	@HYPOTHESIS_PROFILE=$(PROOF_PROFILE) $(BIN)/python -m tests.proof

mutants: $(VENV)/installed-proof  ## test the tests with mutants of the code; MUTANTS='trustflow.dates.*' tries some only
	@mkdir -p $(SCRATCH)
	@HYPOTHESIS_PROFILE=mutants $(BIN)/mutmut run $(foreach name,$(MUTANTS),'$(name)')
	@$(BIN)/mutmut results > $(SCRATCH)/mutants.txt; echo "survivors are listed in $(SCRATCH)/mutants.txt"

mutant-sample: $(VENV)/installed-proof  ## try N random mutants of the PACKAGES, chosen by SEED
	@nice -n 10 $(BIN)/python -m tests.mutant_sample $(N) $(SEED) $(PACKAGES)

fuzz: $(VENV)/installed-proof  ## fuzz every reader and writer, or those that FUZZ_TARGETS names, each for FUZZ_SECONDS
	@mkdir -p $(SCRATCH)/fuzz
	@for target in $(FUZZ_TARGETS); do echo "fuzzing $$target"; \
	  (cd $(SCRATCH)/fuzz && PYTHONPATH=$(CURDIR) ../../$(BIN)/python -m tests.fuzz $$target $(FUZZ_SECONDS)) \
	  > $(SCRATCH)/fuzz/$$target.log 2>&1 || { tail -40 $(SCRATCH)/fuzz/$$target.log; exit 1; }; \
	  grep -E "number_of_executed_units|peak_rss|slowest_unit" $(SCRATCH)/fuzz/$$target.log; done

clean:  ## remove every file that make has created
	@rm -rf $(VENV) $(SCRATCH) dist .coverage .coverage.* htmlcov .hypothesis .pytest_cache .mypy_cache .ruff_cache
	@rm -rf docs/casebook docs/examples docs/process docs/reference
	@rm -rf .import_linter_cache && find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

faults-by-hand: $(VENV)/installed-dev  ## plant faults in a copy of the source, one at a time; two tests must find each
	@$(BIN)/python -m tests.faults_by_hand $(FAULTS)

# If a venv cannot be completed, remove it; otherwise the next run would use it.
$(BIN)/python:
	@echo "making $(VENV)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

# After a change of pyproject.toml, both marker files are older than it, so pip runs again.
$(VENV)/installed: pyproject.toml | $(BIN)/python
	@echo "installing trustflow into $(VENV)"
	@$(BIN)/python $(PIP_INSTALL) --editable .
	@touch $@

$(VENV)/installed-proof: $(VENV)/installed-dev
	@echo "installing mutmut and the fuzzer into $(VENV)"
	@$(BIN)/python $(PIP_INSTALL) --editable '.[proof]'
	@touch $@

$(VENV)/installed-dev: pyproject.toml | $(BIN)/python
	@echo "installing trustflow and the packages for tests and checks into $(VENV)"
	@$(BIN)/python $(PIP_INSTALL) --editable '.[dev]'
	@touch $(VENV)/installed $@
