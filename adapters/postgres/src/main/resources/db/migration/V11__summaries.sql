-- What says what an old memory says; when that one is forgotten, the old one is as it was before.
alter table memory add column summed_up_in text references memory on delete set null;

create index memory_summed_up on memory (summed_up_in) where summed_up_in is not null;
create index memory_by_age on memory (scope, at) where summed_up_in is null and expires_at is null;
