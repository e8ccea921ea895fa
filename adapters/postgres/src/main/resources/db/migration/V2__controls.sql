-- The controls that share this database, and which of them decides. Empty with the built-in
-- PostgreSQL, which has one control. Every time is this database's.
create table control (
  id        text        primary key,
  name      text        not null,
  addresses text        not null,  -- of the fleet port, host:port with commas between
  authority text        not null,  -- fingerprint
  version   text        not null,
  position  bigint      not null,  -- how far it has followed the journal
  seen_at   timestamptz not null
);

create table control_lease (
  only_row    boolean     primary key default true check (only_row),
  holder      text        not null,
  holder_name text        not null,
  term        bigint      not null,  -- grows with each holder; sessions of an earlier term are ended
  lapses_at   timestamptz not null   -- -infinity: it was let go
);
