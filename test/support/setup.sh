#!/usr/bin/env bash
# Installs what the tests need besides Node and npm: Chromium, which the browser tests drive, and a font for it to write with.
# Debian's own packages, through apt; nothing else on the machine is changed.
set -euo pipefail

if [ -x /usr/bin/chromium ]; then
  echo "Chromium is here already: $(/usr/bin/chromium --version 2>/dev/null || echo /usr/bin/chromium)"
  exit 0
fi
if ! command -v apt-get >/dev/null; then
  echo "This script knows Debian's apt only. Install Chromium so that it is /usr/bin/chromium, then run the tests." >&2
  exit 1
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "Installing Chromium needs root: run this script as root, or install sudo." >&2; exit 1; }
  as_root=(sudo)
fi

echo "Installing the Debian packages chromium and fonts-dejavu-core with apt-get …"
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core
/usr/bin/chromium --version
