import { describe, expect, it } from 'vitest';
import type { StepList, StepView } from '../api/steps';
import { beside, summary, waterfall } from './waterfall';

const at = (second: number): string => new Date(Date.UTC(2026, 10, 27, 12, 0, second)).toISOString();

const step = (kind: StepView['kind'], from: number, to: number | undefined, more: Partial<StepView> = {}): StepView => ({
  id: `${kind}-${from}`,
  kind,
  name: 'qwen3',
  detail: '',
  began_at: at(from),
  ...(to === undefined ? {} : { ended_at: at(to) }),
  failed: false,
  ...more,
});

const steps = (items: StepView[], ended: number | null = 20): StepList => ({
  attempt: 1,
  leased_at: at(0),
  started_at: at(2),
  ...(ended === null ? {} : { ended_at: at(ended) }),
  items,
  more: false,
});

describe('the waterfall of an attempt', () => {
  it('begins with getting ready, and has each step where it was', () => {
    const [ready, model] = waterfall(steps([step('model', 5, 10)]), 0);

    expect(ready).toMatchObject({ kind: 'ready', left: 0, width: 10, millis: 2000 });
    expect(model).toMatchObject({ left: 25, width: 25, millis: 5000, running: false });
  });

  it('draws what is under way up to now', () => {
    const [, tool] = waterfall(steps([step('tool', 10, undefined)], null), Date.parse(at(40)));

    expect(tool).toMatchObject({ left: 25, width: 75, running: true });
  });

  it('keeps what a clock says wrongly within the axis', () => {
    const [, early, late] = waterfall(steps([step('tool', -5, 3), step('tool', 15, 90)]), 0);

    expect(early?.left).toBe(0);
    expect((late?.left ?? 0) + (late?.width ?? 0)).toBe(100);
  });

  it('adds up what models and tools took', () => {
    const all = steps([step('model', 1, 4, { cost: 0.5 }), step('tool', 4, 5), step('fleet', 5, 7), step('tool', 8, undefined)]);

    expect(summary(all)).toEqual({ models: 3000, tools: 3000, cost: 0.5 });
  });

  it('says tokens and price beside a model, and what was asked beside a tool', () => {
    expect(beside(step('model', 1, 2, { input_tokens: 1204, output_tokens: 7, cost: 0.004, detail: 'local' }))).toBe('1,204 tokens in, 7 out, $0.004, local');
    expect(beside(step('tool', 1, 2, { detail: 'mvn test' }))).toBe('mvn test');
  });
});
