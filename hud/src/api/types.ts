/** The API's resources as JSON has them. Absent optionals are left out. */

export type TaskState =
  | 'pending' | 'queued' | 'running' | 'waiting'
  | 'succeeded' | 'unverified' | 'failed' | 'cancelled';
export type NodeState = 'ready' | 'suspect' | 'lost' | 'removed';
export type Schedulability = 'open' | 'cordoned' | 'draining';

export interface CheckResult {
  name: string;
  passed: boolean;
  exit_code: number;
  took: string;
  output: string;
}

export interface Question {
  id: string;
  kind: 'permission' | 'choice';
  text: string;
  options: string[];
  payload: string;
}

/** What a program asks; an answer is bound to the payload's hash. */
export interface OpenQuestion { question: Question; payload: string; since: string; until: string; findings: Finding[] }

export type Answer = { type: 'Yes' } | { type: 'No'; why: string } | { type: 'Words'; text: string };

export interface Exchange {
  question: string;
  kind: 'permission' | 'choice';
  text: string;
  payload: string;
  asked_at: string;
  answer?: Answer;
  by: string;
  answered_at?: string;
}

export interface AgentWork {
  session?: string;
  tokens: { input: number; cached: number; output: number };
  cost?: string;
  limited_until?: string;
}

export interface TaskView {
  id: string;
  name: string;
  state: TaskState;
  reason: string;
  agent_type: string;
  stream: string;
  priority: number;
  attempts: number;
  max_attempts: number;
  evidence: CheckResult[];
  node?: string;
  roadmap_key?: string;
  created_at: string;
  updated_at: string;
  started_at?: string;
  ended_at?: string;
  asks?: OpenQuestion;
}

export interface AttemptReport {
  ending: string;
  exit_code?: number;
  reason: string;
  checks: CheckResult[];
  result: string;
  took: string;
  output_bytes: number;
  agent?: AgentWork;
  change?: Change;
}

/** What an attempt began from in its repository. */
export interface Checkout { repository: string; branch: string; commit: string }

export interface Change {
  base: Checkout;
  hash: string;
  files: number;
  added: number;
  removed: number;
  bytes: number;
  listed: { path: string; status: string; added: number; removed: number; binary: boolean }[];
  kept: boolean;
  concerns: string[];
}

/** What the audit finds wrong; `line` is 0 when it is about the file as a whole. */
export interface Finding { rule: string; severity: 'error' | 'warning'; file: string; line: number; why: string; mend: string }
export interface FindingList { items: Finding[]; more: number; at: string }

export interface ChangeDetail { task: string; attempt: number; change: Change; patch: string; drift?: string; obstacle?: string; merged?: string; findings: Finding[] }

export interface AttemptView {
  number: number;
  fence: number;
  node: string;
  node_name: string;
  why: string;
  leased_at: string;
  started_at?: string;
  ended_at?: string;
  report?: AttemptReport;
  refused?: string;
  documents?: SnapshotMark;
  exchanges: Exchange[];
  base?: Checkout;
}

/** Which snapshot of the canonical documents. */
export interface SnapshotMark { number: number; tree: string }

export interface SnapshotDetail {
  snapshot: { mark: SnapshotMark; at: string; author: string; documents: number };
  documents: { path: string; hash: string; bytes: number }[];
}

export interface DocumentsView { newest?: SnapshotDetail; roots: string[]; problems: { path: string; why: string }[] }

export interface ProposalView {
  proposal: { id: string; path: string; base?: string; content: string; bytes: number; author: string; task?: string; agent: string; why: string };
  payload: string;
  state: 'open' | 'accepted' | 'applied' | 'rejected' | 'lapsed' | 'conflicted';
  made_at: string;
  since: string;
  by: string;
  note: string;
}

export interface ProposalDetail { proposal: ProposalView; diff: string; conflict?: string; findings: Finding[] }

export interface DocumentStanding {
  freshness: 'fresh' | 'pulling' | 'stale' | 'unknown';
  held?: SnapshotMark;
  behind_since?: string;
  trouble?: string;
}

export interface Explanation {
  summary: string;
  node?: string;
  nodes: {
    node: string; name: string; fits: boolean; score: number;
    rules: { rule: string; passed: boolean; detail: string }[];
    parts: { what: string; points: number }[];
  }[];
  others: { rule: string; nodes: number }[];
  mend: string;
  never: boolean;
}

export interface LedgerLine {
  sequence: number;
  at: string;
  by: string;
  /** Which line of which policy let them: "line 7 of 3f2a9c1d8e21". */
  under?: string;
  kind: string;
  subject: string;
  text: string;
}

/** Amounts are texts, "12.50 EUR": a number of JavaScript would round them. */
export interface Total {
  of: string;
  money?: { models: string; paid: string; received: string };
  tokens: { input: number; cached: number; output: number };
  calls: number;
}

export interface Totals {
  by: string;
  items: Total[];
}

export interface TaskSpec {
  goal: string;
  command: string[];
  checks: { name: string }[];
  requires: string[];
  prefers: string[];
  after: string[];
  approval: boolean;
  deadline?: string;
  timeout?: string;
  demand: {
    cores?: number; memory_bytes?: number; gpus?: number; gpu_memory_bytes?: number; gpu_model?: string;
    node?: string;
    sticky?: { key?: string; required?: boolean };
  };
  throttle?: { key: string; max_running?: number; per_minute?: number };
}

