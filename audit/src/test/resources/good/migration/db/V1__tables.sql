create role app login;
create table token (id bigint primary key, hash bytea not null);
