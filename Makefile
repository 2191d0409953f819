# Every chore by name. `make` alone lists them.

export RASA_TELEMETRY_ENABLED := false

BIN := .venv/bin
# Passed on to the program behind a target: make chat ARGS="--user ana"
ARGS ?=

# The first Python that starts: with .python-version here, pyenv's own does not where 3.10 is missing.
PYTHONS = python3 python /usr/bin/python3 /usr/local/bin/python3 /opt/homebrew/bin/python3 \
	$${PYENV_ROOT:-$$HOME/.pyenv}/versions/*/bin/python3
FIND_PYTHON = for python in $(PYTHONS) none; do \
		"$$python" -c 'import sys; assert sys.version_info >= (3, 7)' 2>/dev/null && break; \
	done; \
	[ "$$python" != none ] || { \
		echo "Python 3 is missing. Install Python 3.10, then run the same command again." >&2; \
		exit 1; \
	}
SET_UP = @$(FIND_PYTHON); "$$python" -m scripts.setup

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev chat up train parse check check-format check-lint check-types \
	check-imports check-knowledge check-data format test test-all bench-nlu bench-thresholds \
	bench-gateway lock clean

help: ## List every target
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "%-17s %s\n", $$1, $$2 }' Makefile

setup: ## Make .venv with what the coach needs (chat, train and parse do it themselves)
	$(SET_UP) base

setup-dev: ## The same with what checks and tests need (they do it themselves)
	$(SET_UP) dev

chat: setup ## Talk to the coach; sets up and trains first where needed
	@$(BIN)/coach chat $(ARGS)

up: setup ## Run the coach on Telegram; TELEGRAM_BOT_TOKEN in .env is all it needs
	@$(BIN)/coach up $(ARGS)

train: setup ## Train the model, if data, configuration, components or weights changed
	@$(BIN)/coach train $(ARGS)

parse: setup ## Read JSON lines {"text": …}, write what the coach makes of each
	@$(BIN)/coach parse $(ARGS)

check: check-format check-lint check-types check-imports check-knowledge check-data ## All checks

check-format: setup-dev ## Formatting (make format mends it)
	$(BIN)/ruff format --check .

check-lint: setup-dev ## Lint rules
	$(BIN)/ruff check .

check-types: setup-dev ## Types
	$(BIN)/mypy

check-imports: setup-dev ## Which package may import which
	$(BIN)/lint-imports --no-logo

check-knowledge: setup-dev ## Knowledge files: keys, lengths, sources, links between topics
	$(BIN)/coach knowledge check

check-data: setup-dev ## Training data against knowledge and domain
	$(BIN)/coach data check

format: setup-dev ## Format the code and mend what the linter can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

test: setup-dev ## Tests for every change: no service needed, minutes at most
	$(BIN)/coach train
	$(BIN)/pytest -m "not slow" $(ARGS)

test-all: test ## Every test: those of `make test`, then the slow ones
	$(BIN)/pytest -m slow $(ARGS)

bench-nlu: setup-dev ## Our understanding beside stock Rasa's (BANKING=folder adds BANKING77)
	$(BIN)/python -m benchmarks.nlu $(if $(BANKING),--banking $(BANKING))

bench-thresholds: train ## What each threshold of the decider costs and brings
	$(BIN)/python -m benchmarks.thresholds

bench-gateway: setup-dev train ## Two hundred people at once on Telegram: all answered, and how fast
	$(BIN)/python -m benchmarks.gateway $(ARGS)

LOCK = pip compile --quiet --universal --generate-hashes --no-header --python-version
lock: ## Lock dependencies again (ARGS=--upgrade takes newer versions of everything)
	@$(FIND_PYTHON); uv=$$("$$python" -m scripts.setup uv) && set -x && cd requirements && \
	"$$uv" $(LOCK) 3.8 --no-config --group ../pyproject.toml:uv -o uv.lock $(ARGS) && \
	"$$uv" $(LOCK) 3.10 --group ../pyproject.toml:build -o build.lock $(ARGS) && \
	"$$uv" $(LOCK) 3.10 ../pyproject.toml --override overrides.txt -o base.lock $(ARGS) && \
	"$$uv" $(LOCK) 3.10 --group ../pyproject.toml:dev -c base.lock -o dev.lock $(ARGS)

clean: ## Remove the environment, trained models and caches; what people told the coach stays
	rm -rf .venv .tools .rasa models .pytest_cache .hypothesis .mypy_cache .ruff_cache \
		.import_linter_cache .coach/cache bpo_coach.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
