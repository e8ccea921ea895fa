-- The journal: append-only truth, a row for each batch that became durable together.
-- A second writer collides on the primary key.
create table journal (
  first  bigint not null,  -- sequence number of its first entry
  last   bigint not null,
  before text   not null,  -- hash of the entry before the first
  hash   text   not null,  -- hash of the last entry, see HashChain
  keys   bytea  not null,  -- a Bloom filter over subjects and kinds, see BatchKeys
  body   text   not null,  -- the entries, see JournalBatch
  primary key (first)
) partition by range (first);

create table journal_1 partition of journal for values from (1) to (100000001);
create table journal_rest partition of journal default;

-- To compress it would cost more time than the disk is worth: commits wait for it.
alter table journal alter column body set storage external;

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
