# `make demo` runs the main job, `make test` the tests; each sets up .venv by itself.
.PHONY: install demo test check format constraints

install:
	@scripts/setup

demo: install
	@.venv/bin/home-agent demo

test: install
	@.venv/bin/pytest -n 2

check: install
	@scripts/check

format: install
	@.venv/bin/ruff check --fix . && .venv/bin/ruff format .

constraints: install
	@(echo "# Exact versions that CI runs with; refresh with 'make constraints' and run 'make test'."; \
	  .venv/bin/pip freeze --exclude-editable) > constraints.txt
