/** What is remembered, as JSON has it. Absent optionals are left out. */

export interface MemoryView {
  id: string;
  scope: string;
  text: string;
  tags: string[];
  at: string;
  by: string;
  agent: string;
  stream: string;
  node: string;
  source: string;
  expires_at?: string;
  promoted?: { from: string; by: string; at: string };
}

/** Which part found it, and as which: 1 is the best. */
export interface FoundMemory { memory: MemoryView; score: number; by: { part: string; rank: number }[] }

/** `missing`: parts that could not answer, and why. */
export interface RecallAnswer { found: FoundMemory[]; missing: Record<string, string> }

export interface MemoryStatus {
  memories: number;
  scopes: Record<string, number>;
  indexed: number;
  changes: number;
  embedder: string;
  no_meaning?: string;
  trouble?: string;
  graph: { relations: number; indexed: number; trouble?: string };
}

/** A scope that is kept tidy by itself; `every` is a duration as ISO 8601 has it, and a `next_at` that is past means soon. */
export interface TidyRule {
  scope: string;
  model: string;
  every: string;
  next_at: string;
  last?: { at: string; summaries: number; trouble?: string };
}

/** `id` is KIND:NAME; `hops` is how many relations away, 0 for what was asked for. */
export interface NearEntity { id: string; kind: string; label: string; hops: number; strength: number }

/** `teller`: who says so, as KIND:NAME. */
export interface NearRelation { from: string; relation: string; to: string; teller: string; scope: string }

/** The nearest first; `more` others were as near. */
export interface NearAnswer { entities: NearEntity[]; relations: NearRelation[]; more: number; behind?: string }
