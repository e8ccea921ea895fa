/** Models and who offers them, as JSON has them. Absent optionals are left out. */
import type { ScalingView } from './types';

export interface ProviderView {
  name: string;
  url: string;
  speaks: string;
  key?: string;
  state: 'up' | 'down' | 'resting' | 'unknown';
  why: string;
  models: string[];
  outstanding: number;
  latency: string;
  calls: number;
  failed: number;
}

/** A server that is started when its models are asked for. */
export interface ServerView {
  name: string;
  state: 'up' | 'down' | 'resting' | 'starting' | 'waiting' | 'never' | 'stuck' | 'stopping';
  why: string;
  node?: string;
  since: string;
  outstanding: number;
}

export interface ServingView { models: string[]; scaling: ScalingView; servers: ServerView[] }

/** A process that answers as the gateway does. */
export interface ReplicaView { name: string; address: string; since: string; silent: string; outstanding: number }

export interface PriceView { model: string; input: number; output: number }
export interface BudgetView { whom: string; daily: boolean; cap: number; spent: number; held: number }
export interface CacheView { sampled: boolean; alike?: number; keep: string; shared?: string; trouble?: string; hits: number; alike_hits: number; misses: number }

export interface ModelList {
  providers: ProviderView[];
  servings: ServingView[];
  replicas: ReplicaView[];
  names: string[];
  aliases: Record<string, string>;
  prices: PriceView[];
  budgets: BudgetView[];
  cache?: CacheView;
  currency: string;
  problem?: string;
}

export interface TriedAnswer { provider: string; text: string; input_tokens: number; output_tokens: number; took: string }
