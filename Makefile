# Needs Python >= 3.11, git and make; everything else goes into .venv, at the versions of requirements.lock.
.DEFAULT_GOAL := help
.PHONY: help demo neo4j test soak check fmt bench lock clean

VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.inroads-run
DEV := $(VENV)/.inroads-dev

DEMO_ARGS ?=
NEO4J_ARGS ?=
PYTEST_ARGS ?=
BENCH_ARGS ?=

help:  ## what there is to make
	@grep -hE '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 8

demo: $(RUN)  ## a made-up consultancy: its files written and loaded, the best story told, the picture opened (DEMO_ARGS)
	@$(BIN)/inroads demo $(DEMO_ARGS)

neo4j: $(DEV)  ## a real Neo4j server to play with, on loopback, its data in a temporary folder (NEO4J_ARGS)
	@$(BIN)/python -m tests.neo4j_server $(NEO4J_ARGS)

test: $(DEV)  ## every test but the full sizes, at most 8 minutes (PYTEST_ARGS)
	@scripts/test.sh -n 3 -m "not soak" $(PYTEST_ARGS)

soak: $(DEV)  ## the full sizes, by hand; the result goes into docs/ with its date
	@scripts/test.sh -m soak $(PYTEST_ARGS)

check: $(DEV)  ## style, types, directions of imports, docs
	@scripts/check.sh

fmt: $(DEV)  ## put the code into the house style
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

bench: $(DEV)  ## how fast it is here (BENCH_ARGS)
	$(BIN)/python -m benchmarks.loading $(BENCH_ARGS)
	$(BIN)/python -m benchmarks.introductions $(BENCH_ARGS)

lock: $(DEV)  ## compile the requirements again, newest versions that pyproject.toml allows
	@scripts/lock.sh

clean:  ## remove what these targets made, the environment too
	rm -rf $(VENV) build dist demo-world .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN): requirements.lock pyproject.toml scripts/setup.sh
	@scripts/setup.sh requirements.lock
	@touch $@

$(DEV): requirements-dev.lock $(RUN)
	@scripts/setup.sh requirements-dev.lock
	@touch $@
