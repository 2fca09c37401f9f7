// An MCP server over stdio that needs START_MS (default 7000) before it reads anything: longer than the five
// seconds after which some clients take a silent server for one of the older era.
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { setTimeout } from 'node:timers/promises';

await setTimeout(Number(process.env.START_MS ?? 7000));
const server = new McpServer({ name: 'slow', version: '1.0.0' });
server.registerTool('wake', { description: 'Says that the server is awake' }, () => ({
  content: [{ type: 'text', text: 'awake' }],
}));
server.registerTool('sleep', { description: 'Puts the server to sleep' }, () => ({
  content: [{ type: 'text', text: 'asleep' }],
}));
await server.connect(new StdioServerTransport());
