// The official client of the A2A protocol uses control, by each of its bindings. Usage: a2a.mjs URL TOKENFILE
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [url, tokenFile] = process.argv.slice(2);
const token = readFileSync(tokenFile, "utf8").trim();
const require = createRequire(process.cwd() + "/");
const load = (name) => import(pathToFileURL(require.resolve(name)).href);
const { SendMessageRequest, StreamResponse, Task } = await load("@a2a-js/sdk");
const { AgentCard } = await load("@a2a-js/sdk");
const { ClientFactory, DefaultAgentCardResolver, JsonRpcTransportFactory, RestTransportFactory } = await load("@a2a-js/sdk/client");

const known = (to, options = {}) => fetch(to, { ...options, headers: { ...options.headers, Authorization: `Bearer ${token}` } });
let messages = 0;

function must(fits, words) {
  if (!fits) throw new Error(words);
}

function message(task, more = {}, configuration = {}) {
  const parts = typeof task === "string" ? [{ text: task }] : [{ data: task }];
  return SendMessageRequest.fromJSON({ message: { messageId: `proof-${process.pid}-${messages++}`, role: "ROLE_USER", parts, ...more }, configuration });
}

async function refused(how, what, words) {
  try {
    await what();
  } catch (fault) {
    must(`${fault.name} ${fault.message}`.includes(words), `${how}: refused with other words: ${fault.name}: ${fault.message}`);
    return;
  }
  throw new Error(`${how}: not refused: ${words}`);
}

const state = (task) => Task.toJSON(task).status.state;

async function use(binding) {
  const factory = new ClientFactory({
    transports: [new JsonRpcTransportFactory({ fetchImpl: known }), new RestTransportFactory({ fetchImpl: known })],
    preferredTransports: [binding],
    cardResolver: new DefaultAgentCardResolver({}), // the card is for everybody
  });
  const client = await factory.createFromUrl(url);
  const proof = `by ${binding}`;
  const checked = { command: ["sh", "-c", "echo brought > out; echo said > \"$GODMODE_RESULT\""], checks: [{ command: ["grep", "-q", "brought", "out"] }] };

  const done = await client.sendMessage(message({ name: proof, ...checked }, { contextId: "a2a" }));
  must(state(done) === "TASK_STATE_COMPLETED", `${binding}: it is ${state(done)}`);
  must(Task.toJSON(done).artifacts.map((one) => one.name).join() === "result,evidence", `${binding}: other artifacts`);
  must(done.contextId === "a2a", `${binding}: another context`);

  const stages = [];
  for await (const event of client.sendMessageStream(message({ name: `${proof}, followed`, ...checked, command: ["sh", "-c", `sleep 1; ${checked.command[2]}`] }))) {
    const said = StreamResponse.toJSON(event);
    stages.push(said.task ? "task" : said.artifactUpdate ? said.artifactUpdate.artifact.name : said.statusUpdate.status.state);
  }
  must(stages[0] === "task" && stages.includes("evidence") && stages.at(-1) === "TASK_STATE_COMPLETED", `${binding}: the stream said ${stages}`);

  const slow = await client.sendMessage(message({ name: `${proof}, cancelled`, command: ["sleep", "60"] }, {}, { returnImmediately: true }));
  const followed = [];
  const following = (async () => {
    for await (const event of client.resubscribeTask({ id: slow.id, tenant: "" })) followed.push(StreamResponse.toJSON(event));
  })();
  while (followed.length === 0) await new Promise((soon) => setTimeout(soon, 20));
  const cancelled = await client.cancelTask({ id: slow.id, tenant: "", metadata: undefined });
  must(state(cancelled) === "TASK_STATE_CANCELED", `${binding}: cancelled it is ${state(cancelled)}`);
  await following;
  must(followed.at(-1).statusUpdate.status.state === "TASK_STATE_CANCELED", `${binding}: who followed was not told of the end`);
  await refused(binding, () => client.cancelTask({ id: slow.id, tenant: "", metadata: undefined }), "has ended");
  await refused(binding, () => client.getTask({ id: "nothing-like-it", tenant: "" }), "TaskNotFound");

  const asks = await client.sendMessage(message({ name: `${proof}, with a yes`, approval: true, ...checked }));
  must(state(asks) === "TASK_STATE_INPUT_REQUIRED", `${binding}: it does not wait: ${state(asks)}`);
  const allowed = await client.sendMessage(message({ approve: true }, { taskId: asks.id }));
  must(state(allowed) === "TASK_STATE_COMPLETED", `${binding}: after the yes it is ${state(allowed)}`);
  await refused(binding, () => client.sendMessage(message("more", { taskId: asks.id })), "has ended");

  const shown = await client.getTask({ id: done.id, tenant: "", historyLength: 1 });
  must(Task.toJSON(shown).history.length === 1, `${binding}: another history`);
  const listed = await client.listTasks({ tenant: "", contextId: "a2a", status: 0, pageSize: 5, pageToken: "" });
  must(listed.tasks.some((one) => one.id === done.id), `${binding}: it is not listed`);
  const card = AgentCard.toJSON(await client.getAgentCard());
  must(card.skills.some((skill) => skill.id === "agent:writer"), `${binding}: the card for those who are known names no agents`);
  console.log(`${binding}: ${stages.length} events of a stream, tasks begun, followed, listed, cancelled, approved and refused`);
}

for (const binding of ["JSONRPC", "HTTP+JSON"]) await use(binding);
