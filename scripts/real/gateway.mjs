// The official clients of both vendors against the gateway: once for each model that is named. Run by gateway.sh.
import assert from 'node:assert/strict';
import OpenAI from 'openai';
import Anthropic from '@anthropic-ai/sdk';

const { BASE, KEY, MODELS } = process.env;
const openai = new OpenAI({ baseURL: `${BASE}/v1`, apiKey: KEY });
const anthropic = new Anthropic({ baseURL: BASE, apiKey: KEY });
const schema = { type: 'object', properties: { city: { type: 'string' } } };
const user = (content) => [{ role: 'user', content }];
let passed = 0;

async function check(model, what, run) {
  try {
    await run();
    passed += 1;
  } catch (error) {
    console.error(`${model}: ${what}: ${error.stack}`);
    process.exit(1);
  }
}

const toolOf = (name) => ({ type: 'function', function: { name, parameters: schema } });

async function chat(model) {
  await check(model, 'chat', async () => {
    const answer = await openai.chat.completions.create({ model, messages: user('say hello there') });
    assert.equal(answer.choices[0].message.content, 'hello there');
    assert.equal(answer.usage.total_tokens, 13);
  });
  await check(model, 'chat, streamed', async () => {
    let text = '';
    let usage;
    const stream = await openai.chat.completions.create({
      model, messages: user('say one two three'), stream: true, stream_options: { include_usage: true },
    });
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta?.content ?? '';
      usage = chunk.usage ?? usage;
    }
    assert.equal(text, 'one two three');
    assert.equal(usage.completion_tokens, 3);
  });
  await check(model, 'chat with tools, run by the client', async () => {
    const seen = [];
    const runner = openai.chat.completions.runTools({
      model, messages: user('call'), stream: true,
      tools: [{ type: 'function', function: { name: 'weather', parameters: schema, parse: JSON.parse, function: (given) => { seen.push(given.city); return 'sunny'; } } }],
    });
    assert.equal(await runner.finalContent(), 'the tool said sunny');
    assert.deepEqual(seen, ['Paris']);
  });
}

async function responses(model) {
  await check(model, 'responses', async () => {
    const answer = await openai.responses.create({ model, input: 'say hello there', instructions: 'be brief' });
    assert.equal(answer.output_text, 'hello there');
    assert.equal(answer.usage.total_tokens, 13);
  });
  await check(model, 'responses, streamed', async () => {
    const stream = openai.responses.stream({ model, input: 'say one two three' });
    const names = [];
    for await (const event of stream) names.push(event.type);
    assert.equal((await stream.finalResponse()).output_text, 'one two three');
    assert.equal(names[0], 'response.created');
    assert.equal(names.at(-1), 'response.completed');
  });
  await check(model, 'responses with a function', async () => {
    const tools = [{ type: 'function', name: 'weather', parameters: schema, strict: false }];
    const first = await openai.responses.stream({ model, input: 'call', tools }).finalResponse();
    const call = first.output.find((item) => item.type === 'function_call');
    assert.deepEqual(JSON.parse(call.arguments), { city: 'Paris' });
    const input = [...user('call'), ...first.output, { type: 'function_call_output', call_id: call.call_id, output: 'sunny' }];
    assert.equal((await openai.responses.create({ model, input, tools })).output_text, 'the tool said sunny');
  });
}

async function messages(model) {
  const max_tokens = 100;
  await check(model, 'messages', async () => {
    const answer = await anthropic.messages.create({ model, max_tokens, system: 'be brief', messages: user('say hello there') });
    assert.equal(answer.content[0].text, 'hello there');
    assert.equal(answer.stop_reason, 'end_turn');
    assert.equal(answer.usage.output_tokens, 2);
  });
  await check(model, 'messages, streamed', async () => {
    const stream = anthropic.messages.stream({ model, max_tokens, messages: user('say one two three') });
    let text = '';
    stream.on('text', (more) => { text += more; });
    const whole = await stream.finalMessage();
    assert.equal(text, 'one two three');
    assert.equal(whole.usage.output_tokens, 3);
  });
  await check(model, 'messages with a tool', async () => {
    const tools = [{ name: 'weather', input_schema: schema }];
    const first = await anthropic.messages.stream({ model, max_tokens, messages: user('call'), tools }).finalMessage();
    const use = first.content.find((block) => block.type === 'tool_use');
    assert.deepEqual(use.input, { city: 'Paris' });
    const after = await anthropic.messages.create({
      model, max_tokens, tools,
      messages: [...user('call'), { role: 'assistant', content: first.content },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: use.id, content: 'sunny' }] }],
    });
    assert.equal(after.content[0].text, 'the tool said sunny');
  });
  await check(model, 'count_tokens', async () => {
    assert.ok((await anthropic.messages.countTokens({ model, messages: user('say x') })).input_tokens > 0);
  });
}

