import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { coalesce } from './coalesce';

describe('coalesce', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('runs once at once, and once more for all that was asked meanwhile', async () => {
    let count = 0;
    const ask = coalesce(async () => void count++, 250);

    for (let i = 0; i < 50; i++) ask();
    await vi.advanceTimersByTimeAsync(0);
    expect(count).toBe(1);

    await vi.advanceTimersByTimeAsync(250);
    expect(count).toBe(2);

    await vi.advanceTimersByTimeAsync(5_000);
    expect(count).toBe(2);
  });

  it('never runs twice at a time', async () => {
    let running = 0;
    let most = 0;
    const ask = coalesce(async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      running--;
    }, 250);

    ask();
    await vi.advanceTimersByTimeAsync(500);
    ask();
    await vi.advanceTimersByTimeAsync(5_000);

    expect(most).toBe(1);
  });
});
