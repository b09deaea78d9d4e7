#!/usr/bin/env bash
# youju …: the engineer's command with the settings of the services and under their account. Put it at /usr/local/bin/youju.
# What is said before it on the line wins: YOUJU_DATABASE=postgresql://youju_owner:…@127.0.0.1/youju youju manage migrate
# YOUJU_PROGRAM names another program, such as the one just installed beside; the file is read as systemd reads it.
set -euo pipefail
settings=${YOUJU_SETTINGS:-/etc/youju/youju.env} program=${YOUJU_PROGRAM:-/srv/youju/venv/bin/youju} account=${YOUJU_ACCOUNT:-youju}
[ -r "$settings" ] || { echo "读不到 $settings:用 root 或 youju 账号运行。$settings cannot be read: run as root or youju." >&2; exit 2; }
while IFS= read -r line || [ -n "$line" ]; do
  [[ $line =~ ^(YOUJU_[A-Z_]+)=(.*)$ ]] || continue
  [ -n "${!BASH_REMATCH[1]+said}" ] || export "${BASH_REMATCH[1]}=${BASH_REMATCH[2]}"
done <"$settings"
unset YOUJU_SETTINGS YOUJU_PROGRAM YOUJU_ACCOUNT
if [ "$(id -u)" = 0 ] && [ "$account" != root ]; then exec runuser -u "$account" -- "$program" "$@"; fi
exec "$program" "$@"
