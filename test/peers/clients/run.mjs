// What the SDK clients have in common: list, call, print.
export async function run(connect) {
  const [url, calls] = process.argv.slice(2);
  const client = await connect(url);
  const { tools } = await client.listTools();
  const texts = [];
  for (const { tool, args } of JSON.parse(calls)) {
    try {
      const result = await client.callTool({ name: tool, arguments: args });
      texts.push(result.content.map(block => block.text ?? block.type).join('\n'));
    } catch (error) {
      texts.push(`error ${error.code}: ${error.message}`);
    }
  }

  console.log(JSON.stringify({ tools: tools.map(tool => tool.name), texts }));
  await client.close();
  process.exit(0);
}
