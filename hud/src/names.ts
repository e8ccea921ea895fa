import type { World } from './api/types';

/** What the fleet just now knows by name: its nodes, and tasks that live or ended lately. */
export function names(world: World | undefined): Map<string, string> {
  if (world === undefined) return new Map();
  return new Map([...world.recent, ...world.live, ...world.nodes].map((one) => [one.id, one.name] as const));
}
