#!/bin/sh
# Installs the servers and clients of package-lock.json, once per lock file: a second run does nothing.
set -eu
cd "$(dirname "$0")"

wanted=$(sha256sum package-lock.json | cut -d' ' -f1)
stamp=node_modules/.installed-lock
if [ "$(cat "$stamp" 2>/dev/null || true)" = "$wanted" ]; then
  exit 0
fi

# Two test projects may ask at the same time.
exec 9>.install-lock
flock 9
if [ "$(cat "$stamp" 2>/dev/null || true)" = "$wanted" ]; then
  exit 0
fi

npm ci --ignore-scripts --omit=optional --loglevel=error
echo "$wanted" > "$stamp"
