// Logs in with the fleet's login provider, on a desktop and a phone, dark and light: ada is let in, eve is told what to do.
//   GODMODE_PROVIDER   its address; its /as/NAME says who is at the browser
//   GODMODE_DEVICE     a link of gm login --device, to which ada says yes in the first walk
//   GODMODE_LINKS, SHOTS, CHROMIUM   as in walk.mjs
import assert from 'node:assert/strict';
import { walkAll } from './looks.mjs';

const provider = process.env.GODMODE_PROVIDER;
let device = process.env.GODMODE_DEVICE ?? '';

await walkAll(async ({ page, origin, look }) => {
  await fetch(`${provider}/as/eve`);
  await page.goto(origin + '/login');
  await page.getByRole('link', { name: 'Log in with Acme' }).waitFor();
  await look('login-provider');
  await page.getByRole('link', { name: 'Log in with Acme' }).click();
  await page.getByRole('alert').getByText('eve@acme.test', { exact: false }).waitFor();
  await look('login-refused');
  await page.reload();
  await page.getByRole('link', { name: 'Log in with Acme' }).waitFor();
  assert.equal(await page.getByRole('alert').count(), 0, 'a problem is told once');

  await page.context().clearCookies();
  await fetch(`${provider}/as/ada`);
  await page.getByRole('link', { name: 'Log in with Acme' }).click();
  await page.getByRole('region', { name: 'Fleet' }).waitFor();
  const who = await page.evaluate(async () => (await fetch('/api/v1/whoami')).json());
  assert.deepEqual([who.name, who.kind], ['ada@acme.test', 'operator']);

  if (device !== '') {
    await page.goto(device);
    await page.locator('button[type=submit]:not([name=abort])').first().click();
    await page.getByText('success', { exact: false }).first().waitFor();
    device = '';
  }
});
