# minutes_pipeline: 議事録を記録にする。使い方は README.md。
# 必要なもの: Python 3.11 以上、make。最初の実行で .venv を作り、一度だけ導入する。

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
USE := $(VENV)/.installed
DEV := $(VENV)/.installed-dev
DB := outputs/minutes.db
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --constraint constraints.txt

.PHONY: demo test check fuzz locked lock audit wheel bench samples picture screenshots schemas accuracy clean

demo: $(USE)
	$(BIN)/minutes ingest samples --db $(DB)
	@echo
	$(BIN)/minutes list --db $(DB)
	@echo
	$(BIN)/minutes search 相談 課題 --limit 3 --db $(DB)
	@echo "データベースは $(DB) です。次の命令を試してください。"
	@echo "  $(BIN)/minutes show 記号               会議の記録を読む（記号は上の一覧の左端）"
	@echo "  $(BIN)/minutes search 語句             語句で探す"
	@echo "  $(BIN)/minutes export --format csv     Excel で開ける表にする"
	@echo "  $(BIN)/minutes ingest フォルダー       自分の議事録を取り込む"

test: $(DEV)
	$(BIN)/python -m pytest

check: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# 乱れたファイルを 5,000 件、置き場から取り込む（約 6 分）。途中で止めても、続きから始まる。
# やり直すときは outputs/fuzz.jsonl を消す。別の乱れ方は make fuzz SEED=1。
SEED ?= 0
fuzz: $(DEV)
	$(BIN)/python tests/fuzz/run.py --count 5000 --seed $(SEED) --keep outputs/fuzz --report outputs/fuzz.jsonl

# 配布ファイル1つずつのハッシュを確かめて入れる（CI 用）。
locked: | $(BIN)/python
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(USE) $(DEV)

# 版とハッシュを作り直す。uv が要る（docs/dependencies.md）。
LOCK := uv pip compile --quiet --universal --no-emit-index-url --extra dev --python-version 3.11 pyproject.toml
lock:
	$(LOCK) --custom-compile-command "make lock" --output-file constraints.txt
	$(LOCK) --custom-compile-command "make lock" --no-annotate --generate-hashes --constraint constraints.txt --output-file requirements.lock

# 公開された脆弱性の一覧と照らす。一覧に届かなければ失敗する。
AUDIT := $(VENV)/audit
audit: | $(BIN)/python
	$(PYTHON) -m venv $(AUDIT)
	$(AUDIT)/bin/python -m pip install -qq --disable-pip-version-check pip-audit
	$(AUDIT)/bin/pip-audit --strict --require-hashes --disable-pip --requirement requirements.lock

# 配布物。同じ中身からは同じバイト列ができる。
wheel: $(DEV)
	$(BIN)/python -m pip wheel -qq --no-deps --no-build-isolation --wheel-dir dist .
	sha256sum dist/*.whl

# 全部で 20 分ほど。目標に届かないものがあっても最後まで測り、あれば失敗で終わる。
BENCHES := whole_job.py growth.py parallel.py 'reading.py samples tests/corpus/documents' storing.py 'searching.py --lines 20000' start_up.py 'site.py --meetings 3000'
bench: $(DEV)
	@failed=0; for script in $(BENCHES); do echo "== $$script"; $(BIN)/python benchmarks/$$script || failed=1; done; exit $$failed

samples: $(DEV)
	$(BIN)/python samples/build.py

# README の絵。架空の文書から作る。
PICTURE := tests/corpus/documents/hagisaka_renraku.pdf
picture: $(DEV)
	$(BIN)/python docs/make_picture.py $(PICTURE) docs/show.svg --lines 62

# 画面の絵（docs/screenshots/）。Chromium が要る。
screenshots: $(DEV)
	$(BIN)/python docs/make_screenshots.py

schemas: $(DEV)
	$(BIN)/minutes schema --write

# 正解データのある文書で精度を測る: リポジトリの架空の文書と、あれば ../shared/eval（MINUTES_SHARED で指定）。
# 自分の文書で測るときは minutes evaluate を使う。
MINUTES_SHARED ?= ../shared
accuracy: $(DEV)
	$(BIN)/minutes evaluate --forms --reliability --gold tests/corpus/gold tests/corpus/documents
	$(BIN)/minutes evaluate --reliability --gold training/unseen/gold training/unseen/documents
	@if [ -d "$(MINUTES_SHARED)/eval/gold" ]; then \
	  $(BIN)/minutes evaluate --forms --reliability --gold "$(MINUTES_SHARED)/eval/gold" "$(MINUTES_SHARED)/eval/documents"; \
	else echo "評価用のデータ（$(MINUTES_SHARED)/eval）がないので、架空の文書だけで測りました。"; fi

# 作り直せるものだけを消す。outputs/ のデータベースには触れない。
clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 以上が必要です。make PYTHON=python3.12 のように指定してください。"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(USE): pyproject.toml constraints.txt | $(BIN)/python
	@echo "導入しています（最初の1回だけ、数分かかることがあります）"
	$(PIP) --editable .
	@touch $@

$(DEV): pyproject.toml constraints.txt | $(BIN)/python
	@echo "開発用の道具を導入しています（最初の1回だけ）"
	$(PIP) --editable '.[dev]'
	@touch $@ $(USE)
