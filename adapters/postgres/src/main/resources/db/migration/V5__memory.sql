-- What agents and people remember. The index that finds it is made from here, and can be made anew.
create table memory (
  id            text        primary key,      -- sorts by when it was remembered
  change        bigint      not null unique,  -- the number of its last change
  scope         text        not null,         -- "agent:builder", "node:ID", "stream:shop", "fleet"
  hash          bytea       not null,         -- SHA-256 of the text
  text          text        not null,
  tags          text[]      not null,
  who           text        not null,
  task          text        not null,         -- empty: a person's
  attempt       int         not null,
  fence         bigint      not null,
  agent         text        not null,
  stream        text        not null,
  node          text        not null,
  source        text        not null,         -- what it was brought in from
  at            timestamptz not null,
  expires_at    timestamptz,
  promoted_from text,
  promoted_by   text,
  promoted_at   timestamptz,
  unique (scope, hash)
);

create index memory_by_scope on memory (scope, id desc);
create index memory_by_tag on memory using gin (tags);
create index memory_expiring on memory (expires_at) where expires_at is not null;

-- What is forgotten shall be gone from the disk too, and soon: within a minute, not after a fifth of the table.
alter table memory set (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);

create table memory_scope (
  scope    text   primary key,
  memories bigint not null
);

-- That one is gone, for whoever follows the changes; never what it was.
create table memory_gone (
  change bigint primary key,
  id     text   not null
);

-- One row, which whoever changes a memory holds until the end of the transaction: so changes become visible in their order.
create table memory_change (
  only_row  boolean primary key default true check (only_row),
  last      bigint  not null,
  told_from bigint  not null   -- what was gone by then is not told of any more
);
insert into memory_change (last, told_from) values (0, 0);
