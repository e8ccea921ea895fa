// Walks through the HUD of a running God Mode as a person would, on a desktop and a phone, dark and light,
// and leaves screenshots. Fails when something is missing, or when axe finds a serious fault.
//   GODMODE_LINKS   one-time login links, separated by blanks: one for each walk (gm login prints one)
//   SHOTS           folder for the screenshots
//   CHROMIUM        the browser, /usr/bin/chromium unless told
import { AxeBuilder } from '@axe-core/playwright';
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';

const links = (process.env.GODMODE_LINKS ?? '').split(/\s+/).filter(Boolean);
const shots = process.env.SHOTS ?? 'target/shots';
const WALKS = [
  { name: 'desktop-dark', viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
  { name: 'phone-light', viewport: { width: 390, height: 844 }, colorScheme: 'light', isMobile: true, hasTouch: true },
  { name: 'desktop-light', viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  { name: 'phone-dark', viewport: { width: 390, height: 844 }, colorScheme: 'dark', isMobile: true, hasTouch: true },
].slice(0, links.length);
assert.ok(WALKS.length >= 2, 'GODMODE_LINKS needs at least two login links');
mkdirSync(shots, { recursive: true });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
});

async function walk({ name, ...options }, link) {
  const context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (fault) => faults.push(String(fault)));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  const origin = new URL(link).origin;
  const look = async (what) => {
    await page.screenshot({ path: `${shots}/${name}-${what}.png` });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    assert.deepEqual(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).slice(0, 3)}`), [], `${name} ${what}`);
  };

  await page.goto(origin + '/login');
  await page.getByLabel('Code').waitFor();
  await look('login');

  await page.goto('about:blank');
  await page.goto(link);
  await page.getByRole('region', { name: 'Fleet' }).waitFor();
  await page.getByRole('button', { name: 'live', exact: false }).first().waitFor();
  await look('overview');

  await page.getByRole('link', { name: 'Tasks' }).first().click();
  await page.getByRole('heading', { name: 'Tasks' }).waitFor();
  await page.locator('section[aria-label=Tasks] a').first().waitFor();
  await look('tasks');

  // A task that talks while we look: its lines must arrive by themselves.
  const submitted = await page.evaluate(async (who) => {
    const response = await fetch('/api/v1/tasks', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        tasks: [{
          name: `talk to ${who}`,
          command: ['/bin/sh', '-c', 'i=0; while [ $i -lt 60 ]; do i=$((i+1)); printf "\\033[32mline\\033[0m %s\\n" $i; sleep 0.25; done'],
          checks: [{ name: 'it talked', command: ['true'] }],
        }],
      }),
    });
    return response.json();
  }, name);
  await page.goto(`${origin}/tasks/${submitted.tasks[0]}`);
  await page.getByRole('log').getByText('line 3', { exact: false }).first().waitFor({ timeout: 15_000 });
  await look('task-live');

  await page.getByRole('button', { name: 'STOP', exact: true }).click();
  await page.getByRole('button', { name: 'Stop all?' }).click();
  await page.getByRole('alert').getByText('■ STOPPED').waitFor();
  await look('stopped');
  await page.getByRole('button', { name: 'Resume', exact: true }).click();
  await page.getByRole('alert').getByText('■ STOPPED').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.getByRole('button', { name: 'Cancel it?' }).click();
  await page.getByRole('button', { name: 'Retry', exact: true }).waitFor({ timeout: 20_000 });
  await look('cancelled');

  for (const [link, wait] of [['Nodes', 'Nodes'], ['Ledger', 'Ledger'], ['Agents', 'Agents']]) {
    await page.getByRole('link', { name: link }).first().click();
    await page.getByRole('heading', { name: wait, level: 1 }).waitFor();
    await page.waitForLoadState('networkidle').catch(() => {});
    await look(link.toLowerCase());
  }
  await page.getByRole('link', { name: 'Nodes' }).first().click();
  await page.locator('section[aria-label=Nodes] button').first().click();
  await page.getByRole('complementary').waitFor();
  await look('node');

  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  await look('palette');
  await page.keyboard.press('Escape');

  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${name}: the page is ${wide} px wider than the screen`);
  assert.deepEqual(faults.filter((fault) => !fault.includes('401')), [], `${name}: errors in the browser`);
  await context.close();
  console.log(`walked ${name}`);
}

try {
  for (const [i, options] of WALKS.entries()) await walk(options, links[i]);
} finally {
  await browser.close();
}
