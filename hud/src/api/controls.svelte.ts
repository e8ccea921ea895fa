import { ApiProblem, get } from './http';
import type { ControlView, Health } from './types';

/** The controls that share a database, as the one behind this page sees them. */
class Controls {
  /** Empty where there is one. */
  all = $state.raw<ControlView[]>([]);
  /** Whether this page's control follows another one. */
  standsBy = $state(false);
  /** What is wrong while it cannot follow. */
  trouble = $state('');

  /** True once it answered, with whatever; a page that is being left hears nothing, and must not conclude from that. */
  async look(): Promise<boolean> {
    try {
      const health = await get<Health>('/health');
      this.all = health.controls ?? [];
      this.standsBy = health.status === 'standby';
      this.trouble = '';
      return true;
    } catch (problem) {
      this.trouble = this.standsBy ? 'This control does not answer, or cannot follow: ./gm status says why.' : '';
      return problem instanceof ApiProblem;
    }
  }
}

export const controls = new Controls();
