import type { NodeState, NodeView, TaskState } from './api/types';

/** How each state looks, everywhere: a word, a colour, a sign. */
export interface Look {
  word: string;
  colour: string;
  sign: string;
}

export const TASK: Record<TaskState, Look> = {
  pending: { word: 'Pending', colour: 'var(--queued)', sign: '◌' },
  queued: { word: 'Queued', colour: 'var(--queued)', sign: '○' },
  running: { word: 'Running', colour: 'var(--running)', sign: '●' },
  waiting: { word: 'Waiting', colour: 'var(--waiting)', sign: '◆' },
  succeeded: { word: 'Succeeded', colour: 'var(--succeeded)', sign: '✓' },
  unverified: { word: 'Unverified', colour: 'var(--unverified)', sign: '◇' },
  failed: { word: 'Failed', colour: 'var(--failed)', sign: '✕' },
  cancelled: { word: 'Cancelled', colour: 'var(--cancelled)', sign: '–' },
};

export const TASK_ORDER: TaskState[] = [
  'waiting', 'running', 'queued', 'pending', 'succeeded', 'unverified', 'failed', 'cancelled',
];

export const NODE: Record<NodeState, Look> = {
  ready: { word: 'Ready', colour: 'var(--ready)', sign: '●' },
  suspect: { word: 'Suspect', colour: 'var(--suspect)', sign: '▲' },
  lost: { word: 'Lost', colour: 'var(--lost)', sign: '✕' },
  removed: { word: 'Removed', colour: 'var(--cancelled)', sign: '–' },
};

/** A node's state; whether it takes new work is told by the shape of its sign, in the colour of its liveness. */
export function nodeLook({ state, schedulability }: Pick<NodeView, 'state' | 'schedulability'>): Look {
  if (state !== 'ready' || schedulability === 'open') return NODE[state];
  return schedulability === 'draining' ? { ...NODE.ready, word: 'Draining', sign: '◐' } : { ...NODE.ready, word: 'Cordoned', sign: '○' };
}

export const isEnded = (state: TaskState): boolean =>
  state === 'succeeded' || state === 'unverified' || state === 'failed' || state === 'cancelled';
