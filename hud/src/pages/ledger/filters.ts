/** What the ledger can be narrowed by, as the address and the API name it. */
export const FILTERS = ['who', 'kind', 'stream', 'agent', 'node', 'task', 'subject', 'from', 'to', 'q'] as const;

export type Filter = (typeof FILTERS)[number];

/** Those filters of an address that say something, in a steady order. */
export function filters(query: URLSearchParams): URLSearchParams {
  const wanted = new URLSearchParams();
  for (const name of FILTERS) {
    const value = query.get(name) ?? '';
    if (value !== '') wanted.set(name, value);
  }
  return wanted;
}

/** The same with all of them taken away. */
export const cleared = (): Record<Filter, string> => Object.fromEntries(FILTERS.map((name) => [name, ''])) as Record<Filter, string>;

/** "0.000120 USD" without noughts that say nothing: "0.00012 USD". */
export function money(text: string): string {
  const [amount = '', currency = ''] = text.split(' ');
  const plain = amount.includes('.') ? amount.replace(/0+$/, '').replace(/\.$/, '') : amount;
  return `${plain} ${currency}`;
}
