#!/bin/sh
# The file server behind the first policy, for clients that cannot hand `--` on, as the MCP Inspector.
cd "$(dirname "$0")/../.."
exec "${GATEHOUSE:-src/Gatehouse.Cli/bin/Release/net10.0/gatehouse}" run --policy examples/first/policy.json -- \
  npx -y @modelcontextprotocol/server-filesystem /tmp
