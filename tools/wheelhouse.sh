#!/usr/bin/env bash
# wheelhouse.sh PYTHON OUT: every wheel that the web part needs, for this kind of machine and Python, with our own
# wheel, the hashes and an install script: a folder that is carried to a machine without network on a stick.
set -euo pipefail
python=$1 out=$2
root=$(cd "$(dirname "$0")/.." && pwd)
rm -rf "$out"
mkdir -p "$out/wheels"
"$python" -m pip wheel -q --disable-pip-version-check --no-build-isolation --no-deps -w "$out" "$root"
# What has no wheel is built here, with the same hashes on its source.
"$python" -m pip wheel -q --disable-pip-version-check --require-hashes --no-deps -w "$out/wheels" -r "$root/requirements/web.txt"
# A wheel built here has a hash of its own, so the list is written anew from what lies in the folder.
(cd "$out/wheels" && for wheel in *.whl; do
  name=${wheel%%-*}; rest=${wheel#*-}; version=${rest%%-*}
  printf '%s==%s --hash=sha256:%s\n' "${name//_/-}" "$version" "$(sha256sum "$wheel" | cut -d' ' -f1)"
done) >"$out/requirements.txt"
"$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' >"$out/PYTHON"
cp "$root/deploy/install.sh" "$out/install.sh"
cp -r "$root/deploy/systemd" "$root/deploy/nginx" "$root/deploy/youju.env" "$root/deploy/youju.sh" "$out/"
(cd "$out" && find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum) >"$out/SHA256SUMS"
echo "$out: $(find "$out/wheels" -name '*.whl' | wc -l) wheels, $(du -sh "$out" | cut -f1)"
