# The habits of this house. `make talk` and `make test` work from a clean clone in one go.
PYTHON ?= python3
BIN := .venv/bin
VOICECLI := $(BIN)/voicecli

.PHONY: talk test check fix docs lock bench clean

talk: .venv/.models
	@$(VOICECLI) talk --yes --demo-without-audio $(ARGS)

test: .venv/.dev
	@$(VOICECLI) --profile tiny models pull --yes
	@$(BIN)/python -m pytest $(ARGS)

check: .venv/.dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/cog --check -P -I scripts docs/commands.md

fix: .venv/.dev
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

docs: .venv/.dev
	@$(BIN)/cog -r -P -I scripts docs/commands.md
	@$(BIN)/python scripts/pictures.py

bench: .venv/.dev
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

# The locks name versions and hashes, and no host.
lock: .venv/.dev
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

.venv/.runtime: requirements.lock pyproject.toml scripts/bootstrap.py
	@$(PYTHON) scripts/bootstrap.py runtime

# The whole profile, once; what is removed later is asked for again when it is needed.
.venv/.models: .venv/.runtime
	@$(VOICECLI) models pull --yes && touch .venv/.models

.venv/.dev: requirements-dev.lock pyproject.toml scripts/bootstrap.py
	@$(PYTHON) scripts/bootstrap.py dev && touch .venv/.runtime

clean:
	rm -rf .venv build dist
