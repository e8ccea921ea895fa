import { describe, expect, it } from 'vitest';
import { bytes, isoMillis, shortId, span, took } from './words';

describe('words', () => {
  it('says a span in the unit a person would choose', () => {
    expect([span(4_000), span(119_000), span(720_000), span(3 * 3_600_000), span(3 * 86_400_000)]).toEqual(['4 s', '119 s', '12 min', '3 h', '3 d']);
  });

  it('never says a negative span', () => {
    expect(span(-5_000)).toBe('0 s');
  });

  it('reads ISO durations', () => {
    expect([isoMillis('PT0.25S'), isoMillis('PT1M2.5S'), isoMillis('PT2H'), isoMillis('nonsense')]).toEqual([250, 62_500, 7_200_000, 0]);
  });

  it('keeps a decimal only where it matters', () => {
    expect([took(1_234), took(12_345)]).toEqual(['1.2 s', '12 s']);
  });

  it('says sizes in binary units', () => {
    expect([bytes(512), bytes(1536), bytes(25 * 2 ** 30)]).toEqual(['512 B', '1.5 KiB', '25 GiB']);
  });

  it('shortens long ids to their end, which is where ids of one moment differ', () => {
    expect([shortId('039d92k716x92'), shortId('fleet')]).toEqual(['…k716x92', 'fleet']);
  });
});
