import { expect, it } from 'vitest';
import { problemIn } from './problem';

it('the words of control are read', () => {
  expect(problemIn('a=b; godmode_login_problem=Acme%20does%20not%20answer; c=d')).toBe('Acme does not answer');
});

it('no cookie, and one that is no text, say nothing', () => {
  expect(problemIn('')).toBe('');
  expect(problemIn('xgodmode_login_problem=a')).toBe('');
  expect(problemIn('godmode_login_problem=%E0%A4%A')).toBe('');
});
