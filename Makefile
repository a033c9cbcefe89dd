# `make` alone prints what there is. Everything that is made lies in .build/, .venv/ and node_modules/.
PYTHON  ?= python3
WORKERS ?= 2
SEED    ?= 1
HISTORIES ?= 2000
STORE   ?= core
JOBS    ?= 1

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
export PATH := $(CURDIR)/.build/node-bin:$(CURDIR)/.venv/bin:$(PATH)
export PYTHONUTF8 := 1

RUN := .venv/bin/python
PYTEST := $(RUN) -m pytest -n $(WORKERS) --dist loadgroup --junitxml .build/pytest-report.xml
DISTRIBUTIONS := sync/pyproject.toml server/pyproject.toml signer-agent/pyproject.toml
PWA_SOURCES := $(shell find pwa -type f -not -path '*/node_modules/*' -not -path '*/dist/*' 2>/dev/null)
STATIC := server/src/vanthu_server/commune/web/static
FONTS := server/src/vanthu_server/typesetting/fonts
PIN := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-header --no-emit-package vanthu-sync

##@ Try it
.PHONY: demo
demo: setup ## start a province, communes and an agent with sample documents
	@exec $(RUN) -m tools.demo

.PHONY: story
story: setup ## a whole day without a browser; OUT=dir leaves journals, dumps and PDFs
	@exec $(RUN) -m tools.story $(if $(OUT),--out "$(OUT)")

##@ Check it
.PHONY: test
test: setup packages lint pwa-test ## everything that runs in a quarter of an hour
	@$(RUN) -m tools.trace --mark
	@$(PYTEST) -m "not long"

.PHONY: test-all
test-all: setup packages lint pwa-test ## the same and the long ones
	@$(RUN) -m tools.trace --mark
	@$(PYTEST)

.PHONY: lint
lint: setup ## ruff, mypy, import contracts, Biome and tsc
	ruff check .
	ruff format --check .
	mypy
	lint-imports --no-logo --no-cache
	cd pwa && npm run --silent check

.PHONY: format
format: setup ## put Python and TypeScript into shape
	ruff check --fix-only --exit-zero .
	ruff format .
	cd pwa && npx --no-install biome check --write

.PHONY: simulate
simulate: setup ## histories of numbers under faults; HISTORIES=n SEED=s STORE=sqlite JOBS=2
	@exec $(RUN) -m tools.simulator --histories $(HISTORIES) --seed $(SEED) --store $(STORE) \
		--jobs $(JOBS)

.PHONY: bench
bench: setup ## benchmarks beside the peers; FAST=1 takes small numbers
	@exec $(RUN) -m tools.bench $(if $(FAST),--fast)

.PHONY: trace
trace: setup ## requirement, its sentence, the tests that cite it, passed or not
	@exec $(RUN) -m tools.trace --workers $(WORKERS)

##@ Set it up
.PHONY: setup
setup: .build/python .build/node .build/fonts .build/pwa ## environment, Node, fonts and the PWA's build

.PHONY: pins
pins: .build/python ## compile requirements/*.txt again; UPGRADE=1 takes newer versions
	$(PIN) $(if $(UPGRADE),--upgrade) -o requirements/workspace.txt $(DISTRIBUTIONS) requirements/tools.in
	$(PIN) -c requirements/workspace.txt -o requirements/sync.txt sync/pyproject.toml
	$(PIN) -c requirements/workspace.txt -o requirements/server.txt server/pyproject.toml
	$(PIN) -c requirements/workspace.txt -o requirements/signer.txt signer-agent/pyproject.toml
	$(PIN) $(if $(UPGRADE),--upgrade) -o requirements/node.txt requirements/node.in

.PHONY: clean
clean: ## remove all that was made, the environment too
	rm -rf .build .venv pwa/node_modules tools/fonts/node_modules $(STATIC) $(FONTS)/*.ttf
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +

.PHONY: help
help: ## print this
	@awk -F ':.*## ' '/^##@/ {print "\n" substr($$0, 5)} \
		/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# What the targets above stand on; each stamp is remade when what it is made from changes.
.PHONY: packages pwa-test
packages: .build/python
	@$(RUN) -m tools.system_packages

pwa-test: setup
	cd pwa && npm test --silent

.build/python: requirements/workspace.txt $(DISTRIBUTIONS) tools/environment.py
	@echo "setting up Python ..." >&2
	@mkdir -p .build
	@$(PYTHON) -m tools.environment
	@touch $@

.build/node: .build/python requirements/node.txt tools/node.py
	@$(RUN) -m tools.node
	@touch $@

.build/fonts: .build/node tools/fonts.py tools/fonts/package-lock.json
	@echo "making the fonts ..." >&2
	@$(RUN) -m tools.fonts >&2
	@touch $@

.build/npm: .build/node pwa/package.json pwa/package-lock.json
	@echo "setting up the PWA ..." >&2
	@cd pwa && npm ci --no-audit --no-fund --loglevel=error >&2
	@touch $@

.build/pwa: .build/npm $(PWA_SOURCES)
	@cd pwa && npm run --silent build >&2
	@touch $@
