-- The journal: append-only truth. A second writer collides on the primary key.
create table journal (
  seq     bigint      not null,
  at      timestamptz not null,
  by      text        not null,
  kind    text        not null,
  subject text        not null,
  event   text        not null,  -- the JSON exactly as it was hashed
  hash    text        not null,  -- over the hash before and this row, see HashChain
  primary key (seq)
) partition by range (seq);

create table journal_1 partition of journal for values from (1) to (10000001);
create table journal_2 partition of journal for values from (10000001) to (20000001);
create table journal_rest partition of journal default;

create index journal_by_subject on journal (subject, seq desc);
create index journal_by_kind on journal (kind, seq desc);

-- How far the tables below have followed the journal.
create table position (
  only_row boolean primary key default true check (only_row),
  seq      bigint  not null
);
insert into position (seq) values (0);

create table fleet (
  only_row boolean primary key default true check (only_row),
  doc      text    not null
);

create table node (
  id    text primary key,
  name  text not null,
  state text not null,
  doc   text not null
);

create table task (
  id          text        primary key,
  name        text        not null,
  goal        text        not null,
  state       text        not null,
  agent_type  text        not null,
  stream      text        not null,
  roadmap_key text,
  created_at  timestamptz not null,
  updated_at  timestamptz not null,
  doc         text        not null
) with (fillfactor = 80);

create index task_live on task (state) where state in ('pending', 'queued', 'running', 'waiting');
create index task_by_state on task (state, id desc);
create index task_by_roadmap_key on task (roadmap_key, id desc) where roadmap_key is not null;
create index task_by_name on task (name);

create table attempt (
  task_id    text        not null,
  number     int         not null,
  fence      bigint      not null,
  node_id    text        not null,
  ending     text,
  leased_at  timestamptz not null,
  ended_at   timestamptz,
  doc        text        not null,
  primary key (task_id, number)
);

create index attempt_by_node on attempt (node_id, leased_at desc);

-- What attempts printed.
create table log_chunk (
  task_id    text        not null,
  attempt    int         not null,
  seq        bigint      not null,
  fence      bigint      not null,
  first_line bigint      not null,
  lines      int         not null,
  at         timestamptz not null default now(),
  body       bytea       not null,  -- gzip of JSON Lines
  words      text        not null,  -- lower-case text, to find chunks by
  primary key (task_id, attempt, seq)
);

create index log_chunk_by_age on log_chunk (at);

-- The roadmap's lines as the file has them.
create table roadmap_line (
  position int  primary key,
  key      text not null,
  task_id  text not null,
  json     text not null
);
