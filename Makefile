# The work of the project, one word each. Needs Python 3.11 or later and GNU make; see `make help`.

PYTHON  ?= python3
# How many test processes: a number, or auto for one a processor.
WORKERS ?= auto
# How hard the properties try: dev, ci or long; tests/conftest.py says what each does.
HYPOTHESIS_PROFILE ?= ci
export HYPOTHESIS_PROFILE
# How long `make fuzz` is at each target.
FUZZ_SECONDS ?= 600
# Which mutants `make mutants` tries: patterns of names; all when empty.
MUTANTS ?=

VENV   := .venv
BIN    := $(VENV)/bin
SCRATCH := build
# Where `make docs` puts the docs site.
SITE := $(SCRATCH)/docs
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check
PYTEST := -m pytest --quiet -n $(WORKERS)
AS_ROOT := $(if $(filter-out 0,$(shell id -u)),sudo)

# Only what is installed in .venv is used.
unexport PYTHONPATH PYTHONHOME

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check snapshots golden docs browser office wheel-test lowest \
  faults proof mutants fuzz bench spark clean

help:  ## say what there is to make
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "make %-11s %s\n", $$1, $$2}'

demo: $(VENV)/installed  ## replay Sandwell's road to a trust
	@$(BIN)/trustflow case Sandwell

test: $(VENV)/installed-dev  ## run the tests
	@$(BIN)/python $(PYTEST)

docs: $(VENV)/installed-dev  ## build the docs site, in build/docs
	@$(BIN)/python -m sphinx --nitpicky --fail-on-warning --keep-going --fresh-env --quiet \
	  --doctree-dir $(SCRATCH)/doctrees docs $(SITE)
	@echo "$(SITE)/index.html"

snapshots: $(VENV)/installed-dev  ## write the snapshots and generated pages anew, for review
	@$(BIN)/python -m pytest --quiet --update-snapshots \
	  tests/test_snapshots.py tests/test_refusals.py tests/queries/test_due_words.py \
	  tests/exchange/test_scxml.py tests/queries/test_facts.py \
	  tests/trust_transfer/test_rules.py tests/trust_transfer/test_events.py \
	  tests/exchange/test_schema.py::test_the_shipped_schema_is_the_one_that_is_made

check: $(VENV)/installed-dev  ## run every check: lint, format, types, floors, tests, coverage
	@echo "ruff";      $(BIN)/ruff check --quiet
	@echo "format";    $(BIN)/ruff format --check --quiet
	@echo "mypy";      $(BIN)/mypy --strict
	@echo "pyrefly";   $(BIN)/pyrefly check
	@echo "floors";    $(BIN)/lint-imports --no-logo
	@echo "coverage";  $(BIN)/python $(PYTEST) --cov --cov-report=term

office: $(VENV)/installed  ## see that the casebook's CSV comes through LibreOffice Calc unchanged
	@$(BIN)/python .ci/office.py

