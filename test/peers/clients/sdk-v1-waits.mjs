// sdk-v1-waits.mjs URL task|url TOOL ARGS: makes one call that needs a person, in the way that the protocol has for it.
// GATEHOUSE_TOKEN is the bearer token. Prints "WAITING id" once a person is asked, and "DONE {...}" at the end.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitationCompleteNotificationSchema, UrlElicitationRequiredError } from '@modelcontextprotocol/sdk/types.js';

const [url, mode, name, args] = process.argv.slice(2);
const call = { name, arguments: JSON.parse(args) };
const headers = { Authorization: `Bearer ${process.env.GATEHOUSE_TOKEN}` };
const capabilities = mode === 'url' ? { elicitation: { url: {} } } : {};
const client = new Client({ name: 'sdk-v1', version: '1.0.0' }, { capabilities });
const done = what => {
  console.log('DONE ' + JSON.stringify(what));
  process.exit(0);
};

const completed = new Promise(resolve => client.setNotificationHandler(
  ElicitationCompleteNotificationSchema, notification => resolve(notification.params.elicitationId)));
await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
const { tools } = await client.listTools();

if (mode === 'task') {
  const support = tools.find(tool => tool.name === name).execution?.taskSupport;
  let task, waits;
  for await (const message of client.experimental.tasks.callToolStream(call)) {
    if (message.type === 'taskCreated') {
      task = message.task.taskId;
    } else if (message.type === 'taskStatus' && !waits) {
      waits = /Request (\S+) waits/.exec(message.task.statusMessage ?? '')?.[1];
      if (waits) console.log('WAITING ' + waits);
    } else if (message.type === 'result') {
      const listed = (await client.experimental.tasks.listTasks()).tasks.map(one => one.taskId);
      done({ support, isListed: listed.includes(task), content: message.result.content });
    } else if (message.type === 'error') {
      done({ error: message.error.message });
    }
  }
}

let asked;
try {
  await client.callTool(call);
} catch (error) {
  asked = error instanceof UrlElicitationRequiredError ? error.elicitations[0] : undefined;
}

if (!asked) done({ error: 'was not asked' });
console.log('WAITING ' + asked.elicitationId);
const settled = await completed;
const result = await client.callTool(call);
done({ url: asked.url, isTheSame: settled === asked.elicitationId, content: result.content });
