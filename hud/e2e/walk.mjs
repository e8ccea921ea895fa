// Walks through the HUD of a running God Mode as a person would, on a desktop and a phone, dark and light,
// and leaves screenshots. Fails when something is missing, or when axe finds a serious fault.
//   GODMODE_LINKS   one-time login links, separated by blanks: one for each walk (gm login prints one)
//   SHOTS           folder for the screenshots
//   CHROMIUM        the browser, /usr/bin/chromium unless told
import { walkAll } from './looks.mjs';

await walkAll(async ({ name, page, link, origin, look }) => {
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
  const told = 'The integration tests need the cache on port 6380.';
  await page.getByRole('link', { name: 'Memory' }).first().click();
  await page.getByText('Remember something').click();
  await page.getByLabel('What to remember').fill(told);
  await page.getByLabel('Tags').fill('tests, cache');
  await page.getByRole('button', { name: 'Remember', exact: true }).click();
  await page.getByRole('searchbox').fill('where does redis listen');
  await page.getByText('meaning #1', { exact: false }).waitFor({ timeout: 20_000 });
  await page.getByRole('button', { name: told }).click();
  await look('memory');

  await page.getByRole('link', { name: 'Nodes' }).first().click();
  await page.locator('section[aria-label=Nodes] button').first().click();
  await page.getByRole('complementary').waitFor();
  await look('node');

  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  await look('palette');
  await page.keyboard.press('Escape');

  await page.goto(origin + '/inference');
  await page.getByRole('region', { name: 'Providers' }).waitFor();
  await look('inference', { fullPage: true });

  await page.goto(origin + '/access');
  await page.getByRole('region', { name: 'Policy' }).waitFor();
  await page.getByLabel('Who').fill('agent:builder');
  await page.getByRole('button', { name: 'Ask' }).click();
  await page.getByText('agent:* may').waitFor();
  await look('access');
});
