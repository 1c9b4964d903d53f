# One word a job. On a fresh machine `make book` and `make test` are all there is to know.

ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input --retries 2 -c constraints.txt
HOUSE := _config.yml _toc.yml package.json package-lock.json $(wildcard book/_ext/*.py book/_static/* book/_static/*/*)

.PHONY: help book test test-deps notebooks bench lint clean

help:
	@echo "make book        build the pages and say where they are (no torch is installed for it)"
	@echo "make test        install the rest and run everything that CI runs"
	@echo "make test-deps   only install what the tests need"
	@echo "make notebooks   execute the chapters, store their outputs, write the ledger"
	@echo "make bench       compare the package with its peers"
	@echo "make lint        only ruff and mypy"
	@echo "make clean       remove what the other jobs made, except .venv"

# Without -W a broken link or formula would leave the exit code at 0. A failed build is removed: Sphinx does not warn
# again about pages that it believes to be done.
book: _build/.house
	@echo "building the pages ..."
	@$(BIN)/jupyter-book build . -W -n --keep-going --quiet > _build/log.txt || \
	  { rm -rf _build; echo "make book: the pages were not built; the lines above say why" >&2; exit 1; }
	@$(BIN)/python -c "import pathlib; print('open', pathlib.Path('_build/html/index.html').resolve().as_uri())"

test: test-deps
	@$(BIN)/python tools/check.py

test-deps: .venv/.testing

notebooks: .venv/.testing
	@$(BIN)/python tools/notebooks.py run
	@$(BIN)/python tools/ledger.py

bench: .venv/.testing
	@$(BIN)/python -m benchmarks

lint: .venv/.testing
	@$(BIN)/python tools/check.py lint

clean:
	rm -rf _build node_modules build .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Pages built by an older configuration, contents or extension do not know that they are outdated.
_build/.house: .venv/.reading $(HOUSE)
	@rm -rf _build && mkdir _build && touch $@

.venv/.reading: pyproject.toml constraints.txt | .venv/pyvenv.cfg
	@echo "installing what reading needs (once; a minute or two) ..."
	@$(PIP) -e ".[book]" || \
	  { echo "make: pip could not install it (see above). It needs the network; then run the same again." >&2; exit 1; }
	@touch $@

.venv/.testing: pyproject.toml constraints.txt | .venv/pyvenv.cfg
	@echo "installing what the tests need, PyTorch among it (once; some minutes) ..."
	@$(PIP) -e ".[book,chapters,test]" || \
	  { echo "make: pip could not install it (see above). It needs the network; then run the same again." >&2; exit 1; }
	@touch .venv/.reading $@

# The first Python on the path that is new enough; `make book PYTHON=...` names another.
.venv/pyvenv.cfg:
	@python=; for name in $(PYTHON) python3 python3.13 python3.12 python3.11 python; do \
	  if "$$name" -c "import sys; sys.exit(sys.version_info < (3, 11))" 2> /dev/null; then python="$$name"; break; fi; \
	done; \
	if [ -z "$$python" ]; then echo "make: this needs Python 3.11 or newer, and none is on the path" >&2; exit 1; fi; \
	if ! "$$python" -c "import venv, ensurepip" 2> /dev/null; then \
	  echo "make: $$python has no venv module (on Debian and Ubuntu: apt install python3-venv)" >&2; exit 1; fi; \
	echo "making .venv with $$("$$python" --version) ..."; \
	"$$python" -m venv .venv || { rm -rf .venv; exit 1; }
