# make demo | test | check | fix | bench | docs. Each installs what it needs; none changes anything outside this folder,
# save that `make test` may install Chromium and PostgreSQL by apt.

UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
RUN := $(UV) run --no-sync
STATIC := src/trigpoint/web/static/built/manifest.json
PORT ?= 8000

.PHONY: demo dev test check fix bench docs wheel clean

demo: .venv/.demo-ready $(STATIC)
	$(RUN) trigpoint demo --port $(PORT)

test: .venv/.dev-ready $(STATIC)
	scripts/test

check: .venv/.dev-ready
	scripts/check

fix: .venv/.dev-ready
	$(RUN) ruff check --fix
	$(RUN) ruff format

bench: .venv/.dev-ready
	$(RUN) python -m benchmarks

docs: .venv/.dev-ready
	$(RUN) python scripts/make_docs.py

dev: .venv/.dev-ready $(STATIC)

wheel: $(STATIC) $(UV)
	$(UV) build --wheel

.tools/bin/uv:
	python3 -m venv .tools
	.tools/bin/pip install --quiet uv

.venv/.demo-ready: pyproject.toml uv.lock | $(UV)
	$(UV) sync --quiet --frozen --no-dev --inexact --compile-bytecode
	touch $@

.venv/.dev-ready: pyproject.toml uv.lock | $(UV)
	$(UV) sync --quiet --frozen --compile-bytecode
	touch $@ .venv/.demo-ready

$(STATIC): package.json package-lock.json scripts/build_static.mjs
	npm ci --no-audit --no-fund --loglevel=error
	node scripts/build_static.mjs

clean:
	rm -rf .venv .tools node_modules src/trigpoint/web/static/built dist
