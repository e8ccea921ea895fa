// The official clients use control's tools over HTTP and by gm mcp. Also stands before control and puts the token in, for the conformance
// suite, which knows no way to log in. Usage: mcp.mjs door URL TOKENFILE | mcp.mjs clients URL TOKENFILE GM
import { readFileSync } from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [what, url, tokenFile, gm] = process.argv.slice(2);
const token = readFileSync(tokenFile, "utf8").trim();
const require = createRequire(process.cwd() + "/");
const load = (name) => import(pathToFileURL(require.resolve(name)).href);

function door() {
  const to = new URL(url);
  const server = http.createServer((request, response) => {
    const onward = http.request(
      { host: to.hostname, port: to.port, path: request.url, method: request.method, headers: { ...request.headers, authorization: `Bearer ${token}` } },
      (answer) => {
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
  server.listen(0, "127.0.0.1", () => console.log(server.address().port));
}

function must(fits, words) {
  if (!fits) throw new Error(words);
}

async function use(client, how) {
  const { tools } = await client.listTools();
  must(tools.length > 30, `${how}: ${tools.length} tools`);
  const handedIn = await client.callTool({ name: "tasks_submit", arguments: { tasks: [{ name: `by ${how}`, command: ["true"], checks: [{ command: ["true"] }] }] } });
  const id = handedIn.structuredContent.tasks[0];
  const shown = await client.callTool({ name: "task_show", arguments: { id } });
  must(shown.structuredContent.task.name === `by ${how}`, `${how}: the task is another`);
  const wrong = await client.callTool({ name: "task_show", arguments: { idd: id } });
  must(wrong.isError && wrong.content[0].text.includes("did you mean 'id'"), `${how}: no hint`);
  const { prompts } = await client.listPrompts();
  const { resources } = await client.listResources();
  const read = await client.readResource({ uri: `godmode://task/${id}` });
  must(read.contents[0].text.includes(id), `${how}: the resource is another`);
  for (const name of ["nodes_list", "streams_list", "ledger_list", "ledger_totals", "approvals_list", "models_list", "agents_list", "fleet_queue", "whoami", "autopilot_status", "roadmap_status", "documents_list"]) {
    const result = await client.callTool({ name, arguments: {} }); // the client holds the answer against the tool's schema
    must(!result.isError, `${how}: ${name}: ${result.content[0].text}`);
  }
  console.log(`${how}: ${tools.length} tools, ${prompts.length} prompts, ${resources.length} resources; a task handed in and read, answers as their schemas say`);
  await client.close();
}

async function clients() {
  const me = { name: "proof", version: "1" };
  const { Client } = await load("@modelcontextprotocol/sdk/client/index.js");
  const { StreamableHTTPClientTransport } = await load("@modelcontextprotocol/sdk/client/streamableHttp.js");
  const { StdioClientTransport } = await load("@modelcontextprotocol/sdk/client/stdio.js");
  const overHttp = new Client(me);
  await overHttp.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: { Authorization: `Bearer ${token}` } } }));
  await use(overHttp, "sdk over http");
  const byProgram = new Client(me);
  await byProgram.connect(new StdioClientTransport({ command: gm, args: ["mcp"], env: process.env }));
  await use(byProgram, "sdk by gm mcp");
}

await (what === "door" ? door() : clients());
