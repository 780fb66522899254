PYTHON ?= python3
PORT   ?= 8000
VENV   := .venv
BIN    := $(VENV)/bin
UVLOCK := $(BIN)/uv pip compile -q --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock"
# uv then trusts the machine's certificates, as pip does.
export UV_SYSTEM_CERTS ?= true

.PHONY: lock
lock:
	$(UVLOCK) pyproject.toml -o requirements/base.txt
	$(UVLOCK) pyproject.toml --group dev -o requirements/dev.txt
