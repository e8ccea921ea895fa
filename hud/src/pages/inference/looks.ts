import type { ProviderView, ServerView } from '../../api/inference';
import type { Look } from '../../states';

const LOOKS: Record<ProviderView['state'], Look> = {
  up: { sign: '●', word: 'up', colour: 'var(--ready)' },
  down: { sign: '✕', word: 'down', colour: 'var(--lost)' },
  resting: { sign: '▲', word: 'resting', colour: 'var(--suspect)' },
  unknown: { sign: '○', word: 'not asked yet', colour: 'var(--queued)' },
};

export const providerLook = (state: ProviderView['state']): Look => LOOKS[state];

const SERVER_LOOKS: Record<ServerView['state'], Look> = {
  up: LOOKS.up,
  down: LOOKS.down,
  resting: LOOKS.resting,
  starting: { sign: '◐', word: 'starting', colour: 'var(--running)' },
  waiting: { sign: '◌', word: 'waits', colour: 'var(--queued)' },
  never: { sign: '–', word: 'fits nowhere', colour: 'var(--failed)' },
  stuck: { sign: '◆', word: 'needs you', colour: 'var(--waiting)' },
  stopping: { sign: '○', word: 'stopping', colour: 'var(--queued)' },
};

export const serverLook = (state: ServerView['state']): Look => SERVER_LOOKS[state];

/** Money without noughts that say nothing: 3, 0.25, 0.0042. */
export function amount(value: number): string {
  const digits = value !== 0 && Math.abs(value) < 0.01 ? 4 : 2;
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}

/** Of what may be asked for questions, how many were answered by what is kept. */
export function hitShare(hits: number, misses: number): string {
  return hits + misses === 0 ? 'nothing asked yet' : `${Math.round((hits / (hits + misses)) * 100)} % of ${(hits + misses).toLocaleString('en')} questions`;
}
