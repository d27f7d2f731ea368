# One command each; `make run` and `make test` install what they need by themselves.

PORT ?= 8501
VENV := .venv
PYTHON := $(VENV)/bin/python
STAMP := $(VENV)/.requirements-installed
ADDRESS = http://127.0.0.1:$(PORT)

.DEFAULT_GOAL := help
.PHONY: help install run dev demo test lint format bench browser requirements epreuves nomenclature

help: ## Say what can be done
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 20

install: $(STAMP) ## Create the virtual environment, again only when requirements.txt changes

$(STAMP): requirements.txt requirements-application.txt .ci/environnement
	@.ci/environnement $(VENV)
	@touch $@

run: $(STAMP) ## Serve the dashboard (PORT=8501; SALLE=0.0.0.0:8600: rooms on the network)
	@echo "Tableau de bord : $(ADDRESS) (Ctrl+C pour arrêter)"
	@$(PYTHON) -m streamlit run dashboard.py --server.port $(PORT) --logger.hideWelcomeMessage true \
		$(SALLE:%=-- --salle %)

dev: $(STAMP) ## Serve it and follow each change of the code
	@echo "$(ADDRESS)"
	@$(PYTHON) -m streamlit run dashboard.py --server.port $(PORT) --logger.hideWelcomeMessage true \
		--server.fileWatcherType auto --server.runOnSave true --client.toolbarMode developer

# Never the real database: fictional data have their own.
# One a month: its stories go back from the day it is made, and would all be silent later on.
DEMO := sqlite:///$(CURDIR)/var/demo-$(shell date +%Y-%m).sqlite
demo: PORT := $(if $(filter environment,$(origin PORT)),$(PORT),8502)
demo: $(STAMP) ## Serve it on fictional data, for training (PORT=8502)
	@$(PYTHON) -m concertation demo --base "$(DEMO)" --si-besoin
	@echo "Données fictives : $(ADDRESS) (Ctrl+C pour arrêter)"
	@DATABASE_URL="$(DEMO)" $(PYTHON) -m streamlit run dashboard.py --server.port $(PORT) \
		--logger.hideWelcomeMessage true

browser: ## Find the browser of the tests, or install it when root on Debian
	@.ci/chromium

# In the order that tests/conftest.py gives: the browser's long modules first.
test: $(STAMP) browser ## Run every test, the real browser's too
	@$(PYTHON) -m pytest -q -n 2 --dist loadscope --no-loadscope-reorder

# What takes too long for each change: the figures go to the README, with their date.
epreuves: $(STAMP) browser ## Try at length before a release: many examples, kills, load, full size
	@$(PYTHON) -m pytest -q -n 2 -m "hypothesis or epreuve" --hypothesis-profile=epreuves
	@$(PYTHON) -m bench.pannes
	@$(PYTHON) -m bench.exports
	@$(PYTHON) -m bench.suivi_ecrans

lint: $(STAMP) ## Hold the rules: style, types, imports, rights, dead code, dependencies
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy
	@$(VENV)/bin/lint-imports
	@$(VENV)/bin/deptry . --no-ansi
	@$(PYTHON) .ci/regles.py
	@$(PYTHON) .ci/dependances.py

requirements: ## Compile pyproject.toml into exact versions with hashes (needs uv)
	@.ci/requirements

nomenclature: $(STAMP) ## List what is served and comes from others, as auditors read it (CycloneDX)
	@$(PYTHON) .ci/dependances.py var/nomenclature.cdx.json

format: $(STAMP) ## Give the code its form
	@$(PYTHON) -m ruff check --fix .
	@$(PYTHON) -m ruff format .

bench: $(STAMP) browser ## Measure in a real browser, and print a table
	@$(PYTHON) -m bench
