-- What memories, tasks, machines and documents have to do with each other. Made from them by rule, and can be made anew.
create table graph_teller (
  teller text primary key,   -- "memory:ID", "task:ID", "node:ID", "document:PATH"
  kind   text not null,
  scope  text not null,      -- who may know of what it tells
  mark   text not null       -- of what it was read from
);

create index graph_teller_by_kind on graph_teller (kind);

create table graph_relation (
  teller text not null references graph_teller on delete cascade,
  scope  text not null,      -- its teller's
  source text not null,      -- "KIND:NAME", as the target
  verb   text not null,
  target text not null,
  primary key (teller, source, verb, target)
);

create index graph_relation_from on graph_relation (source, scope, teller desc);
create index graph_relation_to on graph_relation (target, scope, teller desc);
create index graph_relation_to_in_all on graph_relation (target, teller desc);

-- As memory: what is forgotten shall be gone from the disk soon.
alter table graph_teller set (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);
alter table graph_relation set (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);

-- One row: how far it is in the changes of memories, and the rules by which it was made.
create table graph_head (
  only_row boolean primary key default true check (only_row),
  position bigint  not null,
  rules    text    not null
);
insert into graph_head (position, rules) values (0, '');
