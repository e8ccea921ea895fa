import { expect, test } from 'vitest';
import type { TaskSpec } from '../../api/types';
import { wishes } from './wishes';

const spec = (some: Partial<TaskSpec>): TaskSpec => ({
  goal: '', command: [], checks: [], requires: [], prefers: [], after: [], approval: false, demand: {}, ...some,
});

const said = (some: Partial<TaskSpec>): Record<string, string> =>
  Object.fromEntries(wishes(spec(some)).filter(([, value]) => value !== ''));

test('a task that asks nothing says nothing', () => {
  expect(said({})).toEqual({});
});

test('what it needs is one line', () => {
  expect(said({ demand: { cores: 2, memory_bytes: 4 * 2 ** 30, gpu_model: 'a100' } })).toEqual({ Needs: '2 cores, 4.0 GiB of memory, 1 gpu a100' });
});

test('where it stays and what it shares are sentences', () => {
  expect(said({ demand: { sticky: { key: 'repo', required: true } }, throttle: { key: 'api', max_running: 2 } })).toEqual({
    Stays: 'only where “repo” ran before',
    Shares: '“api” with others: 2 at once',
  });
});
