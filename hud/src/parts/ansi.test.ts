import { describe, expect, it } from 'vitest';
import { runs } from './ansi';

describe('ansi', () => {
  it('turns colour codes into styles and back to plain', () => {
    expect(runs('\u001b[32mok\u001b[0m done')).toEqual([
      { text: 'ok', style: 'color:var(--ansi-2);' },
      { text: ' done', style: '' },
    ]);
  });

  it('shows only what a carriage return left on the screen', () => {
    expect(runs('10 %\r55 %\r100 %')).toEqual([{ text: '100 %', style: '' }]);
    expect(runs('windows line\r')).toEqual([{ text: 'windows line', style: '' }]);
  });

  it('drops sequences that move the cursor', () => {
    expect(runs('a\u001b[2Kb')).toEqual([{ text: 'a', style: '' }, { text: 'b', style: '' }]);
  });

  it('never makes markup out of output', () => {
    expect(runs('<script>alert(1)</script>')).toEqual([{ text: '<script>alert(1)</script>', style: '' }]);
  });
});
