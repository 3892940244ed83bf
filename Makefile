# `make demo` runs the main job, `make test` the tests; each sets up .venv by itself.
.PHONY: install demo test check format constraints train-nano

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

# Looks and a network that sees, from nothing, on a processor; run again, it goes on. It fails when
# what was learned is less than its floor.
train-nano: install
	@.venv/bin/python -c 'import torch, onnx, safetensors' 2>/dev/null || \
	  .venv/bin/pip install -q -c constraints.txt -e '.[train]'
	@.venv/bin/home-agent train looks --seeds 0:300 --out data/looks
	@.venv/bin/home-agent train vla --looks data/looks --out data/nano --steps 1000 --mixed \
	  --threads 1 --floor 0.7

constraints: install
	@(echo "# Exact versions that CI runs with; refresh with 'make constraints' and run 'make test'."; \
	  .venv/bin/pip freeze --exclude-editable | sed 's/+cpu$$//') > constraints.txt