async function badDays(model) {
  await check(model, 'a stream that breaks is an error of each client', async () => {
    await assert.rejects(async () => {
      for await (const _ of await openai.chat.completions.create({ model, messages: user('break a b c d e'), stream: true }));
    }, /broke off/);
    await assert.rejects(anthropic.messages.stream({ model, max_tokens: 9, messages: user('break a b c d e') }).finalMessage(), /broke off/);
    // Its accumulator takes response.failed for an answer; the failure stands in it.
    const failed = [];
    for await (const event of await openai.responses.create({ model, input: 'break a b c d e', stream: true })) failed.push(event);
    assert.equal(failed.at(-1).type, 'response.failed');
    assert.match(failed.at(-1).response.error.message, /broke off/);
  });
  await check(model, 'what may have been billed is not asked again', async () => {
    const began = Date.now();
    await assert.rejects(openai.chat.completions.create({ model, messages: user('fail') }), (error) => error.status === 502);
    await assert.rejects(anthropic.messages.create({ model, max_tokens: 9, messages: user('fail') }), (error) => error.status === 502);
    assert.ok(Date.now() - began < 400, 'a client tried again');
  });
  await check(model, 'cancel', async () => {
    const stream = await openai.chat.completions.create({ model, messages: user('drip'), stream: true });
    let chunks = 0;
    for await (const _ of stream) if (++chunks > 5) break;
    const other = anthropic.messages.stream({ model, max_tokens: 9, messages: user('drip') });
    other.on('text', () => other.abort());
    await assert.rejects(other.finalMessage(), Anthropic.APIUserAbortError);
  });
}

for (const model of MODELS.split(',')) {
  await chat(model);
  await responses(model);
  await messages(model);
  await badDays(model);
}

await check('any', 'models', async () => {
  const names = [];
  for await (const model of openai.models.list()) names.push(model.id);
  assert.ok(MODELS.split(',').every((name) => names.includes(name)), names.join());
  assert.equal((await anthropic.models.list()).data.length, names.length);
  assert.equal((await anthropic.models.retrieve(names[0])).id, names[0]);
});
await check('any', 'embeddings', async () => {
  const model = MODELS.split(',')[0];
  const usual = await openai.embeddings.create({ model, input: ['a', 'b'] }); // the client asks for base64 and unpacks it
  const floats = await openai.embeddings.create({ model, input: ['a', 'b'], encoding_format: 'float' });
  assert.equal(usual.data.length, 2);
  usual.data[1].embedding.forEach((one, i) => assert.ok(Math.abs(one - floats.data[1].embedding[i]) < 1e-6));
});
await check('any', 'errors', async () => {
  await assert.rejects(openai.chat.completions.create({ model: 'scriptd', messages: user('x') }), (error) =>
    error instanceof OpenAI.NotFoundError && error.code === 'model_not_found' && /nearest are scripted/.test(error.message));
  await assert.rejects(anthropic.messages.create({ model: 'scriptd', max_tokens: 9, messages: user('x') }), (error) =>
    error instanceof Anthropic.NotFoundError && error.error.error.type === 'not_found_error');
  await assert.rejects(new OpenAI({ baseURL: `${BASE}/v1`, apiKey: 'wrong' }).models.list(), OpenAI.AuthenticationError);
  await assert.rejects(new Anthropic({ baseURL: BASE, apiKey: 'wrong' }).messages.create({ model: 'scripted', max_tokens: 9, messages: user('x') }),
    Anthropic.AuthenticationError);
  await assert.rejects(openai.chat.completions.create({ model: 'scripted', messages: [] }), OpenAI.BadRequestError);
});

console.log(passed);
