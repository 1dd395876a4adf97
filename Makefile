PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
USED := $(VENV)/.used
READY := $(VENV)/.ready

.PHONY: demo test messages pages pictures notebooks site mutations bench equality clean

demo: $(USED)
	mkdir -p out
	$(BIN)/lifecycle run scenarios/demo.toml --chart out/demo.png
	@echo
	@echo "out/demo.png"

test: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python tests/browser.py
	$(BIN)/pytest -n auto

# The catalogue: take the sentences out of the code, then compile what is translated.
messages: $(READY)
	$(BIN)/pybabel -q extract --omit-header -F lifecycle/locale/babel.cfg -k say -k t -k counted:1,2 --no-wrap --sort-output --no-location --project lifecycle -o lifecycle/locale/messages.pot lifecycle
	$(BIN)/pybabel -q update --ignore-pot-creation-date -D messages -i lifecycle/locale/messages.pot -d lifecycle/locale -l zh --no-wrap --no-fuzzy-matching --ignore-obsolete
	$(BIN)/pybabel -q compile -D messages -d lifecycle/locale -l zh

# A page for each region, from its file and the cases that test it.
pages: $(READY)
	rm -rf out/regions
	$(BIN)/lifecycle regions pages -o out/regions --cases tests/cases
	rm -rf docs/regions
	mv out/regions docs/regions

# What no test would notice: every dated value changed by one step, the cases lived again. Takes minutes.
mutations: $(READY)
	$(BIN)/python tests/mutations.py -o docs/untested-values.md

# A sample of every figure in both languages: for the documentation, and small, for the tests to compare with.
pictures: $(READY)
	$(BIN)/python tests/pictures.py

# The notebooks, run from clean and stored. After a rule, a sentence or a figure has changed.
notebooks: $(READY)
	$(BIN)/python tests/notebook_runs.py

# The site: tour, gallery, figures, regions and reference in both languages, to be opened from out/site/index.html.
site: $(READY)
	$(BIN)/python docs/build.py out/site

bench: $(READY)
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[bench]'
	$(BIN)/python benchmarks/one_life.py
	$(BIN)/python benchmarks/populations.py

# Random lives of all regions on both engines, every field of every month. Takes minutes.
equality: $(READY)
	$(BIN)/python tests/equality.py --lives 10000

# What one life needs; what populations, notebooks, the site and the tests need besides.
$(USED): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e .
	touch $(USED)

$(READY): $(USED)
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[population,notebook,site,test]'
	touch $(READY)

clean:
	rm -rf $(VENV) out .pytest_cache .mypy_cache .ruff_cache .hypothesis
