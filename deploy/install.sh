#!/usr/bin/env bash
# install.sh [VENV]: put Youju into a fresh environment from the wheels beside this script, without any network.
# 从旁边的轮子包离线安装到一个新环境,不访问网络。
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
venv=${1:-/srv/youju/venv}
(cd "$here" && sha256sum --quiet -c SHA256SUMS) || {
  echo "轮子包不完整或被改过,没有安装。The bundle is not whole; nothing was installed." >&2; exit 2
}
python=
for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
  if [ "$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" = "$(cat "$here/PYTHON")" ]; then
    python=$candidate; break
  fi
done
[ -n "$python" ] || {
  echo "这批轮子是给 Python $(cat "$here/PYTHON") 的,本机没有。This bundle is for Python $(cat "$here/PYTHON")." >&2; exit 2
}
[ ! -e "$venv" ] || { echo "$venv 已经存在,没有改动;升级时装到新文件夹再切换。It exists; install beside it." >&2; exit 2; }
"$python" -m venv "$venv"
"$venv/bin/python" -m pip install -q --disable-pip-version-check --no-index --find-links "$here/wheels" \
  --require-hashes --no-deps -r "$here/requirements.txt"
"$venv/bin/python" -m pip install -q --disable-pip-version-check --no-index --no-deps "$here"/youju-*.whl
"$venv/bin/youju" --help >/dev/null
echo "装好了:$venv/bin/youju · installed"
