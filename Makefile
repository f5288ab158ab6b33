# The project's commands; everything they need is installed into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := build/demo
AS_OF := 2023-06-26
# what is compiled is kept, whatever the surroundings say: tests start hundreds of processes that import the program
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo quick test slow coverage lowest samples docs pictures golden bench clean

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.program: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.tools: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[test,lint]'
	@touch $@ $(VENV)/.program

demo: $(VENV)/.program
	@rm -rf $(DEMO) && mkdir -p build && cp -R samples/campaign $(DEMO) && rm -rf $(DEMO)/summary
	@$(BIN)/xlcampaign merge $(DEMO) --as-of $(AS_OF); code=$$?; \
	if [ $$code -ne 0 ] && [ $$code -ne 1 ]; then echo "merge ended with exit code $$code"; exit 1; fi
	@test -s $(DEMO)/summary/stage-1.xlsx
	@echo "The summary is in $(DEMO)/summary/stage-1.xlsx"

test: $(VENV)/.tools
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest --numprocesses auto --dist loadscope --no-loadscope-reorder

# while one works: all that needs no LibreOffice and takes no minutes
quick: $(VENV)/.tools
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest --quick --numprocesses auto --dist loadscope --no-loadscope-reorder

# before a piece of work is called done: long runs of properties and mutations, many branches, many kills
slow: $(VENV)/.tools
	$(BIN)/python -m pytest --slow --hypothesis-profile slow --numprocesses auto --dist load

# which lines and branches no test runs, for whoever wants to see it: a number is no aim, so no check asks for one. As many
# tests as are wanted: make coverage TESTS="tests/tally tests/reading"
TESTS := tests
coverage: $(VENV)/.tools
	rm -f build/coverage*
	$(BIN)/python -m pytest --cov --cov-report=term --numprocesses auto --dist loadscope --no-loadscope-reorder $(TESTS)

# what the bounds in pyproject.toml promise: the program with the lowest versions that they let in
lowest:
	rm -rf build/lowest && mkdir -p build && $(PYTHON) -m venv build/lowest
	$(PYTHON) release/lowest.py >build/lowest/constraints.txt
	build/lowest/bin/python -m pip install --quiet --constraint build/lowest/constraints.txt '.[test]'
	build/lowest/bin/python -m pytest --quick --numprocesses auto

samples: $(VENV)/.tools
	$(BIN)/python tests/test_samples.py

docs: $(VENV)/.tools
	$(BIN)/python tests/test_docs.py

# what the guides show; needs LibreOffice and pdftoppm, and is run by hand alone
pictures: $(VENV)/.program
	$(BIN)/python docs/make_pictures.py

golden: $(VENV)/.tools
	$(BIN)/python -m pytest --update-golden

bench: $(VENV)/.tools
	$(BIN)/python benchmarks/bench.py

clean:
	rm -rf build dist *.egg-info $(VENV)
