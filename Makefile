# The two commands: `make demo` and `make test`. Both install what is missing first.

SWIFT ?= swift
# Everything that is formatted by the rules of .swift-format.
SOURCES := Package.swift Sources Tests Plugins schema fixtures Benchmarks/Package.swift Benchmarks/Sources
RELEASE := .build/release/didtron

# A crash in a test or job without a terminal must end it, not wait for a debugger.
export SWIFT_BACKTRACE = enable=no

# Tests of pages: packages of Python in a folder of their own, made anew where the list of them has changed.
BROWSER_TESTS := Tests/browser
BROWSER_VENV ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/didtron/browser-tests

.PHONY: help demo test test-pages screenshots simulate build server man bench growth lint format install clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

demo: build ## the main job on a million calls: rated, loaded, invoiced, checked; then the pages
	@# The server is built while the job is shown.
	@mkdir -p .build; $(SWIFT) build -c release --product didtron-server >.build/server.log 2>&1 & \
		building=$$!; $(RELEASE) demo && { wait $$building || { tail -n 20 .build/server.log; exit 1; }; }
	$(RELEASE) demo --serve

test: install lint ## format lint, build, every test
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --disable-xctest
	$(MAKE) test-pages

test-pages: $(BROWSER_VENV)/made ## the pages in a browser, of the debug build that is there
	$(BROWSER_VENV)/bin/python -m pytest -q -p no:cacheprovider $(BROWSER_TESTS)

screenshots: $(BROWSER_VENV)/made ## pictures of every page, in .build/screenshots
	SCREENSHOTS=$(CURDIR)/.build/screenshots $(BROWSER_VENV)/bin/python -m pytest -q -p no:cacheprovider $(BROWSER_TESTS)/screenshots.py

$(BROWSER_VENV)/made: $(BROWSER_TESTS)/requirements.txt
	python3 -m venv --clear $(BROWSER_VENV)
	$(BROWSER_VENV)/bin/python -m pip install -q --disable-pip-version-check -r $(BROWSER_TESTS)/requirements.txt
	@touch $@

simulate: install ## random business with kills, then random money: SIMULATOR_SEED (the first), _SEEDS (how many), _ACTS; MONEY_SEED, ...
	$(SWIFT) build --build-tests
	SIMULATOR_SEED=$${SIMULATOR_SEED:-1} SIMULATOR_SEEDS=$${SIMULATOR_SEEDS:-20} SIMULATOR_ACTS=$${SIMULATOR_ACTS:-200} \
		$(SWIFT) test --skip-build --disable-xctest --filter SimulatorTests
	MONEY_SEED=$${MONEY_SEED:-1} MONEY_SEEDS=$${MONEY_SEEDS:-10} MONEY_ACTS=$${MONEY_ACTS:-2000} \
		$(SWIFT) test --skip-build --disable-xctest --filter MoneySimulationTests

build: install ## the release binary, .build/release/didtron
	$(SWIFT) build -c release --product didtron

server: install ## the server of pages, .build/release/didtron-server
	$(SWIFT) build -c release --product didtron-server

man: ## the manual pages, in .build/man
	$(SWIFT) package plugin generate-manual --multi-page
	@mkdir -p .build/man && cp .build/plugins/GenerateManual/outputs/didtron/*.1 .build/man && ls .build/man | wc -l

bench: build ## the hot paths and the same job by others, as rates and as ratios
	Benchmarks/peers/install
	Benchmarks/yardstick/build
	$(SWIFT) run -c release --package-path Benchmarks bench $(BENCH)

growth: build ## how cost grows with calls, rates, customers, destinations and threads
	$(SWIFT) run -c release --package-path Benchmarks bench --growth $(BENCH)

lint: ## where the format differs from .swift-format
	$(SWIFT) format lint --strict --recursive --parallel $(SOURCES)

format: ## rewrites the sources in that format
	$(SWIFT) format --in-place --recursive --parallel $(SOURCES)

install: ## C libraries and PostgreSQL, where they are missing
	@.ci/install

clean: ## removes what was built; the database stays (see `didtron db status`)
	rm -rf .build Benchmarks/.build Benchmarks/results
