import type { AgentWork, Answer } from './api/types';

/** A time span in few letters: "4 s", "12 min", "3 h". */
export function span(millis: number): string {
  const seconds = Math.max(0, Math.round(millis / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** An ISO-8601 duration (PT1M2.5S) in milliseconds. */
export function isoMillis(text: string): number {
  const match = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(text);
  if (!match) return 0;
  const [, hours = '0', minutes = '0', seconds = '0'] = match;
  return (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
}

/** A short duration with a decimal where it matters. */
export function took(millis: number): string {
  return millis < 10_000 ? `${(millis / 1000).toFixed(1)} s` : span(millis);
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

export function bytes(count: number): string {
  let value = count;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit]}`;
}

export const clock = (iso: string): string => new Date(iso).toLocaleTimeString([], { hour12: false });

export const absolute = (iso: string): string => new Date(iso).toLocaleString([], { hour12: false });

export const shortId = (id: string): string => (id.length > 8 ? '…' + id.slice(-7) : id);

/** What an agent's program used: "1,234 tokens, 0.25 USD"; empty when it told nothing. */
export function used(work: AgentWork): string {
  const { input, cached, output } = work.tokens;
  const tokens = input + cached + output;
  return [tokens === 0 ? '' : `${tokens.toLocaleString('en')} tokens`, work.cost ?? ''].filter((word) => word !== '').join(', ');
}

/** An answer as people read it. */
export function answered(answer: Answer): string {
  switch (answer.type) {
    case 'Yes': return 'yes';
    case 'No': return answer.why === '' ? 'no' : `no: ${answer.why}`;
    case 'Words': return answer.text;
  }
}
