-- How far each bus has been told what the journal has.
create table outbox_position (
  bus      text primary key,
  sequence bigint not null
);
