import { describe, expect, it } from 'vitest';
import type { MessageView } from '../api/messages';
import { author, conversations, link, waitsForPeople } from './conversations';

const message = (id: string, conversation: string, more: Partial<MessageView> = {}): MessageView => ({
  id, conversation, from: 'attempt:t1#1/1', to: 'agent:reviewer', kind: 'note', text: id, hops: 0, sent_at: '2026-11-26T12:00:00Z', expires_at: '2026-12-03T12:00:00Z', ...more,
});

describe('conversations', () => {
  it('are told from their beginning, the one written to last first', () => {
    const all = conversations([message('m4', 'm1'), message('m3', 'm3'), message('m2', 'm2'), message('m1', 'm1')]);

    expect(all.map(({ id, messages }) => [id, messages.map((one) => one.id)])).toEqual([['m1', ['m1', 'm4']], ['m3', ['m3']], ['m2', ['m2']]]);
  });

  it('wait for people when the last word was written to them', () => {
    const [asks] = conversations([message('m2', 'm1', { to: 'people' }), message('m1', 'm1')]);
    const [answered] = conversations([message('m2', 'm1', { to: 'task:t1', from: 'person:ada' }), message('m1', 'm1', { to: 'people' })]);

    expect(asks && waitsForPeople(asks)).toBe(true);
    expect(answered && waitsForPeople(answered)).toBe(false);
  });

  it('name an agent, or a person without more', () => {
    expect(author(message('m1', 'm1', { agent: 'builder' }))).toBe('builder');
    expect(author(message('m1', 'm1', { from: 'person:ada' }))).toBe('ada');
  });

  it('lead to the task that is written to', () => {
    expect(link('task:a b')).toBe('/tasks/a%20b');
    expect(link('agent:builder')).toBe('/agents');
    expect(link('topic:builds')).toBe('');
  });
});
