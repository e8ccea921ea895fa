import type { StepList, StepView } from '../api/steps';

/** A bar of the waterfall: where on the axis it stands, in percent, and how long it took. */
export interface Bar {
  id: string;
  kind: StepView['kind'] | 'ready';
  name: string;
  detail: string;
  left: number;
  width: number;
  millis: number;
  running: boolean;
  failed: boolean;
}

const tokens = (count: number | undefined, word: string): string => (count === undefined ? '' : `${count.toLocaleString('en')} ${word}`);

/** What stands beside a step: tokens, price, what was asked. */
export function beside(step: StepView): string {
  const price = step.cost !== undefined && step.cost > 0 ? `$${step.cost}` : '';
  return [tokens(step.input_tokens, 'tokens in'), tokens(step.output_tokens, 'out'), price, step.detail].filter((word) => word !== '').join(', ');
}

/** The steps of an attempt as bars from its lease to its end, or to now. */
export function waterfall(steps: StepList, now: number): Bar[] {
  const begin = Date.parse(steps.leased_at);
  const end = Math.max(begin + 1, steps.ended_at ? Date.parse(steps.ended_at) : now);
  const bar = (from: number, to: number): Pick<Bar, 'left' | 'width' | 'millis'> => {
    const left = Math.min(100, Math.max(0, ((from - begin) / (end - begin)) * 100));
    const right = Math.min(100, Math.max(left, ((to - begin) / (end - begin)) * 100));
    return { left, width: right - left, millis: Math.max(0, to - from) };
  };
  const ready: Bar = {
    id: 'ready',
    kind: 'ready',
    name: 'gets ready',
    detail: '',
    ...bar(begin, steps.started_at ? Date.parse(steps.started_at) : end),
    running: steps.started_at === undefined && steps.ended_at === undefined,
    failed: false,
  };
  return [
    ready,
    ...steps.items.map((step) => ({
      id: step.id,
      kind: step.kind,
      name: step.name,
      detail: beside(step),
      ...bar(Date.parse(step.began_at), step.ended_at ? Date.parse(step.ended_at) : end),
      running: step.ended_at === undefined && steps.ended_at === undefined,
      failed: step.failed,
    })),
  ];
}

/** Time and money by kind of step: "models 12 s, $0.04". */
export function summary(steps: StepList): { models: number; tools: number; cost: number } {
  const spent = (kinds: StepView['kind'][]): number =>
    steps.items.filter((step) => kinds.includes(step.kind) && step.ended_at).reduce((sum, step) => sum + Date.parse(step.ended_at ?? '') - Date.parse(step.began_at), 0);
  return { models: spent(['model']), tools: spent(['tool', 'fleet']), cost: steps.items.reduce((sum, step) => sum + (step.cost ?? 0), 0) };
}
