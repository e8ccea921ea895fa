import { coalesce } from './coalesce';
import { get } from './http';
import type { LedgerLine, NodeView, World } from './types';

const REFRESH_MILLIS = 250;
const BEATS = 30;

type Connection = 'connecting' | 'live' | 'lost' | 'paused';

/** The world as it is now: one snapshot, kept true by one event stream. */
class Live {
  world = $state.raw<World | undefined>(undefined);
  connection = $state<Connection>('connecting');
  lostSince = $state<Date | undefined>(undefined);
  now = $state(Date.now());
  /** Last measured loads of each node, oldest first. */
  beats = $state.raw<Record<string, number[]>>({});

  #source: EventSource | undefined;
  #listeners = new Set<(line: LedgerLine) => void>();
  #refresh = coalesce(() => this.#load(), REFRESH_MILLIS);
  #clock: ReturnType<typeof setInterval> | undefined;

  async start(): Promise<void> {
    this.#clock ??= setInterval(() => (this.now = Date.now()), 1000);
    await this.#load();
    this.#open();
  }

  stop(): void {
    this.#source?.close();
    this.#source = undefined;
    clearInterval(this.#clock);
    this.#clock = undefined;
    this.world = undefined;
    this.connection = 'connecting';
  }

  pause(paused: boolean): void {
    if (paused) {
      this.#source?.close();
      this.#source = undefined;
      this.connection = 'paused';
    } else {
      void this.start();
    }
  }

  /** Hears every new fact; the returned function ends it. */
  follow(listener: (line: LedgerLine) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Something was done here: look at once. */
  refresh(): void {
    this.#refresh();
  }

  async #load(): Promise<void> {
    try {
      const world = await get<World>('world');
      this.world = world;
    } catch {
      this.#lost();
    }
  }

  #open(): void {
    this.#source?.close();
    const source = new EventSource(`/api/v1/events?after=${this.world?.sequence ?? 0}`);
    this.#source = source;
    source.addEventListener('open', () => {
      this.connection = 'live';
      this.lostSince = undefined;
      this.#refresh();
    });
    source.addEventListener('entry', (event) => {
      const line = JSON.parse((event as MessageEvent<string>).data) as LedgerLine;
      this.#listeners.forEach((listener) => listener(line));
      this.#refresh();
    });
    source.addEventListener('nodes', (event) => this.#nodes(JSON.parse((event as MessageEvent<string>).data) as NodeView[]));
    source.addEventListener('reset', () => {
      this.#refresh();
      this.#open();
    });
    source.addEventListener('error', () => {
      this.#lost();
      if (source.readyState === EventSource.CLOSED) setTimeout(() => this.#source === source && this.#open(), 2000);
    });
  }

  #nodes(nodes: NodeView[]): void {
    if (this.world) this.world = { ...this.world, nodes };
    const beats: Record<string, number[]> = {};
    for (const node of nodes) {
      beats[node.id] = [...(this.beats[node.id] ?? []), node.state === 'ready' ? node.usage.cpu : -1].slice(-BEATS);
    }
    this.beats = beats;
  }

  #lost(): void {
    if (this.connection === 'paused') return;
    this.connection = 'lost';
    this.lostSince ??= new Date();
  }
}

export const live = new Live();
