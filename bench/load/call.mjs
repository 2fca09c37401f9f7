// The call of call.lua, for fetch.
export const request = (tool, token) => ({
  method: 'POST',
  headers: {
    Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream',
    'MCP-Protocol-Version': '2026-07-28', 'Mcp-Method': 'tools/call', 'Mcp-Name': tool,
  },
  body: JSON.stringify({
    jsonrpc: '2.0', id: 17, method: 'tools/call',
    params: {
      name: tool, arguments: { path: '/srv/data/report.txt', amount: 12.5, note: 'quarterly' },
      _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28', 'io.modelcontextprotocol/clientCapabilities': {} },
    },
  }),
});
