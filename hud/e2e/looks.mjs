// What walks share: the four ways in which a page is looked at, and a look: a screenshot, and axe's judgement.
import { AxeBuilder } from '@axe-core/playwright';
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';

const DESKTOP = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

export const WAYS = [
  { name: 'desktop-dark', ...DESKTOP, colorScheme: 'dark' },
  { name: 'phone-light', ...PHONE, colorScheme: 'light' },
  { name: 'desktop-light', ...DESKTOP, colorScheme: 'light' },
  { name: 'phone-dark', ...PHONE, colorScheme: 'dark' },
];

/** One-time login links, one for each way that is walked. */
export const links = (process.env.GODMODE_LINKS ?? '').split(/\s+/).filter(Boolean);

const shots = process.env.SHOTS ?? 'target/shots';

/** Walks each way for which there is a link, with a page, its origin, its link and a look of its own; fails on errors of our pages in the browser. */
export async function walkAll(walk) {
  const ways = WAYS.slice(0, links.length);
  assert.ok(ways.length >= 2, 'GODMODE_LINKS needs at least two login links');
  mkdirSync(shots, { recursive: true });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
  });
  try {
    for (const [i, { name, ...options }] of ways.entries()) {
      const context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
      const page = await context.newPage();
      const faults = [];
      page.on('pageerror', (fault) => faults.push(String(fault)));
      const isOurs = ({ url }) => url === '' || url.startsWith(new URL(links[i]).origin);
      page.on('console', (message) => message.type() === 'error' && isOurs(message.location()) && faults.push(`${message.text()} ${message.location().url}`));
      await walk({ name, page, link: links[i], origin: new URL(links[i]).origin, look: (what, options) => look(page, name, what, options) });
      assert.deepEqual(faults.filter((fault) => !fault.includes('401')), [], `${name}: errors in the browser`);
      await context.close();
      console.log(`walked ${name}`);
    }
  } finally {
    await browser.close();
  }
}

async function look(page, name, what, { fullPage = false } = {}) {
  await page.screenshot({ path: `${shots}/${name}-${what}.png`, fullPage });
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  assert.deepEqual(serious.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).slice(0, 3)}`), [], `${name} ${what}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${name} ${what}: the page is ${wide} px wider than the screen`);
}
