// Looks at single pages of a God Mode that something happens to, in the four ways of a walk.
//   SCENES   JSON: [{"name": "frozen", "path": "/", "shows": "text that must be there"}, …]; with "click", a button of that name is clicked first
//   GODMODE_LINKS, SHOTS, CHROMIUM   as in walk.mjs
import { walkAll } from './looks.mjs';

const scenes = JSON.parse(process.env.SCENES ?? '[]');

await walkAll(async ({ page, link, origin, look }) => {
  await page.goto(link);
  for (const scene of scenes) {
    await page.goto(origin + scene.path);
    if (scene.click !== undefined) await page.getByRole('button', { name: scene.click }).first().click();
    await page.getByText(scene.shows, { exact: false }).first().waitFor({ timeout: 20_000 });
    await look(scene.name, { fullPage: true });
  }
});
