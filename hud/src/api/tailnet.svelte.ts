import { get } from './http';
import type { TailnetView } from './types';

const LOOK_MILLIS = 10_000;

/** The tailnet as control sees it; looked at again while a page shows it. */
class Tailnet {
  view = $state.raw<TailnetView | undefined>(undefined);

  /** Starts to look; what it returns ends that. */
  watch(): () => void {
    const look = async (): Promise<void> => {
      try {
        this.view = await get<TailnetView>('tailnet');
      } catch {
        this.view = undefined;
      }
    };
    void look();
    const timer = setInterval(() => void look(), LOOK_MILLIS);
    return () => clearInterval(timer);
  }

  link(node: string): TailnetView['nodes'][number] | undefined {
    return this.view?.connected ? this.view.nodes.find((link) => link.id === node) : undefined;
  }
}

export const tailnet = new Tailnet();
