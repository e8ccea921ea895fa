-- What entries of the journal are found by, for each block of 4,096 of them. All of it can be
-- dropped and is then made anew from the journal; see LedgerIndex.
create table ledger_block (
  number   bigint      primary key,  -- from 0, without gaps
  earliest timestamptz not null,
  latest   timestamptz not null,
  texts    text        not null      -- the entries' sentences in lower case, a line each
);

-- What can be dropped need not be small on a disk that is slow: lz4 where this server has it.
do $$ begin
  alter table ledger_block alter column texts set compression lz4;
exception when others then null;
end $$;

create table ledger_key (
  key   text   not null,  -- "kind:TaskQueued", "who:owner", "stream:shop", ...
  block bigint not null,
  hits  bytea  not null,  -- bit i of the block's entries is bit i modulo 8 of byte i / 8
  primary key (key, block)
);

-- Money and use of models, a row for each fact.
create table spending (
  seq      bigint      primary key,
  id       text        not null unique,  -- said again, it counts once
  at       timestamptz not null,
  source   text        not null,         -- metered, told, entered
  task     text        not null,
  fence    bigint      not null,         -- 0: of no attempt
  stream   text        not null,
  agent    text        not null,
  node     text        not null,
  model    text        not null,
  currency text        not null,         -- empty: no price is known
  amount   numeric     not null,         -- below zero when it was paid
  input    bigint      not null,
  cached   bigint      not null,
  output   bigint      not null,
  calls    bigint      not null
);

create index spending_by_time on spending (at);
create index spending_metered on spending (fence) where source = 'metered';

create table spending_position (
  only_row boolean primary key default true check (only_row),
  seq      bigint  not null
);
insert into spending_position (seq) values (0);