export interface TaskDetail {
  task: TaskView;
  trace: string;
  spec: TaskSpec;
  attempts: AttemptView[];
  inputs: { task: string; label: string; state: TaskState; result: string }[];
  result: string;
  path: { state: TaskState; at: string }[];
  story: LedgerLine[];
  placement?: Explanation;
}

export interface NodeView {
  id: string;
  name: string;
  state: NodeState;
  schedulability: Schedulability;
  slots: number;
  running: string[];
  usage: { cpu: number; load: number; memory_used_bytes: number; disk_free_bytes: number };
  inventory?: {
    os: string; arch: string; cpu_model: string; cores: number; memory_bytes: number; disk_bytes: number;
    gpus: { vendor: string; model: string; memory_bytes: number }[];
    skills: string[]; addresses: string[]; version: string;
  };
  heard_at?: string;
  drain_by?: string;
  drain?: { held: number; hand_over: boolean };
  enrolled_at: string;
  state_since: string;
  allowed?: string[];
  documents?: DocumentStanding;
  code?: CodeStanding[];
}

export interface AgentProfile {
  type: string;
  description: string;
  skills: string[];
  driver: string;
  command: string[];
  guardrails: string;
  retry: { max_attempts: number };
  max_running: number;
  lifecycle: { type: 'Burst' | 'Persistent' } | { type: 'Serving'; models: string[] };
}

export interface AgentView {
  name: string;
  type: string;
  task: string;
  state: TaskState;
  reason: string;
  node?: string;
  restarts: number;
  since: string;
  started_at?: string;
}

export interface ScalingView {
  type: string;
  rule: { min: number; max: number };
  queued: number;
  oldest_wait?: string;
  running: number;
  desired: number;
  next: number;
  why: string;
}

export interface StreamView {
  policy: { stream: string; weight: number; max_running?: number; paused?: string };
  queued: number;
  running: number;
  agents: { agent_type: string; queued: number; oldest_since: string }[];
}

export interface BreakerView { breaker: string; about: string; reason: string; opened_at: string; until: string; probes: number; trying?: string }

export interface World {
  sequence: number;
  at: string;
  version: string;
  stopped?: string;
  autopilot: { on: boolean; state: 'off' | 'stopped' | 'idle' | 'running' | 'blocked'; task?: string; since?: string };
  nodes: NodeView[];
  tasks: Record<TaskState, number>;
  live: TaskView[];
  recent: TaskView[];
  agents: AgentProfile[];
  persistent: AgentView[];
  scaling: ScalingView[];
  streams: StreamView[];
  documents: { newest?: SnapshotMark; proposals: number };
  breakers: BreakerView[];
  freeze?: { since: string; silent: number; of: number };
  ledger: LedgerLine[];
  roadmap: { path: string; lines: number; quarantined: { line: number; reason: string }[]; conflicts: { key: string; reason: string }[] };
}

export interface LogLine {
  number: number;
  at: string;
  source: 'stdout' | 'stderr' | 'check' | 'system';
  text: string;
  partial: boolean;
}

/** One of the controls that share a database. */
export interface ControlView {
  name: string;
  role: 'active' | 'standby';
  self: boolean;
  version: string;
  position: number;
  behind: number;
  ago: string;
}

/** How a node stands to code that the fleet shares. */
export interface CodeStanding {
  code: string;
  named: string;
  trial: boolean;
  held?: string;
  drift: 'none' | 'pulling' | 'behind' | 'dirty' | 'unknown';
  trouble?: string;
}

/** How people log in here beside a one-time code. */
export interface LoginWays {
  provider?: string;
  tailnet?: { name?: string; objection?: string };
}

/** How control stands on its tailnet, and how it reaches nodes there. */
export interface TailnetView {
  mode: 'off' | 'fleet' | 'people';
  connected: boolean;
  detail: string;
  nodes: { id: string; address: string; path: 'local' | 'direct' | 'relayed' | 'idle' | 'outside'; via?: string; machine?: string; key_expires?: string }[];
}

export interface Health {
  status: 'ok' | 'degraded' | 'standby';
  controls?: ControlView[];
}

export type Role = 'owner' | 'operator' | 'viewer';

export interface Whoami {
  name: string;
  kind: string;
  scopes: string[];
}

/** What an attempt holds, without its text. */
export interface CredentialView {
  task: string;
  attempt: number;
  fence: number;
  agent: string;
  node_name: string;
  scopes: string[];
  /** The names of secrets that it was given. */
  secrets: string[];
  expires_at: string;
}

export interface PersonView {
  name: string;
  role: Role;
  sessions: number;
  /** The line of people.yaml that lets them in; whoever has none was let in by name. */
  vouched?: string;
}

export interface PolicyView {
  source: string;
  hash: string;
  text: string;
  problems: { line: number; message: string }[];
}

export interface PolicyAnswer {
  allowed: boolean;
  why: string;
}

export interface ScopeView {
  scope: string;
  meaning: string;
}

export interface Problem {
  title: string;
  status: number;
  code: string;
  detail: string;
}
