-- Messages of agents and people, until they expire.
create table mail (
  id             text        primary key,  -- sorts by when it was sent
  who            text        not null,
  sender_task    text        not null,     -- empty: a person's
  sender_attempt int         not null,
  sender_fence   bigint      not null,
  sender_agent   text        not null,
  address_kind   text        not null,     -- "task", "agent", "topic", "people"
  address_name   text        not null,
  stream         text,                     -- null: to the whole fleet
  kind           text        not null,
  body           text        not null,
  answers        text,
  conversation   text        not null,
  hops           int         not null,
  sent_at        timestamptz not null,
  expires_at     timestamptz not null,
  taken_by       text                      -- the task that has what is addressed to an agent
);

create index mail_by_address on mail (address_kind, address_name, id);
create index mail_by_sender on mail (sender_task, sent_at);
create index mail_by_conversation on mail (conversation, id desc);
create index mail_by_stream on mail (stream, id desc);
create index mail_expiring on mail (expires_at);

-- What each attempt has taken; a later one of the same task gets all of it again.
create table mail_taken (
  task    text not null,
  attempt int  not null,
  message text not null references mail (id) on delete cascade,
  primary key (task, attempt, message)
);
create index mail_taken_message on mail_taken (message);
