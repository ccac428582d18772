"""What a closed round held does not change, whoever asks and by whatever way."""

from django.db import migrations

FREEZE = """
create function steering_keep_round() returns trigger language plpgsql as $$
begin
    if old.state = 'closed' and (tg_op = 'DELETE' or new is distinct from old) then
        raise exception 'a closed round is frozen' using errcode = '23514';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger steering_round_kept before update or delete on steering_round
    for each row execute function steering_keep_round();

create function steering_keep_answer() returns trigger language plpgsql as $$
begin
    if exists (select 1 from steering_round where id = old.round_id and state = 'closed') then
        raise exception 'an answer of a closed round is frozen' using errcode = '23514';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger steering_answer_kept before update or delete on steering_answer
    for each row execute function steering_keep_answer();

-- What happened to a milestone, what was declared, what was said: added, never changed.
create function steering_only_add() returns trigger language plpgsql as $$
begin
    raise exception 'a line of % is added, never changed', tg_table_name using errcode = '23514';
end $$;
create trigger steering_milestonestep_kept before update or delete on steering_milestonestep
    for each row execute function steering_only_add();
create trigger steering_declaredvalue_kept before update or delete on steering_declaredvalue
    for each row execute function steering_only_add();
create trigger steering_remark_kept before update or delete on steering_remark
    for each row execute function steering_only_add();
"""

THAW = """
drop trigger steering_remark_kept on steering_remark;
drop trigger steering_declaredvalue_kept on steering_declaredvalue;
drop trigger steering_milestonestep_kept on steering_milestonestep;
drop trigger steering_answer_kept on steering_answer;
drop trigger steering_round_kept on steering_round;
drop function steering_only_add();
drop function steering_keep_answer();
drop function steering_keep_round();
"""


class Migration(migrations.Migration):
    dependencies = [("steering", "0003_frozen_committees")]

    operations = [migrations.RunSQL(FREEZE, THAW)]
