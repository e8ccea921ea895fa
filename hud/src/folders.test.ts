import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = new URL('.', import.meta.url).pathname;

function imports(folder: string): { file: string; from: string }[] {
  return readdirSync(join(SRC, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|svelte)$/.test(name) && !name.endsWith('.test.ts'))
    .flatMap((name) =>
      [...readFileSync(join(SRC, folder, name), 'utf8').matchAll(/(import type|import)[^'"]*['"](\.[^'"]+)['"]/g)].map((match) => ({
        file: `${folder}/${name}`,
        from: `${match[1] === 'import type' ? 'type ' : ''}${match[2]}`,
      })),
    );
}

describe('folders', () => {
  it('api imports nothing of ours but itself', () => {
    expect(imports('api').filter(({ from }) => !from.startsWith('./') && !from.startsWith('type ./'))).toEqual([]);
  });

  it('parts import only states, words, themselves, and types of the api', () => {
    const allowed = /^(type )?(\.\/|\.\.\/states|\.\.\/words)|^type \.\.\/api\//;
    expect(imports('parts').filter(({ from }) => !allowed.test(from))).toEqual([]);
  });

  it('a page does not import another page', () => {
    expect(imports('pages').filter(({ from }) => /\.\.\/(overview|tasks|nodes|ledger|agents|access|documents|messages|memory|inference|login)\//.test(from))).toEqual([]);
  });
});
