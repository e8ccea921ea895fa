import { expect, test } from 'vitest';
import type { NearAnswer } from '../../api/memories';
import { glyph, picture, short, ways } from './picture';

const near = (id: string, hops: number) => ({ id, kind: id.slice(0, id.indexOf(':')), label: id.slice(id.indexOf(':') + 1), hops, strength: 1 });
const says = (from: string, relation: string, to: string) => ({ from, relation, to, teller: from, scope: 'fleet' });

const ANSWER: NearAnswer = {
  entities: [near('name:checkout', 0), near('name:billing', 1), near('memory:m1', 1), near('memory:m2', 2)],
  relations: [says('name:checkout', 'depends on', 'name:billing'), says('memory:m1', 'mentions', 'name:checkout'), says('memory:m2', 'mentions', 'name:billing')],
  more: 0,
};

test('what was asked for is in the middle, the others around it, and all of it in the picture', () => {
  const { spots, lines } = picture(ANSWER, 600, 300, 40);
  expect(spots[0]).toMatchObject({ x: 300, y: 150 });
  for (const { x, y } of spots) {
    expect(x).toBeGreaterThanOrEqual(150);
    expect(x).toBeLessThanOrEqual(450);
    expect(y).toBeGreaterThan(30);
    expect(y).toBeLessThan(270);
  }
  expect(new Set(spots.map(({ x, y }) => `${x} ${y}`)).size).toBe(4);
  expect(lines).toHaveLength(3);
});

test('a small picture has the nearest, and no line without its ends', () => {
  const { spots, lines } = picture(ANSWER, 300, 300, 2);
  expect(spots.map(({ entity }) => entity.id)).toEqual(['name:checkout', 'name:billing']);
  expect(lines).toHaveLength(1);
});

test('the list says how each is come by, from what is nearer', () => {
  expect(ANSWER.entities.map((one) => ways(one, ANSWER))).toEqual([[], ['checkout depends on it'], ['mentions checkout'], ['mentions billing']]);
});

test('kinds are told apart by their shape, and long names are cut', () => {
  expect(new Set(['memory', 'task', 'agent', 'node', 'stream', 'document', 'file', 'tag', 'name'].map(glyph)).size).toBe(9);
  expect(short('a long name', 7)).toBe('a long…');
});
