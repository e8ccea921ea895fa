-- What attempts did, step by step, for as long as their logs are kept.
create table step (
  task       text        not null,
  attempt    int         not null,
  id         text        not null,
  fence      bigint      not null,
  kind       text        not null,     -- "model", "tool", "fleet"
  name       text        not null,
  detail     text        not null,
  began_at   timestamptz not null,
  ended_at   timestamptz,              -- null: under way, or its end was never told
  failed     boolean     not null,
  tokens_in  bigint,
  tokens_out bigint,
  cost       numeric,                  -- US dollars
  primary key (task, attempt, id)
);

create index step_by_time on step (began_at);
