-- In which span of its program's own a step was taken; null: in the attempt's.
alter table step add column within text;
