-- What is asked for never changes while a task goes its way, and is most of it. So it is written once,
-- apart from where the task stands; and what has ended is kept apart from what is live, so that
-- neither a restart nor a cleaning has to walk through it.
alter table task rename to task_before;
alter table task_before rename constraint task_pkey to task_before_pkey;
drop index task_live, task_by_state, task_by_roadmap_key, task_by_name;

create table task (
  id          text primary key,
  name        text not null,
  goal        text not null,
  agent_type  text not null,
  stream      text not null,
  roadmap_key text,
  spec        text not null   -- JSON of TaskSpec
);

-- No index but the key: a task that moves on stays on its page, and no index is touched.
create table task_live (
  id    text primary key,
  state text not null,
  doc   text not null         -- JSON of Standing
) with (fillfactor = 70);

create table task_ended (
  id    text primary key,
  state text not null,
  doc   text not null         -- JSON of Standing
);

-- PostgreSQL takes no NUL, not even escaped, so it stands aside as a private character meanwhile.
insert into task
select id, name, goal, agent_type, stream, roadmap_key,
  replace((replace(doc, '\u0000', '\uE000')::json -> 'spec')::text, '\uE000', '\u0000') from task_before;

-- Their documents still hold the spec; who reads a standing passes over it.
insert into task_live
select id, state, doc from task_before where state in ('pending', 'queued', 'running', 'waiting');
insert into task_ended
select id, state, doc from task_before where state not in ('pending', 'queued', 'running', 'waiting');

drop table task_before;

create index task_by_roadmap_key on task (roadmap_key, id desc) where roadmap_key is not null;
create index task_by_name on task (name);
create index task_ended_by_state on task_ended (state, id desc);

create view task_standing as
select id, state, doc from task_live union all select id, state, doc from task_ended;

-- Nobody asks for rows by what is in a document: statistics of them would cost much and say nothing.
alter table task alter column goal set statistics 0, alter column spec set statistics 0;
alter table task_live alter column doc set statistics 0;
alter table task_ended alter column doc set statistics 0;
alter table journal alter column before set statistics 0, alter column hash set statistics 0,
  alter column keys set statistics 0, alter column body set statistics 0;
