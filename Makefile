# make chat   makes the environment, installs, builds the index of the sample corpus, opens the chat
# make test   makes the environment, installs the test tools and, where it can, the browser, and runs every check
#
# ARGS are handed on: make chat ARGS="--port 9000"

VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: chat test install check unit slow browser lock clean

chat: $(VENV)/installed
	$(BIN)/tracker chat $(ARGS)

test: $(VENV)/tested
	$(MAKE) --no-print-directory check unit slow browser

install: $(VENV)/installed

check:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

unit:
	$(BIN)/pytest -m "not slow and not browser"

slow:
	$(BIN)/pytest -m "slow and not browser"

browser:
	$(BIN)/pytest -m browser

$(VENV)/bin/python:
	sh setup/make-environment.sh $(VENV)

$(VENV)/installed: $(VENV)/bin/python pyproject.toml constraints.txt
	$(INSTALL) --editable .
	touch $@

$(VENV)/tested: $(VENV)/installed
	$(INSTALL) --editable ".[dev]"
	sh setup/find-browser.sh $(VENV)
	touch $@

# Newest versions that pyproject.toml admits; commit the file when every test passes with them.
lock: $(VENV)/bin/python
	rm -rf $(VENV)/lock && $(BIN)/python -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip install --quiet ".[dev]"
	{ head -n 1 constraints.txt; $(VENV)/lock/bin/python -m pip freeze --exclude policy-commitment-tracker | sed 's/+cpu//'; } > constraints.new
	mv constraints.new constraints.txt

clean:
	rm -rf $(VENV)
