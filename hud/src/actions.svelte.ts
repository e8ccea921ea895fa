import { ApiProblem, post } from './api/http';
import { live } from './api/live.svelte';

interface Toast {
  id: number;
  text: string;
  bad: boolean;
}

/** Short messages at the edge of the screen. */
class Toasts {
  all = $state<Toast[]>([]);
  #next = 1;

  say(text: string, bad = false): void {
    const toast = { id: this.#next++, text, bad };
    this.all = [...this.all, toast].slice(-4);
    setTimeout(() => this.dismiss(toast.id), bad ? 8000 : 3500);
  }

  dismiss(id: number): void {
    this.all = this.all.filter((toast) => toast.id !== id);
  }
}

export const toasts = new Toasts();

/** Does something, says how it went, and looks again. */
export async function act(path: string, body: unknown = {}): Promise<boolean> {
  try {
    const done = await post<{ message?: string }>(path, body);
    if (done?.message) toasts.say(done.message);
    return true;
  } catch (fault) {
    toasts.say(fault instanceof ApiProblem ? fault.problem.detail : 'Control does not answer.', true);
    return false;
  } finally {
    live.refresh();
  }
}

type Theme = 'system' | 'dark' | 'light';

/** Dark first; the choice is kept in this browser. */
class Themes {
  choice = $state<Theme>((localStorage.getItem('theme') as Theme | null) ?? 'system');

  apply(): void {
    const dark = this.choice === 'dark' || (this.choice === 'system' && !matchMedia('(prefers-color-scheme: light)').matches);
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  }

  next(): void {
    const order: Theme[] = ['system', 'dark', 'light'];
    this.choice = order[(order.indexOf(this.choice) + 1) % order.length] ?? 'system';
    localStorage.setItem('theme', this.choice);
    this.apply();
  }
}

export const themes = new Themes();
