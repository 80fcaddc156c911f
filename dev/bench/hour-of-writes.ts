/**
 * What a busy registry writes in an hour: 9,350 rows that are new or changed, most of them at the ends of their tables,
 * and 405 that are gone.
 */
export const hourOfWrites = `
  insert into logentry3 select (jsonb_populate_record(null::logentry3,
      to_jsonb(l) || jsonb_build_object('id', nextval('logentry3_id_seq')))).*
    from (select * from logentry3 order by id desc limit 5000) l;
  update repositoryactioncount set count = count + 1
    where id in (select id from repositoryactioncount order by id desc limit 3000);
  update tag set lifetime_end_ms = 1 where id in (select id from tag order by id desc limit 1000);
  update tag set lifetime_end_ms = 2 where id in (select id from tag order by random() limit 10);
  update repository set description = description || '.' where id in (select id from repository order by random() limit 340);
  delete from repositoryactioncount where id in (select id from repositoryactioncount order by id limit 405)`;
