# The two commands: `make demo` and `make test`. Both install what is missing first.

SWIFT ?= swift
# Everything that is formatted by the rules of .swift-format.
SOURCES := Package.swift Sources Tests Plugins schema fixtures Benchmarks/Package.swift Benchmarks/Sources
RELEASE := .build/release/didtron

# A crash in a test or job without a terminal must end it, not wait for a debugger.
export SWIFT_BACKTRACE = enable=no

.PHONY: help demo test simulate build man bench growth lint format install clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

demo: build ## the main job on a million calls: rated, loaded, invoiced, checked
	$(RELEASE) demo

test: install lint ## format lint, build, every test
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --disable-xctest

simulate: install ## random business with kills: SIMULATOR_SEED (the first), SIMULATOR_SEEDS (how many), SIMULATOR_ACTS
	$(SWIFT) build --build-tests
	SIMULATOR_SEED=$${SIMULATOR_SEED:-1} SIMULATOR_SEEDS=$${SIMULATOR_SEEDS:-20} SIMULATOR_ACTS=$${SIMULATOR_ACTS:-200} \
		$(SWIFT) test --skip-build --disable-xctest --filter SimulatorTests

build: install ## the release binary, .build/release/didtron
	$(SWIFT) build -c release --product didtron

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
