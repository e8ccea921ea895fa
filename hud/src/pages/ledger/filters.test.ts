import { describe, expect, it } from 'vitest';
import { cleared, filters, money } from './filters';

describe('the filters of the ledger', () => {
  it('are those of the address, and nothing else of it', () => {
    expect(filters(new URLSearchParams('q=a%20b&view=totals&who=owner&kind=')).toString()).toBe('who=owner&q=a+b');
  });

  it('can all be taken away', () => {
    expect(cleared()).toMatchObject({ who: '', q: '', from: '' });
  });
});

describe('money', () => {
  it('is shown without noughts that say nothing, and never rounded', () => {
    expect(money('0.000120 USD')).toBe('0.00012 USD');
    expect(money('100 EUR')).toBe('100 EUR');
    expect(money('1.00 EUR')).toBe('1 EUR');
    expect(money('12345678901234567890.123456789012 EUR')).toBe('12345678901234567890.123456789012 EUR');
  });
});
