/** What an attempt did, step by step, as JSON has it. Absent optionals are left out. */

export interface StepView {
  id: string;
  kind: 'model' | 'tool' | 'fleet';
  name: string;
  detail: string;
  began_at: string;
  ended_at?: string;
  failed: boolean;
  input_tokens?: number;
  output_tokens?: number;
  cost?: number;
}

export interface StepList {
  attempt: number;
  leased_at: string;
  started_at?: string;
  ended_at?: string;
  items: StepView[];
  more: boolean;
}
