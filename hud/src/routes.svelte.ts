/** Where we are. The URL holds every filter and selection. */
export interface Place {
  page: 'overview' | 'tasks' | 'task' | 'nodes' | 'agents' | 'documents' | 'messages' | 'memory' | 'inference' | 'ledger' | 'access' | 'login';
  id: string;
  query: URLSearchParams;
}

const PAGES = ['tasks', 'nodes', 'agents', 'documents', 'messages', 'memory', 'inference', 'ledger', 'access', 'login'] as const;

export function parse(path: string, search: string): Place {
  const [first = '', second = ''] = path.replace(/^\/+/, '').split('/');
  const query = new URLSearchParams(search);
  if (first === 'tasks' && second !== '') return { page: 'task', id: decodeURIComponent(second), query };
  const page = PAGES.find((name) => name === first) ?? 'overview';
  return { page, id: decodeURIComponent(second), query };
}

class Router {
  place = $state.raw<Place>(parse(location.pathname, location.search));

  constructor() {
    addEventListener('popstate', () => this.#look());
  }

  go(path: string): void {
    if (path !== location.pathname + location.search) {
      history.pushState(null, '', path);
      this.#look();
      scrollTo(0, 0);
    }
  }

  /** Changes filters in place, without a new step in the history. */
  filter(values: Record<string, string>): void {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(values)) {
      if (value === '') query.delete(name);
      else query.set(name, value);
    }
    const text = query.toString();
    history.replaceState(null, '', location.pathname + (text === '' ? '' : '?' + text));
    this.#look();
  }

  #look(): void {
    this.place = parse(location.pathname, location.search);
  }
}

export const router = new Router();

/** Lets links of our own change the page without loading it. */
export function followLinks(event: MouseEvent): void {
  const link = (event.target as Element).closest('a');
  if (!link || link.origin !== location.origin || link.hasAttribute('download') || link.target) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  router.go(link.pathname + link.search);
}
