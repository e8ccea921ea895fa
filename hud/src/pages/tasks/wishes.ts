import type { TaskSpec } from '../../api/types';
import { absolute, bytes, isoMillis, span } from '../../words';

/** What a task asks of its place and time, in words; '' where it asks nothing. */
export function wishes(spec: TaskSpec): [string, string][] {
  const { demand, throttle } = spec;
  return [
    ['Requires', spec.requires.join(', ')],
    ['Prefers', spec.prefers.join(', ')],
    ['Needs', needs(demand)],
    ['Only on', demand.node ?? ''],
    ['Stays', demand.sticky ? stays(demand.sticky) : ''],
    ['Shares', throttle ? shares(throttle) : ''],
    ['Deadline', spec.deadline ? absolute(spec.deadline) : ''],
    ['Time limit', spec.timeout ? span(isoMillis(spec.timeout)) : ''],
  ];
}

function needs({ cores, memory_bytes: memory, gpus, gpu_memory_bytes: gpuMemory, gpu_model: model }: TaskSpec['demand']): string {
  const count = gpus ?? (gpuMemory !== undefined || model !== undefined ? 1 : 0);
  const gpu = [`${count} gpu${count === 1 ? '' : 's'}`, model ?? '', gpuMemory === undefined ? '' : `with ${bytes(gpuMemory)}`];
  return [
    cores === undefined ? '' : `${cores} core${cores === 1 ? '' : 's'}`,
    memory === undefined ? '' : `${bytes(memory)} of memory`,
    count === 0 ? '' : gpu.filter((word) => word !== '').join(' '),
  ].filter((word) => word !== '').join(', ');
}

const stays = ({ key, required }: { key?: string; required?: boolean }): string =>
  `${required ? 'only' : 'best'} where ${key === undefined ? 'it' : `“${key}”`} ran before`;

function shares({ key, max_running: most, per_minute: minute }: NonNullable<TaskSpec['throttle']>): string {
  const limits = [most === undefined ? '' : `${most} at once`, minute === undefined ? '' : `${minute} a minute`];
  return `“${key}” with others: ${limits.filter((word) => word !== '').join(', ')}`;
}
