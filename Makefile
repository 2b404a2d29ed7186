# The book and its package: `make help` lists the commands.
PY ?= python3
VENV ?= .venv
N ?= 2
BIN := $(VENV)/bin
PYTHON := $(BIN)/python
INSTALLED := $(VENV)/.ok
UNIT := $(PYTHON) -m pytest -q -n $(N) --ignore=tests/book --ignore=tests/grading
# nbgrader calls programs of the environment by name.
export PATH := $(abspath $(BIN)):$(PATH)
export OMP_NUM_THREADS ?= 1
export N

.DEFAULT_GOAL := help
.PHONY: help book test nightly check serve sync hero cards lock assignments bench clean lint scripts browser

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

book: $(INSTALLED) scripts  ## run every chapter with the data there is, and render the pages
	@$(PYTHON) -m tools.build book

test: $(INSTALLED) scripts browser lint  ## all tests but the nightly ones, and the whole book on embedded data alone, as on Colab
	$(UNIT)
	$(PYTHON) -m tools.build embedded
	$(PYTHON) -m pytest -q -n $(N) --dist loadfile tests/book tests/grading

nightly: $(INSTALLED) scripts browser  ## the tests that are too slow for every push
	$(PYTHON) -m tools.build embedded
	$(PYTHON) -m pytest -q -n $(N) --dist loadfile -m "nightly and not real_data"

check: $(INSTALLED) lint  ## lint, spelling, pairs, prose, lengths, unit tests: at most two minutes
	$(PYTHON) -m tools.check_pairs
	$(PYTHON) -m tools.prose
	@$(PYTHON) -m tools.check_cells
	@$(PYTHON) -m tools.module_sizes
	@$(PYTHON) -m tools.package_size
	$(UNIT)

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/codespell

serve: $(INSTALLED)  ## serve the pages that make book has built, on this machine only
	@$(PYTHON) -m tools.serve $(or $(PORT),8000)

sync: $(INSTALLED)  ## write the marked numbers, and each chapter's notebook from its text
	$(PYTHON) -m tools.sync

hero: $(INSTALLED)  ## draw the first picture of each page written anew, or make hero PAGES=f_principle
	$(PYTHON) -m tools.hero $(PAGES)

cards: $(INSTALLED)  ## draw the small pictures of the first page's cards
	$(PYTHON) -m tools.cards

lock: $(INSTALLED)  ## fix the versions of requirements.txt anew
	$(BIN)/pip install -q --disable-pip-version-check --upgrade --target build/uv uv
	build/uv/bin/uv pip compile -q --upgrade --universal --python-version 3.11 --all-extras \
	  --no-annotate --custom-compile-command "make lock" pyproject.toml -o requirements.txt

assignments: $(INSTALLED)  ## cut nbgrader assignments from the chapters, into build/nbgrader
	$(PYTHON) -m tools.assignments

bench: $(INSTALLED)  ## side-by-side timings, into benchmarks/measured.json, and the table of all
	@for script in benchmarks/*.py; do echo "== $$script"; PYTHONPATH=. $(PYTHON) $$script || exit 1; done
	@PYTHONPATH=benchmarks $(PYTHON) -m side_by_side

clean:  ## remove what was built, the cache of executed chapters too
	rm -rf build book/_static/vendor .pytest_cache .ruff_cache .hypothesis

scripts: $(INSTALLED)
	@$(PYTHON) -m tools.vendor

browser: $(INSTALLED)
	@$(PYTHON) -m tools.browser

$(INSTALLED): requirements.txt pyproject.toml
	@$(PY) -c 'import sys; sys.exit("Python 3.11 or newer is needed; name one with make PY=..." if sys.version_info < (3, 11) else 0)'
	$(PY) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check -r requirements.txt
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
