# The work of the project, one word each. Needs Python 3.11 or later and GNU make; see `make help`.

PYTHON  ?= python3
# How many test processes: a number, or auto for one a processor.
WORKERS ?= auto

VENV   := .venv
BIN    := $(VENV)/bin
SCRATCH := build
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check
PYTEST := -m pytest --quiet -n $(WORKERS)

# Only what is installed in .venv is used.
unexport PYTHONPATH PYTHONHOME

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: golden help demo test snapshots check office wheel-test lowest clean

help:  ## say what there is to make
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "make %-11s %s\n", $$1, $$2}'

demo: $(VENV)/installed  ## replay Sandwell's road to a trust
	@$(BIN)/trustflow case Sandwell

test: $(VENV)/installed-dev  ## run the tests
	@$(BIN)/python $(PYTEST)

.PHONY: docs
docs: $(VENV)/installed-dev  ## build the docs site, in build/docs
	@$(BIN)/python -m sphinx --nitpicky --fail-on-warning --keep-going --fresh-env --quiet \
	  --doctree-dir $(SCRATCH)/doctrees docs $(SCRATCH)/docs
	@echo "$(SCRATCH)/docs/index.html"

snapshots: $(VENV)/installed-dev  ## write the snapshots and generated pages anew, for review
	@$(BIN)/python -m pytest --quiet --update-snapshots \
	  tests/test_snapshots.py tests/test_exchange_schema.py::test_the_shipped_schema_is_the_one_that_is_made

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

lowest:  ## run the tests on the lowest versions that pyproject.toml allows
	@rm -rf $(SCRATCH)/lowest-venv && mkdir -p $(SCRATCH)
	@$(PYTHON) .ci/lowest.py > $(SCRATCH)/lowest.txt
	@echo "installing" $$(cat $(SCRATCH)/lowest.txt)
	@$(PYTHON) -m venv $(SCRATCH)/lowest-venv
	@$(SCRATCH)/lowest-venv/bin/python $(PIP_INSTALL) --constraint $(SCRATCH)/lowest.txt --editable '.[tests]'
	@$(SCRATCH)/lowest-venv/bin/python $(PYTEST)

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

$(VENV)/installed-dev: pyproject.toml | $(BIN)/python
	@echo "installing trustflow and what its tests and checks need into $(VENV)"
	@$(BIN)/python $(PIP_INSTALL) --editable '.[dev]'
	@touch $(VENV)/installed $@
