import type { Problem } from './types';

/** What control answered when it refused. */
export class ApiProblem extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

let loggedOut: () => void = () => {};

/** Told when the session is over. */
export function onLoggedOut(listener: () => void): void {
  loggedOut = listener;
}

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const init: RequestInit = { method, credentials: 'same-origin', headers: { Accept: 'application/json' } };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { ...init.headers, 'Content-Type': 'application/json' };
  }
  const response = await fetch(path.startsWith('/') ? path : '/api/v1/' + path, init);
  const text = await response.text();
  if (!response.ok) {
    const problem = parsed(text, response.status);
    if (response.status === 401 && !path.includes('login')) loggedOut();
    throw new ApiProblem(problem);
  }
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

function parsed(text: string, status: number): Problem {
  try {
    return JSON.parse(text) as Problem;
  } catch {
    return { title: 'HTTP ' + status, status, code: 'http_' + status, detail: 'control answered with HTTP ' + status };
  }
}

export const get = <T>(path: string): Promise<T> => call<T>('GET', path);
export const post = <T>(path: string, body: unknown = {}): Promise<T> => call<T>('POST', path, body);
export const del = <T>(path: string): Promise<T> => call<T>('DELETE', path);
