import { expect, test } from 'vitest';
import { ask } from './ask';

const of = (text: string) => ask(new URLSearchParams(text));

test('nothing said means everything, by every part', () => {
  expect(of('')).toEqual({ query: '', scope: '', tag: '', near: '', parts: ['words', 'meaning', 'graph'] });
});

test('a URL says what is looked for, where and by what', () => {
  expect(of('q= redis &scope=stream:shop&tag=ci&by=meaning&near=name:redis')).toEqual({ query: 'redis', scope: 'stream:shop', tag: 'ci', near: 'name:redis', parts: ['meaning'] });
});

test('a part that there is not counts as not said', () => {
  expect(of('by=luck').parts).toEqual(['words', 'meaning', 'graph']);
});
