# What athir's README and CONTRIBUTING.md tell people to run. Cargo does the work; this file only names it.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

built := $(or $(CARGO_TARGET_DIR),target)/release
athir := $(built)/athir
spacy := target/spacy
mdbook := target/tools/bin/mdbook
# What stands in eval/SCORES.md up to this line is written by hand and kept.
tables_from_here := <!-- make eval writes what follows -->
# Any folder of .txt or .jsonl texts.
TEXTS ?= data/demo
MINUTES ?= 10

.PHONY: help build web demo test test-web test-export test-python test-spark test-wheel lint book parity bench bench-nlp fuzz api-fuzz eval kill clean

help: ## List the targets
	@sed -n 's/^\([a-z-]*\)[a-z -]*:.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 13

build: ## Build the command (target/release/athir)
	cargo build --release --locked -p athir-cli

web: web/dist/index.html ## Build the page (web/dist), which the next build of the command contains; needs Node 20

web/dist/index.html: web/index.html web/package-lock.json web/vite.config.ts $(shell find web/src web/public -type f 2> /dev/null)
	@command -v npm > /dev/null || { echo "the page needs Node 20.19 or newer, with npm"; exit 1; }
	cd web && npm ci --no-audit --no-fund && npm run build

demo: web build ## Code the bundled reports into a database, and open it in the browser
	@mkdir -p out/demo-data
	@$(athir) code data/demo/06-*.txt data/demo/21-*.txt data/demo/25-*.txt data/demo/26-*.txt
	@echo
	@test -e out/demo.db || $(athir) ingest data/demo --db out/demo.db
	@echo
	@echo "These are 4 of the reports, on Hay'at Tahrir al-Sham in Idlib in summer 2017; all of them are in out/demo.db."
	@echo "Open the address below: look for Killi, choose a report, and see why each event was coded."
	@$(athir) serve --db out/demo.db --data out/demo-data

test: lint book ## Check formatting and lints, build the guide, run all tests
	@test -n "$${ATHIR_TEST_POSTGRES:-}" || \
	    echo "note: the store is not tested on PostgreSQL; tools/with_postgres.sh make test does that too"
ifneq ($(shell command -v cargo-nextest),)
	cargo test --workspace --locked --doc --quiet
	cargo nextest run --workspace --locked
else
	cargo test --workspace --locked
endif

test-web: web ## Test the page in Chromium, against the command that was built last
	cd web && npm test

test-python: ## Build the Python module and test it on every Python that is here (installs its tools under target/)
	tools/python_tests.sh

test-spark: ## Code and merge the same reports with the command, Python and Spark; needs Java 17, and fetches PySpark (0.5 GB)
	tools/python_tests.sh spark

test-wheel: ## Build the wheel that pip installs, and try it on every Python that is here (15 minutes the first time)
	tools/python_tests.sh wheel

test-export: ## Open the exports of the demo reports with pandas, DuckDB, networkx and others (installs them under target/)
	cargo build --locked -p athir-cli
	tools/open_exports.sh $(or $(CARGO_TARGET_DIR),target)/debug/athir

book: $(mdbook) ## Build the guide as a book of pages (target/book) and check its links
	python3 tools/book.py $(mdbook) target/book

$(mdbook):
	cargo install mdbook --version 0.5.4 --locked --quiet --no-default-features --features search --root target/tools

lint:
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings

parity: ## Compare athir-nlp with spaCy on the texts of TEXTS=DIR (installs spaCy under target/)
	cargo build --release --locked -p athir-nlp --example parity_dump
	tools/spacy_env.sh
	for model in en_core_web_md en_core_web_sm; do \
	    echo; echo "$$model"; \
	    $(spacy)/bin/python tools/parity.py $(spacy)/$$model models/$$model $(built)/examples/parity_dump $(TEXTS); \
	done

bench bench-nlp: ## Time athir-nlp beside spaCy on the texts of TEXTS=DIR (installs spaCy under target/)
	cargo build --release --locked -p athir-nlp --example bench
	tools/spacy_env.sh
	for model in en_core_web_md en_core_web_sm; do \
	    echo; echo "$$model"; \
	    $(spacy)/bin/python tools/bench_spacy.py $(spacy)/$$model models/$$model $(built)/examples/bench $(TEXTS); \
	done

fuzz: ## Feed random and mutated reports to everything between text and page, for MINUTES=10
	tools/fuzz.sh $(MINUTES)

api-fuzz: build ## Ask the server for all that its OpenAPI document allows and more (installs Schemathesis under target/)
	tools/api_fuzz.sh $(athir) $(or $(EXAMPLES),100)

eval: build ## Score every board on the gold reports and benchmarks of SHARED=DIR; writes the tables of eval/SCORES.md
	@test -n "$(SHARED)" || { echo "usage: make eval SHARED=DIR, a folder with gold/ and bench/"; exit 2; }
	tools/scores.sh $(athir) "$(SHARED)" > eval/tables.new
	@sed '/^$(tables_from_here)$$/q' eval/SCORES.md > eval/SCORES.md.new
	@cat eval/tables.new >> eval/SCORES.md.new
	@mv eval/SCORES.md.new eval/SCORES.md
	@rm eval/tables.new

kill: ## Kill a writing process 200 times, and check after each that nothing acknowledged is lost
	ATHIR_KILLS=$(or $(KILLS),200) cargo test --release --locked -p athir-store --test it -- nothing_acknowledged_is_lost
	ATHIR_KILLS=$(or $(KILLS),200) cargo test --release --locked -p athir-cli --test it -- a_killed_ingest

clean: ## Remove what was built and written
	cargo clean
	rm -rf out web/dist web/node_modules web/tests/out
