# One word a job. On a fresh machine `make book` and `make test` are all there is to know.

# Or VERSIONS=oldest, or newest: what pyproject.toml admits, instead of what constraints.txt pins; in a .venv of its own.
VERSIONS := pinned
LIMITS_pinned := -c constraints.txt
LIMITS_oldest := -c .venv-oldest/oldest.txt
VENV := .venv$(patsubst %,-%,$(filter-out pinned,$(VERSIONS)))
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input --retries 2 $(LIMITS_$(VERSIONS))
export PYTHONUTF8 := 1
HOUSE := _config.yml _toc.yml package.json package-lock.json $(wildcard book/_ext/*.py book/_static/* book/_static/*/*)

.PHONY: help book pdf test test-deps notebooks bench lint clean

help:
	@echo "make book        build the pages and say where they are (no torch is installed for it)"
	@echo "make pdf         the same as one PDF (this needs Chromium or Chrome)"
	@echo "make test        install the rest and run everything that CI runs"
	@echo "make test-deps   only install what the tests need"
	@echo "make notebooks   execute the chapters, store their outputs, write the ledger"
	@echo "make bench       compare the package with its peers, judge the pages (this needs Chromium)"
	@echo "make lint        only ruff and mypy"
	@echo "make clean       remove what the other jobs made, except .venv"

# Without -W a broken link or formula would leave the exit code at 0. A failed build is removed: Sphinx does not warn
# again about pages that it believes to be done. Without --all the search would lose the terms of unchanged pages.
book: _build/.house
	@echo "building the pages ..."
	@$(BIN)/jupyter-book build . --all -W -n --keep-going --quiet > _build/log.txt || \
	  { rm -rf _build; echo "make book: the pages were not built; the lines above say why" >&2; exit 1; }
	@$(BIN)/python -c "import pathlib; print('open', pathlib.Path('_build/html/index.html').resolve().as_uri())"

pdf: book $(VENV)/.printing
	@$(BIN)/python tools/pdf.py

test: test-deps
	@$(BIN)/python tools/check.py $(if $(filter pinned,$(VERSIONS)),,versions)

test-deps: $(VENV)/.testing

notebooks: $(VENV)/.testing
	@$(BIN)/python tools/notebooks.py run
	@$(BIN)/python tools/ledger.py

bench: $(VENV)/.testing book
	@$(BIN)/python -m benchmarks

lint: $(VENV)/.testing
	@$(BIN)/python tools/check.py lint

clean:
	rm -rf _build node_modules benchmarks/lighthouse/node_modules build .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Pages built by an older configuration, contents or extension do not know that they are outdated.
_build/.house: $(VENV)/.reading $(HOUSE)
	@rm -rf _build && mkdir _build && touch $@

$(VENV)/.reading: pyproject.toml constraints.txt | $(VENV)/pyvenv.cfg
	@echo "installing what reading needs (once; a minute or two) ..."
	@$(PIP) -e ".[book]" || \
	  { echo "make: pip could not install it (see above). It needs the network; then run the same again." >&2; exit 1; }
	@touch $@

$(VENV)/.testing: pyproject.toml constraints.txt | $(VENV)/pyvenv.cfg
	@echo "installing what the tests need, PyTorch among it (once; some minutes) ..."
	@$(BIN)/python tools/oldest.py > $(VENV)/oldest.txt
	@$(PIP) -e ".[book,chapters,pdf,test]" || \
	  { echo "make: pip could not install it (see above). It needs the network; then run the same again." >&2; exit 1; }
	@touch $(VENV)/.reading $(VENV)/.printing $@

$(VENV)/.printing: $(VENV)/.reading
	@$(PIP) -e ".[book,pdf]"
	@touch $@

# The first Python on the path that is new enough; `make book PYTHON=...` names another.
$(VENV)/pyvenv.cfg:
	@python=; for name in $(PYTHON) python3 python3.13 python3.12 python3.11 python; do \
	  if "$$name" -c "import sys; sys.exit(sys.version_info < (3, 11))" 2> /dev/null; then python="$$name"; break; fi; \
	done; \
	if [ -z "$$python" ]; then echo "make: this needs Python 3.11 or newer, and none is on the path" >&2; exit 1; fi; \
	if ! "$$python" -c "import venv, ensurepip" 2> /dev/null; then \
	  echo "make: $$python has no venv module (on Debian and Ubuntu: apt install python3-venv)" >&2; exit 1; fi; \
	echo "making $(VENV) with $$("$$python" --version) ..."; \
	"$$python" -m venv $(VENV) || { rm -rf $(VENV); exit 1; }