wheel-test: $(VENV)/installed-dev  ## build the wheel and run the tests on it, not on src
	@rm -rf $(SCRATCH)/dist $(SCRATCH)/wheel-venv
	@echo "building the source archive, and the wheel from it"
	@mkdir -p $(SCRATCH)
	@$(BIN)/pyproject-build --outdir $(SCRATCH)/dist > $(SCRATCH)/log 2>&1 || { cat $(SCRATCH)/log; exit 1; }
	@$(PYTHON) -m venv $(SCRATCH)/wheel-venv
	@set -- $(SCRATCH)/dist/*.whl; echo "installing $$1"; \
	  $(SCRATCH)/wheel-venv/bin/python $(PIP_INSTALL) "$$1[tests]"
	@$(SCRATCH)/wheel-venv/bin/python -c 'import sys, trustflow; print("testing", trustflow.__file__); \
	  sys.exit("site-packages" not in trustflow.__file__)'
	@$(SCRATCH)/wheel-venv/bin/python $(PYTEST)

browser: docs  ## open the pages in a headless Chromium, and see that nothing is wrong
	@.ci/browser/install $(SCRATCH)/browser
	@$(BIN)/python .ci/browser/pages.py $(SCRATCH)/browser/pages
	@$(BIN)/python .ci/browser --axe $(SCRATCH)/browser/node_modules/axe-core/axe.min.js \
	  $(SCRATCH)/browser/pages $(SITE)

lowest:  ## run the tests on the lowest versions that pyproject.toml allows
	@rm -rf $(SCRATCH)/lowest-venv && mkdir -p $(SCRATCH)
	@$(PYTHON) .ci/lowest.py > $(SCRATCH)/lowest.txt
	@echo "installing" $$(cat $(SCRATCH)/lowest.txt)
	@$(PYTHON) -m venv $(SCRATCH)/lowest-venv
	@$(SCRATCH)/lowest-venv/bin/python $(PIP_INSTALL) --constraint $(SCRATCH)/lowest.txt --editable '.[tests]'
	@$(SCRATCH)/lowest-venv/bin/python $(PYTEST)

bench: $(VENV)/installed  ## measure the speed beside other libraries and write docs/speed.md
	@$(BIN)/python $(PIP_INSTALL) --editable '.[bench]'
	@$(BIN)/python -m benchmarks.run docs/speed.md

spark: $(VENV)/installed  ## check a log on a local Spark and compare; installs a JDK where none is
	@command -v java > /dev/null || { echo "installing a JDK"; $(AS_ROOT) apt-get update -qq && \
	  $(AS_ROOT) apt-get install -y -qq --no-install-recommends default-jre-headless > /dev/null; }
	@$(BIN)/python $(PIP_INSTALL) --editable '.[spark]'
	@$(BIN)/python examples/check_on_spark.py

faults: $(VENV)/installed-dev  ## alter the law one thing at a time; each fault has to be told
	@$(BIN)/python $(PYTEST) tests/test_faults.py

proof: $(VENV)/installed-dev  ## 20,000 examples a property, and every pair of triggers; for a night
	@HYPOTHESIS_PROFILE=long $(BIN)/python $(PYTEST) tests tests/proof_pairs.py

mutants: $(VENV)/installed-proof  ## mutate the code; MUTANTS='trustflow.clocks.*' for a part
	@mkdir -p $(SCRATCH)
	@HYPOTHESIS_PROFILE=mutants $(BIN)/mutmut run $(foreach name,$(MUTANTS),'$(name)')
	@$(BIN)/mutmut results > $(SCRATCH)/mutants.txt; echo "survivors are listed in $(SCRATCH)/mutants.txt"

fuzz: $(VENV)/installed-proof  ## fuzz what reads and what writes, FUZZ_SECONDS each
	@mkdir -p $(SCRATCH)/fuzz
	@for target in dates json csv diagrams; do echo "fuzzing $$target"; \
	  (cd $(SCRATCH)/fuzz && PYTHONPATH=$(CURDIR) ../../$(BIN)/python -m tests.fuzz $$target $(FUZZ_SECONDS)) \
	  > $(SCRATCH)/fuzz/$$target.log 2>&1 || { tail -40 $(SCRATCH)/fuzz/$$target.log; exit 1; }; \
	  grep -E "number_of_executed_units|peak_rss|slowest_unit" $(SCRATCH)/fuzz/$$target.log; done

golden: $(VENV)/installed-dev  ## draw the golden diagrams again; look at the difference
	@$(BIN)/python -m tests.views.golden && git diff --stat tests/golden

clean:  ## remove all that make has made
	@rm -rf $(VENV) $(SCRATCH) dist .coverage .coverage.* htmlcov .hypothesis .pytest_cache .mypy_cache .ruff_cache
	@rm -rf docs/casebook docs/process docs/reference
	@rm -rf .import_linter_cache && find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# A venv that could not be finished is removed, or the next run would take it for a good one.
$(BIN)/python:
	@echo "making $(VENV)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

# Both marks are older than pyproject.toml when it changes, and then pip runs again.
$(VENV)/installed: pyproject.toml | $(BIN)/python
	@echo "installing trustflow into $(VENV)"
	@$(BIN)/python $(PIP_INSTALL) --editable .
	@touch $@

$(VENV)/installed-proof: $(VENV)/installed-dev
	@echo "installing what mutates and fuzzes into $(VENV)"
	@$(BIN)/python $(PIP_INSTALL) --editable '.[proof]'
	@touch $@

$(VENV)/installed-dev: pyproject.toml | $(BIN)/python
	@echo "installing trustflow and what its tests and checks need into $(VENV)"
	@$(BIN)/python $(PIP_INSTALL) --editable '.[dev]'
	@touch $(VENV)/installed $@
