#!/usr/bin/env bash
# venv.sh VENV LOCK [WHEEL|none]: an environment from nothing but a Python, holding exactly what LOCK names, hash by hash,
# and then this project without dependencies of its own choosing: editable from here, or WHEEL, or not at all.
# uv is used where it is installed because it is faster; pip, which every Python brings, gives the same result.
set -euo pipefail
venv=$1 lock=$2 project=(--no-build-isolation -e .)
[ $# -lt 3 ] || project=(--no-index "$3")

say() { printf '%s\n' "$*" >&2; }
fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

python=
for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
  if fits "$candidate"; then python=$candidate; break; fi
done
if [ -z "$python" ]; then
  say "没有找到 Python 3.11 或更新的版本。请先安装,或用 PYTHON=/路径/python3 make … 指定。"
  say "No Python 3.11 or newer was found. Install one, or name it: PYTHON=/path/to/python3 make …"
  exit 2
fi

if uv=$(command -v uv); then
  [ -x "$venv/bin/python" ] || "$uv" venv -q --python "$python" "$venv"
  "$uv" pip sync -q --python "$venv/bin/python" --require-hashes "$lock"
  [ "${3:-}" = none ] || "$uv" pip install -q --python "$venv/bin/python" --no-deps "${project[@]}"
  exit
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  say "Python 的 venv 模块不可用。Debian/Ubuntu 请先执行:apt-get install python3-venv"
  say "Python's venv module is not usable. On Debian or Ubuntu first: apt-get install python3-venv"
  exit 2
fi
[ -x "$venv/bin/python" ] || "$python" -m venv "$venv"
"$venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r "$lock"
[ "${3:-}" = none ] || "$venv/bin/python" -m pip install -q --disable-pip-version-check --no-deps "${project[@]}"
