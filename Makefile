# Two commands matter: `make run` and `make test`. Both set everything up first.

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$p && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

# What `make embedded` and `make experiments` do and with what; see docs/closed-world.md and docs/experiments.md.
DATASET ?= runs/dataset
DRAWN := $(if $(filter runs/dataset,$(DATASET)),runs/dataset/dataset.json)
EXPERIMENT_RUNS ?= runs/experiments
EXPERIMENTS ?= all
BASES ?= embedded
RECIPE ?= --vision --vocabulary --rank 64 --alpha 128 --dropout 0 --learning-rate 1e-3 --projector-learning-rate 1e-3 --epochs 4 \
	--precision float32 --validate-every 500 --save-every 200
OPTIONS ?=

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test test-fast test-latency test-slow lint format bench embedded experiments texts screenshots clean

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: .venv/.ready ## Make the virtual environment (.venv) with everything the app needs

setup-dev: .venv/.ready-dev

.venv/.ready: requirements.txt constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; set PYTHON=/path/to/python." >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { echo "Making .venv with $(PYTHON) ..."; rm -rf .venv; \
		$(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "No virtual environment could be made; on Debian and Ubuntu install python3-venv." >&2; exit 1; }; }
	@echo "Installing what the app needs (minutes the first time, most of them PyTorch's) ..."
	@$(PIP) -r requirements.txt
	@touch $@

.venv/.ready-dev: .venv/.ready requirements-dev.txt
	@echo "Installing what the tests need ..."
	@$(PIP) -r requirements-dev.txt
	@scripts/install-browser $(BIN)/python
	@touch $@

run: setup ## Start the app at http://127.0.0.1:7860
	@$(BIN)/python app.py

test: setup-dev ## Lint, and run all tests but the slow ones (needs no GPU and no network)
	@$(MAKE) --no-print-directory --jobs 2 lint test-fast

# Beside lint: the tests often wait, for a browser or another process, while types are checked.
test-fast: setup-dev
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder -m "not slow"

test-latency: setup-dev ## Run the browser tests with answers that come late and overtake one another (7 minutes)
	@$(BIN)/python -m pytest -p tests.helpers.latency --numprocesses auto --maxprocesses 4 --dist loadfile \
		-m "browser and not slow"

test-slow: setup-dev ## Run the tests that take minutes
	@$(BIN)/python -m pytest -m slow

lint: setup-dev ## Check style, types and the direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: setup-dev ## Bring the code into shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: setup ## Measure packed scoring against one question per pass
	@$(BIN)/python -m benchmarks.packed_scoring

embedded: setup $(DRAWN) ## Make the embedded evaluator anew: pretrain, fine-tune, examine (four hours on 2 cores)
	@$(BIN)/python -m model pretrain --out runs/embedded/base
	@$(BIN)/python -m model train --base runs/embedded/base/evaluator --data $(DATASET) --out runs/embedded/sft $(RECIPE)
	@rm -rf model/embedded && mkdir model/embedded && cp -r runs/embedded/base/evaluator model/embedded/base && \
		cp -r runs/embedded/sft/adapter model/embedded/adapter && \
		cp runs/embedded/sft/training_record.json runs/embedded/sft/curves.png model/embedded/adapter
	@$(BIN)/python -m model exam embedded --save --out docs/exam

experiments: setup $(DRAWN) ## Redo the paper's experiments in the closed world, or go on with them (hours on 2 cores)
	@for name in $(EXPERIMENTS); do $(BIN)/python -m model experiments $$name --data $(DATASET) \
		--out $(EXPERIMENT_RUNS) $(addprefix --base ,$(BASES)) $(RECIPE) --publish docs/experiments $(OPTIONS) || exit; done

# Only our own data set is made; a folder named by DATASET is somebody's, and is left as it is.
runs/dataset/dataset.json: | .venv/.ready
	@rm -rf runs/dataset && $(BIN)/python -m model world dataset --out runs/dataset

texts: setup-dev ## Collect the texts to translate, and bring the translations up to date
	@$(BIN)/python -m scripts.collect_texts
	@for file in core/locales/*.po; do $(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --no-wrap \
		--omit-header --input-file core/locales/messages.pot --output-file $$file \
		--locale $$(basename $$file .po); done

screenshots: setup-dev ## Take pictures of every page and show them in the README (EVALALIGN_DATA_DIR: of that data)
	@$(BIN)/python -m scripts.screenshots

clean: ## Remove the virtual environment and caches
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
