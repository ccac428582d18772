"""Readers, conflicts, scores, rounds and committees; a case is absent from whoever is in conflict."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from pacte.audit.row_security import enable_row_security

INSTRUCTORS = (
    "organisation_id = any(pacte_hosts_as('administrator', 'region_pilot', 'action_lead', 'analyst', 'buyer',"
    " 'finance_officer', 'state_reader', 'auditor'))"
)
# A case is absent from whoever is in conflict. The host funds and steers: its own people are in conflict by name only.
NO_CONFLICT = (
    "not exists (select 1 from procedures_caseconflict k where k.case_id = {row}.%s and k.ended_at is null and"
    " (k.person_id = pacte_person() or (k.body_id = any(pacte_own()) and k.body_id <> k.organisation_id)))"
)
OF_THE_PACT = (
    f"(organisation_id = any(pacte_reach()) and ((guest_id is null and body_id is null) or {INSTRUCTORS})"
    f" and {NO_CONFLICT % 'id'})"
)
CO_APPLICANT_OF_CASE = (
    "exists (select 1 from procedures_application a join procedures_coapplicant c on c.application_id = a.id"
    " where a.case_id = {row}.id and c.guest_id = pacte_guest() and c.ended_at is null)"
)
# Who was asked to read it, once they declared that they have no conflict.
READER_OF_CASE = (
    "exists (select 1 from procedures_readerassignment r where r.case_id = {row}.id and r.person_id = pacte_person()"
    " and r.cleared_at is not null and r.ended_at is null)"
)
CASE_READ = (
    f"pacte_system() or {OF_THE_PACT} or guest_id = pacte_guest() or body_id = any(pacte_own())"
    f" or {CO_APPLICANT_OF_CASE} or ({READER_OF_CASE} and {NO_CONFLICT % 'id'})"
)
CASE_WRITE = f"pacte_system() or {OF_THE_PACT}"
MACHINE = "pacte_system()"
OF_THE_REGION = "pacte_system() or organisation_id = any(pacte_reach())"
ASSIGNMENT_READ = f"pacte_system() or person_id = pacte_person() or ({INSTRUCTORS} and {NO_CONFLICT % 'case_id'})"
CONFLICT_READ = f"pacte_system() or person_id = pacte_person() or body_id = any(pacte_own()) or {INSTRUCTORS}"
# Nobody who still has to send their own score sees another's, whatever their post; nor does an applicant.
SCORE_READ = (
    "pacte_system() or person_id = pacte_person() or ("
    f"({INSTRUCTORS} or exists (select 1 from procedures_readerassignment r where r.case_id = {{row}}.case_id"
    " and r.grid = {row}.grid and r.person_id = pacte_person() and r.sent_at is not null and r.ended_at is null))"
    " and not exists (select 1 from procedures_readerassignment o where o.case_id = {row}.case_id"
    " and o.grid = {row}.grid and o.person_id = pacte_person() and o.sent_at is null and o.ended_at is null)"
    f" and {NO_CONFLICT % 'case_id'})"
)
STRIKE_READ = "pacte_system() or exists (select 1 from procedures_readingscore s where s.id = {row}.score_id)"
SEATED = (
    "exists (select 1 from procedures_committeeseat m where m.meeting_id = {row}.%s and m.person_id = pacte_person())"
)
MEETING_READ = f"pacte_system() or {INSTRUCTORS} or {SEATED % 'id'}"
SEAT_READ = f"pacte_system() or person_id = pacte_person() or {INSTRUCTORS}"
DECISION_READ = f"pacte_system() or (({INSTRUCTORS} or {SEATED % 'meeting_id'}) and {NO_CONFLICT % 'case_id'})"
LATE_CODE_READ = f"pacte_system() or guest_id = pacte_guest() or body_id = any(pacte_own()) or {INSTRUCTORS}"
ENTRY_READ = "pacte_system() or exists (select 1 from procedures_case f where f.id = {row}.case_id)"
READS = {
    "callround": OF_THE_REGION,
    "roundextension": OF_THE_REGION,
    "latecode": LATE_CODE_READ,
    "roundentry": ENTRY_READ,
    "readerassignment": ASSIGNMENT_READ,
    "conflictdeclaration": ASSIGNMENT_READ,
    "caseconflict": CONFLICT_READ,
    "readingscore": SCORE_READ,
    "scorestrike": STRIKE_READ,
    "committeemeeting": MEETING_READ,
    "committeeseat": SEAT_READ,
    "committeedecision": DECISION_READ,
}
ONCE = ("roundextension", "conflictdeclaration", "readingscore", "scorestrike", "committeedecision")


def drop_policies(table: str) -> migrations.RunSQL:
    """The policies of a table, before it is given others."""
    drops = (f"drop policy {table}_{command} on {table}" for command in ("read", "add", "change", "remove"))
    return migrations.RunSQL(";\n".join(drops), migrations.RunSQL.noop)


SECURITY = [
    drop_policies("procedures_case"),
    enable_row_security("procedures_case", read=CASE_READ, write=CASE_WRITE),
    *(enable_row_security(f"procedures_{table}", read=read, write=MACHINE) for table, read in READS.items()),
    *(
        migrations.RunSQL(
            f"create trigger procedures_{table}_once before delete or update on procedures_{table}"
            " for each row execute function procedures_refuse_rewriting()"
        )
        for table in ONCE
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_guests"),
        ("plan", "0005_published_views"),
        ("procedures", "0008_money"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CallRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("procedure_code", models.CharField(max_length=60)),
                ("edition", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("opens_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                ("envelope_cents", models.BigIntegerField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plan.plan"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseConflict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("found_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="conflicts", to="procedures.case"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CommitteeMeeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("procedure_code", models.CharField(max_length=60)),
                ("edition", models.PositiveSmallIntegerField()),
                ("committee", models.CharField(max_length=40)),
                ("held_on", models.DateField()),
                ("minutes", models.TextField(blank=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_by_name", models.CharField(blank=True, max_length=200)),
                (
                    "call_round",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="procedures.callround",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="plan.plan"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CommitteeDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("outcome", models.CharField(max_length=10)),
                ("rank", models.PositiveIntegerField(blank=True, null=True)),
                ("mean", models.PositiveIntegerField(blank=True, null=True)),
                ("cents", models.BigIntegerField(default=0)),
                ("reason", models.TextField(blank=True)),
                ("chaired_by", models.CharField(max_length=200)),
                (
                    "abstained",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), blank=True, default=list, size=None
                    ),
                ),
                ("voters", models.PositiveSmallIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="committee_decisions",
                        to="procedures.case",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="procedures.committeemeeting",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CommitteeSeat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(max_length=10)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seats",
                        to="procedures.committeemeeting",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ConflictDeclaration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("has_conflict", models.BooleanField()),
                ("text", models.TextField(blank=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="declarations", to="procedures.case"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LateCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("most", models.PositiveSmallIntegerField(default=1)),
                ("used", models.PositiveSmallIntegerField(default=0)),
                ("reason", models.TextField()),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "call_round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="late_codes",
                        to="procedures.callround",
                    ),
                ),
                (
                    "guest",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.guest",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReaderAssignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("grid", models.CharField(max_length=40)),
                ("is_extra", models.BooleanField(default=False)),
                ("cleared_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("end_reason", models.TextField(blank=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="readers", to="procedures.case"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReadingScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("grid", models.CharField(max_length=40)),
                ("edition", models.PositiveSmallIntegerField()),
                ("criteria", models.JSONField()),
                ("comment", models.TextField(blank=True)),
                (
                    "assignment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="score",
                        to="procedures.readerassignment",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scores", to="procedures.case"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procedures.caseversion",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RoundEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("arrived_at", models.DateTimeField()),
                (
                    "call_round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="procedures.callround"
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="entry", to="procedures.case"
                    ),
                ),
                (
                    "late_code",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procedures.latecode",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RoundExtension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                ("reason", models.TextField()),
                (
                    "call_round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="extensions",
                        to="procedures.callround",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ScoreStrike",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_name", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("reason", models.TextField()),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.organisation"
                    ),
                ),
                (
                    "score",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="strike", to="procedures.readingscore"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddIndex(
            model_name="callround",
            index=models.Index(fields=["plan", "procedure_code", "-opens_at"], name="procedures_callround_listed"),
        ),
        migrations.AddConstraint(
            model_name="callround",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_at__gt", models.F("opens_at"))), name="procedures_callround_moments"
            ),
        ),
        migrations.AddConstraint(
            model_name="callround",
            constraint=models.CheckConstraint(
                condition=models.Q(("envelope_cents__isnull", True), ("envelope_cents__gte", 0), _connector="OR"),
                name="procedures_callround_envelope",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseconflict",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("body__isnull", False), ("person__isnull", True)),
                    models.Q(("body__isnull", True), ("person__isnull", False)),
                    _connector="OR",
                ),
                name="procedures_conflict_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseconflict",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("case", "body", "person", "kind"),
                name="procedures_conflict_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="committeemeeting",
            index=models.Index(fields=["plan", "-held_on"], name="procedures_meeting_listed"),
        ),
        migrations.AddIndex(
            model_name="committeedecision",
            index=models.Index(fields=["case", "-id"], name="procedures_decision_latest"),
        ),
        migrations.AddConstraint(
            model_name="committeedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("cents__gte", 0)), name="procedures_committeedecision_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="committeedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome", "kept"), ("cents", 0), _connector="OR"),
                name="procedures_committeedecision_grants_kept",
            ),
        ),
        migrations.AddConstraint(
            model_name="committeeseat",
            constraint=models.UniqueConstraint(fields=("meeting", "person"), name="procedures_seat_once"),
        ),
        migrations.AddConstraint(
            model_name="committeeseat",
            constraint=models.UniqueConstraint(
                condition=models.Q(("part__in", ["chair", "deputy"])),
                fields=("meeting", "part"),
                name="procedures_seat_one_chair",
            ),
        ),
        migrations.AddConstraint(
            model_name="latecode",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("body__isnull", True), ("guest__isnull", False)),
                    models.Q(("body__isnull", False), ("guest__isnull", True)),
                    _connector="OR",
                ),
                name="procedures_latecode_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="latecode",
            constraint=models.CheckConstraint(
                condition=models.Q(("used__lte", models.F("most"))), name="procedures_latecode_within"
            ),
        ),
        migrations.AddIndex(
            model_name="readerassignment",
            index=models.Index(fields=["person", "case"], name="procedures_reader_person"),
        ),
        migrations.AddConstraint(
            model_name="readerassignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("case", "grid", "person"),
                name="procedures_reader_once",
            ),
        ),
        *SECURITY,
    ]
