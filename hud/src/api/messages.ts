/** What agents and people write to each other, as JSON has it. Absent optionals are left out. */

export interface MessageView {
  id: string;
  from: string;
  task?: string;
  agent?: string;
  to: string;
  stream?: string;
  kind: string;
  text: string;
  answers?: string;
  conversation: string;
  hops: number;
  sent_at: string;
  expires_at: string;
  taken_by?: string;
}
