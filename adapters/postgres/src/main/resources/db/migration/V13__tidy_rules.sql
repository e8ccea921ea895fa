-- Which scopes of memories are kept tidy by themselves, and what came of it last. Durations as ISO 8601 has them.
create table tidy_rule (
  scope        text        primary key,
  older_than   text        not null,
  at_least     int         not null,
  model        text        not null,
  forget_after text,                     -- null: originals stay
  every        text        not null,
  who          text        not null,
  since        timestamptz not null,
  next_at      timestamptz not null,
  turn_at      timestamptz,              -- null: it was never carried out
  summaries    int         not null default 0,
  trouble      text,
  away         int         not null default 0
);
