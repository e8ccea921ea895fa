import type { MessageView } from '../api/messages';

/** Messages that go back to one, the oldest first. */
export interface Conversation {
  id: string;
  messages: MessageView[];
}

/** The one that was written to last comes first. */
export function conversations(newestFirst: MessageView[]): Conversation[] {
  const byId = new Map<string, MessageView[]>();
  for (const message of newestFirst) {
    const all = byId.get(message.conversation);
    if (all) all.unshift(message);
    else byId.set(message.conversation, [message]);
  }
  return [...byId].map(([id, messages]) => ({ id, messages }));
}

/** Whether people are who it waits for. */
export function waitsForPeople({ messages }: Conversation): boolean {
  return messages.at(-1)?.to === 'people';
}

/** Who wrote it, in a word. */
export function author(message: MessageView): string {
  return message.agent ?? message.from.replace(/^person:/, '');
}

/** Where an address leads to in the HUD; empty for nowhere. */
export function link(to: string): string {
  const [kind, name = ''] = to.split(':');
  if (kind === 'task') return `/tasks/${encodeURIComponent(name)}`;
  return kind === 'agent' ? '/agents' : '';
}
