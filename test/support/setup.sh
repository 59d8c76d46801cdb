#!/usr/bin/env bash
# Installs what the tests need besides Node and npm: Chromium, which the browser tests drive, a font for it to write with, and
# Redis and Postgres, of which the tests start their own.
# Debian's own packages, through apt; nothing else on the machine is changed.
set -euo pipefail

missing=()
[ -x /usr/bin/chromium ] || missing+=(chromium fonts-dejavu-core)
command -v redis-server >/dev/null || missing+=(redis-server)
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing+=(postgresql)
if [ "${#missing[@]}" -eq 0 ]; then
  echo "All is here already: $(/usr/bin/chromium --version 2>/dev/null || echo /usr/bin/chromium), $(redis-server --version)"
  exit 0
fi
if ! command -v apt-get >/dev/null; then
  echo "This script knows Debian's apt only. Install Chromium so that it is /usr/bin/chromium, redis-server and Postgres (/usr/lib/postgresql), then run the tests." >&2
  exit 1
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "Installing packages needs root: run this script as root, or install sudo." >&2; exit 1; }
  as_root=(sudo)
fi

echo "Installing the Debian packages ${missing[*]} with apt-get …"
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
/usr/bin/chromium --version
redis-server --version
