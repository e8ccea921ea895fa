import { describe, expect, it } from 'vitest';
import { amount, hitShare, providerLook, serverLook } from './looks';

describe('amounts', () => {
  it('say as much as is needed', () => {
    expect([0, 3, 0.25, 0.0042, 1234.5].map(amount)).toEqual(['0', '3', '0.25', '0.0042', '1,234.5']);
  });
});

describe('the share of hits', () => {
  it('is of all that could have been', () => {
    expect(hitShare(0, 0)).toBe('nothing asked yet');
    expect(hitShare(1, 3)).toBe('25 % of 4 questions');
  });
});

describe('a provider', () => {
  it('looks as it is, and not by colour alone', () => {
    expect(new Set((['up', 'down', 'resting', 'unknown'] as const).map((state) => providerLook(state).sign)).size).toBe(4);
  });
});

describe('a server that comes and goes', () => {
  it('looks as it is, and not by colour alone', () => {
    const states = ['up', 'down', 'resting', 'starting', 'waiting', 'never', 'stuck', 'stopping'] as const;
    expect(new Set(states.map((state) => serverLook(state).sign)).size).toBe(states.length);
  });
});
