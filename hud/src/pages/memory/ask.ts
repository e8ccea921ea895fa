/** By what memories are found. */
export const PARTS = ['words', 'meaning', 'graph'] as const;
export type Part = (typeof PARTS)[number];

/** What the page is asked for; the URL holds all of it. */
export interface Ask {
  query: string;
  scope: string;
  tag: string;
  /** What the picture is of; empty for none. */
  near: string;
  parts: Part[];
}

/** What a URL asks for; what it says wrongly counts as not said. */
export function ask(query: URLSearchParams): Ask {
  const said = (query.get('by') ?? '').split(',');
  const parts = PARTS.filter((part) => said.includes(part));
  return {
    query: (query.get('q') ?? '').trim(),
    scope: query.get('scope') ?? '',
    tag: query.get('tag') ?? '',
    near: (query.get('near') ?? '').trim(),
    parts: parts.length === 0 ? [...PARTS] : parts,
  };
}
