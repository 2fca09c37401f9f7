#!/usr/bin/env bash
# Runs the scan of the action from its inputs, which come as variables. The exit code is the scan's.
set -euo pipefail

program=${GATEHOUSE:-${RUNNER_TEMP:-/tmp}/gatehouse/gatehouse}
words=(scan --ci --timeout "${TIMEOUT:-60s}")
while IFS= read -r file; do
  [ -z "$file" ] || words+=(--config "$file")
done <<<"${CONFIG:-.mcp.json}"
[ -z "${FAIL_ON:-}" ] || words+=(--fail-on "$FAIL_ON")
[ -z "${BASELINE:-}" ] || words+=(--baseline "$BASELINE")
[ -z "${SARIF:-}" ] || words+=(--sarif "$SARIF")
[ -z "${HTML:-}" ] || words+=(--html "$HTML")
exec "$program" "${words[@]}"
