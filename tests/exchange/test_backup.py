"""A backup is private, signed and encrypted. A restore verifies it, and brings back nothing that ended since."""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

from pacte.accounts.models import Guest, LoginLink, Person
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import (
    check_second_factor,
    close_account,
    create_login_link,
    reset_second_factor,
    set_password,
    use_login_link,
)
from pacte.exchange.backup import RestoreOptions, RestoreResult, create_backup, restore_backup
from pacte.exchange.backup.creation import erasure_ledger_path
from pacte.exchange.backup.crypto import create_identity_file, signing_key
from pacte.exchange.backup.fingerprints import table_fingerprints
from pacte.exchange.backup.postgres import django_connected_to
from pacte.infra import embedded_postgres
from pacte.infra.embedded_postgres import APPLICATION, OWNER, SUPERUSER, Cluster
from pacte.infra.erasure_ledger import read_erasure_ledger
from pacte.infra.instance import Instance
from pacte.interop.services.partners import partner_secret, renew_secret, stop_partner
from pacte.journeys.models import Journey, Learner, LearnerContact, LearnerLink
from pacte.journeys.records import Channel
from pacte.journeys.rules.retention import ErasureHold
from pacte.journeys.services.erasure import hold_purge
from pacte.journeys.services.links import make_journey_link, use_link
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import ConfigurationError, Conflict, PermissionDenied, ValidationError
from pacte.procedures.models import Application, Case
from pacte.procedures.services.applications import begin_application, save_section, send_application
from pacte.workflows.context_keys import write_context_keys
from pacte.workflows.erase_own_application import erase_given_application
from pacte.workflows.erase_person import erase_person
from pacte.workflows.prepare_database import prepare_database
from pacte.workflows.secure_restored_database import SecuringCounts
from pacte.workflows.sync_erasure_ledger import sync_erasure_ledger
from tests.accounts.guests_at_hand import guest_of
from tests.cast import MACHINE, PASSWORD, Cast, gather_cast
from tests.interop.making import partner
from tests.journeys.making import somebody
from tests.journeys.planting import TOKENS, plant
from tests.plan.contents import row, small_plan
from tests.procedures.trial_procedure import FIRST, NEED, WHO, offer
from tests.web.plan_stage import staged

BASE = f"pacte_backup_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
pytestmark = [
    pytest.mark.skipif("PACTE_TEST_DATABASE_URL" in os.environ, reason="makes a database on the embedded server"),
    pytest.mark.xdist_group("backup"),
]
NAME = ("Zqprenom", "Zqnomdefamille")


@pytest.fixture(scope="module")
def cluster(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Cluster]:
    """The test server, with a separate database that has all our tables."""
    running = embedded_postgres.start_server(Instance("test"))
    drop = sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(BASE))
    with psycopg.connect(running.url(SUPERUSER, "postgres"), autocommit=True) as server:
        server.execute(drop)
        server.execute(sql.SQL("create database {} owner {}").format(sql.Identifier(BASE), sql.Identifier(OWNER)))
        with django_db_blocker.unblock(), django_connected_to(BASE):
            prepare_database()
        yield running
        server.execute(drop)


@pytest.fixture
def base(
    cluster: Cluster,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Cluster]:
    """Django on that database, with a new installation folder. The database is emptied afterwards."""
    monkeypatch.setenv("PACTE_POSTGRES_BIN", str(cluster.binaries))
    monkeypatch.setenv("PACTE_HOME", str(tmp_path / "home"))
    settings.DATABASE_BACKUP_URL = cluster.url(SUPERUSER, BASE)
    settings.INSTANCE = Instance("test")
    with psycopg.connect(cluster.url(OWNER, BASE)) as owner:
        # A previous test may have restored the database on « another machine », which has another signing key.
        write_context_keys(owner, site=settings.SITE_ROLE, jobs=settings.JOBS_ROLE)
    with django_db_blocker.unblock(), django_connected_to(BASE):
        yield cluster
    with psycopg.connect(cluster.url(OWNER, BASE), autocommit=True) as owner:
        names = owner.execute(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
            " and relname not in ('django_migrations', 'django_content_type', 'auth_permission')"
        ).fetchall()
        tables = sql.SQL(", ").join(sql.Identifier(name) for (name,) in names)
        owner.execute(sql.SQL("truncate {} restart identity cascade").format(tables))


@pytest.fixture
def cast(base: Cluster) -> Cast:
    return gather_cast()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sauvegarde.pacte"


def followed(cast: Cast) -> Journey:
    """A person whose name, e-mail and telephone exist nowhere else in the database."""
    journey = somebody(cast, first_name=NAME[0])
    with acting_as(MACHINE):
        LearnerContact.objects.filter(learner=journey.learner).update(
            last_name=NAME[1], email="zqcourriel@exemple.fr", phone="0199887766"
        )
    return journey


def erase(journey: Journey) -> None:
    with acting_as(MACHINE):
        erase_person(actor=MACHINE, learner=Learner.objects.get(pk=journey.learner_id), reason="à sa demande")


def saved(path: Path, **more: Any) -> Path:
    create_backup(path, actor=MACHINE, **more)
    return path


def put_back(path: Path, **answers: Any) -> RestoreResult:
    return restore_backup(path, actor=MACHINE, options=RestoreOptions(**answers))


def another_machine(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Simulates another machine: the folder of the installation and its secret key are lost."""
    monkeypatch.setenv("PACTE_HOME", str(tmp_path / "elsewhere"))
    settings.SECRET_KEY = "the key of another machine, which signs otherwise"


def rewritten(path: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """The same backup with an edited manifest; its signature is unchanged."""
    other = path.with_name(f"changed-{path.name}")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(other, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == "manifest.json":
                told = json.loads(data)
                change(told)
                data = json.dumps(told).encode()
            after.writestr(name, data)
    return other


def database_text(cluster: Cluster) -> str:
    """Every row of every table, as text."""
    with psycopg.connect(cluster.url(SUPERUSER, BASE)) as connection:
        names = connection.execute(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
        ).fetchall()
        return "\n".join(
            str(row)
            for (name,) in names
            for row in connection.execute(sql.SQL("select t::text from {} t").format(sql.Identifier(name)))
        )


# ---------------------------------------------------------------- the file


def test_the_file_and_the_ledger_beside_it_are_for_their_owner_alone(cast: Cast, path: Path) -> None:
    done = create_backup(path, actor=MACHINE)
    assert path.stat().st_mode & 0o777 == 0o600
    assert done.ledger.stat().st_mode & 0o777 == 0o600
    assert sorted(each.name for each in path.parent.iterdir()) == sorted([path.name, done.ledger.name, "home"])


def test_what_a_killed_backup_left_is_swept_and_what_another_writes_is_not(cast: Cast, path: Path) -> None:
    dead = path.with_name(".ancienne.pacte.0a1b2c3d.pacte-part")
    dead.write_bytes(b"half")
    older = path.with_name("tmpabcd1234")
    older.mkdir()
    (older / "database.dump").write_bytes(b"half")
    foreign = path.with_name("tmpforeign")
    foreign.mkdir()
    (foreign / "thesis.odt").write_bytes(b"not ours")
    saved(path)
    assert not dead.exists()
    assert not older.exists()
    assert (foreign / "thesis.odt").exists()


def test_a_real_backup_is_encrypted_or_asked_for_in_clear(
    cast: Cast, path: Path, tmp_path: Path, settings: Any
) -> None:
    settings.SYNTHETIC_ALLOWED = False
    with pytest.raises(
        ValidationError, match="PACTE_BACKUP_RECIPIENT ; ou demandez une sauvegarde en clair par --clear"
    ):
        create_backup(path, actor=MACHINE)
    assert not path.exists()
    assert not create_backup(path, actor=MACHINE, unencrypted=True).is_encrypted
    public = create_identity_file(tmp_path / "key", identifier="0" * 32, key=b"k")
    settings.BACKUP_RECIPIENTS = [public]
    assert create_backup(tmp_path / "second.pacte", actor=MACHINE).is_encrypted


def test_an_encrypted_backup_tells_nothing_and_opens_with_no_other_key(cast: Cast, path: Path, tmp_path: Path) -> None:
    followed(cast)
    public = create_identity_file(tmp_path / "key", identifier="0" * 32, key=b"k")
    create_identity_file(tmp_path / "other", identifier="0" * 32, key=b"k")
    saved(path, recipients=[public])
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(path) as archive:
        assert archive.read("dump").startswith(b"age-encryption.org/v1")
        assert archive.read("tables").startswith(b"age-encryption.org/v1")
    with pytest.raises(ValidationError, match="--identity FICHIER"):
        put_back(path)
    with pytest.raises(ValidationError, match="n’ouvre pas"):
        put_back(path, identity=tmp_path / "other")


def test_neither_a_clear_file_nor_a_password_in_an_argument_while_a_backup_is_made_and_put_back(
    base: Cluster, path: Path, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``seen`` holds the command lines of the child processes, as ``ps`` would show them."""
    settings.DATABASE_BACKUP_URL = f"{base.url(SUPERUSER, BASE)}&password=Zq-secret-42"
    public = create_identity_file(tmp_path / "key", identifier="0" * 32, key=b"k")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    seen: list[str] = []
    told: list[str | None] = []
    written: list[Path] = []
    real = subprocess.Popen

    def looked_at(*words: Any, **more: Any) -> Any:
        child = real(*words, **more)
        shown = Path(f"/proc/{child.pid}/cmdline")
        while not (line := shown.read_bytes()) and child.poll() is None:
            pass  # It does not exist yet.
        seen.append(line.replace(b"\0", b" ").decode() or " ".join(map(str, words[0])))
        told.append(more["env"].get("PGPASSWORD"))
        written.extend(scratch.iterdir())
        return child

    monkeypatch.setattr("subprocess.Popen", looked_at)
    saved(path, recipients=[public])
    put_back(path, identity=tmp_path / "key")
    assert [Path(each.split()[0]).name for each in seen] == ["pg_dump", "pg_restore"]
    assert not [each for each in seen if "Zq-secret" in each]
    assert told == ["Zq-secret-42"] * 2
    assert written == []


def test_the_hash_of_a_table_does_not_depend_on_the_order_of_its_rows(base: Cluster) -> None:
    with psycopg.connect(base.url(SUPERUSER, BASE)) as connection:
        made = []
        for order in ("i", "-i"):
            connection.execute(
                f"create table kept as select i, i::text as t from generate_series(1, 500) i order by {order}"
            )
            made.append(table_fingerprints(connection)["kept"])
            connection.execute("drop table kept")
        connection.execute(
            "create table kept as select i, (i + (i = 7)::int)::text as t from generate_series(1, 500) i"
        )
        made.append(table_fingerprints(connection)["kept"])
        connection.rollback()
    assert made[0] == made[1]
    assert made[2]["rows"] == 500
    assert made[2] != made[0]


# ---------------------------------------------------------------- where it comes from


def test_a_role_that_may_not_make_a_database_is_told_so_in_french(base: Cluster, settings: Any, path: Path) -> None:
    saved(path)
    settings.DATABASE_BACKUP_URL = base.url(APPLICATION, BASE)
    with pytest.raises(ConfigurationError, match="« Base de données » du guide"):
        put_back(path)


@pytest.mark.parametrize(("made", "here"), [("demo", "real"), ("real", "demo")])
def test_a_demonstration_never_enters_a_real_installation_nor_the_contrary(
    cast: Cast, path: Path, settings: Any, made: str, here: str
) -> None:
    settings.INSTANCE = Instance(made)
    saved(path)
    settings.INSTANCE = Instance(here)
    with pytest.raises(PermissionDenied, match=f"celle d’une installation « {made} », et celle-ci est « {here} »"):
        put_back(path, without_newest_ledger=True, unsigned=Instance(made).identifier())


def test_a_manifest_edited_to_pass_for_a_real_one_is_not_signed(cast: Cast, path: Path, settings: Any) -> None:
    settings.INSTANCE = Instance("demo")
    saved(path)
    settings.INSTANCE, settings.SYNTHETIC_ALLOWED = Instance("real"), False
    edited = rewritten(path, lambda told: told.update(instance="real", identifier=Instance("real").identifier()))
    with pytest.raises(PermissionDenied, match="Rien ne prouve"):
        put_back(edited, without_newest_ledger=True)
    # Even when the manifest is accepted, the data themselves say that they are invented.
    with pytest.raises(PermissionDenied, match=r"données fictives.*accounts_person"):
        put_back(edited, without_newest_ledger=True, unsigned=Instance("real").identifier())
    with acting_as(MACHINE):
        assert Person.objects.count() == len(cast.members)


def test_a_dump_exchanged_under_a_signed_manifest_is_seen(cast: Cast, path: Path, tmp_path: Path) -> None:
    saved(path)
    other = tmp_path / "other.pacte"
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(other, "w") as after:
        for name in before.namelist():
            after.writestr(name, b"something else" if name == "dump" else before.read(name))
    with pytest.raises(ValidationError, match="abîmée"):
        put_back(other)


def test_on_a_new_machine_the_file_of_the_private_key_proves_the_backup(
    cast: Cast, path: Path, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance, identifier = settings.INSTANCE, settings.INSTANCE.identifier()
    public = create_identity_file(tmp_path / "key", identifier=identifier, key=signing_key(settings.SECRET_KEY))
    (tmp_path / "secret-key").write_text(settings.SECRET_KEY)
    saved(path, recipients=[public])
    bare = tmp_path / "bare"
    bare.write_text((tmp_path / "key").read_text().splitlines()[-1])
    another_machine(settings, monkeypatch, tmp_path)
    with pytest.raises(PermissionDenied, match="--accept-unsigned"):
        put_back(path, identity=bare, without_newest_ledger=True)
    nothing = SecuringCounts(0, 0, 0, 0, 0)
    with monkeypatch.context() as without:
        # The rest is the same in all cases: running it once is enough.
        without.setattr("pacte.exchange.backup.restoration._load_and_swap", lambda *_: nothing)
        for answers in (
            {"identity": bare, "former_key": tmp_path / "secret-key"},
            {"identity": bare, "unsigned": identifier},
        ):
            assert put_back(path, without_newest_ledger=True, **answers).rows["accounts_person"]
            instance.set_identifier("1" * 32)
    assert put_back(path, without_newest_ledger=True, identity=tmp_path / "key").rows["accounts_person"]
    assert instance.identifier() == identifier, "the installation goes on under its identifier"


# ---------------------------------------------------------------- what does not come back


def test_somebody_erased_after_the_backup_is_nowhere_after_the_restore(cast: Cast, base: Cluster, path: Path) -> None:
    """The thirty words of tests/journeys/planting.py, put in every field that can hold one, and the keys."""
    journey = somebody(cast, first_name=TOKENS[0])
    plant(cast, journey)
    other = somebody(cast, first_name="Omar")
    needles = [*TOKENS, str(journey.learner.key), str(journey.key)]
    # The file was on hold when it was saved; the hold had ended when it was erased.
    with acting_as(MACHINE):
        hold_purge(actor=MACHINE, learner=journey.learner, until=today(), why=ErasureHold.DISPUTE)
        Learner.objects.filter(pk=journey.learner_id).update(held_until=today() + timedelta(days=9))
    saved(path)
    assert [each for each in needles if each not in database_text(base)] == []
    with acting_as(MACHINE):
        Learner.objects.filter(pk=journey.learner_id).update(held_until=None)
    erase(journey)
    done = put_back(path)
    assert done.closed.erased == 1
    assert [each for each in needles if each in database_text(base)] == []
    with acting_as(MACHINE):
        assert LearnerContact.objects.filter(learner=other.learner).exists()


def test_what_an_applicant_erased_after_the_backup_is_erased_again_by_the_restore(
    base: Cluster, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A draft, and a case that ended: their days have not come, so that only the ledger says that they went."""
    offer(monkeypatch, FIRST)
    stage = staged(small_plan(row("A01", 1)))
    commune = Actor(name=NAME[1], guest_id=guest_of(stage.cast.region, "zqmairie@exemple.fr").pk)
    answers = {**WHO, **NEED, "contact": NAME[1]}
    with acting_as(commune):
        for is_sent in (True, False):
            application = begin_application(
                actor=commune, plan=stage.plan, number=ActionCode(1), procedure_code=FIRST.code, key=uuid4(), name=""
            )
            for section in FIRST.form[:2]:
                given = {field.code: answers[field.code] for field in section.fields if field.code in answers}
                application = save_section(
                    actor=commune, application=application, section=section, values=given, title=NAME[0]
                )
            if is_sent:
                send_application(actor=commune, application=application, arrived_at=now())
    with acting_as(MACHINE):
        Case.objects.update(ended_on=today())
    saved(path)
    assert NAME[0] in database_text(base)
    with acting_as(commune):
        for each in Application.objects.order_by("pk"):
            erase_given_application(actor=commune, application=each)
    assert put_back(path).closed.cases == 2
    with acting_as(MACHINE):
        assert not Application.objects.exists()
        assert Guest.objects.get(pk=commune.guest_id).erased_at
        kept = Case.objects.get()
        assert (kept.title, kept.applicant_name) == (f"Dossier n° {kept.number}", "")


def test_a_crash_between_the_erasure_and_the_ledger_is_mended_by_the_next_restore(
    cast: Cast, base: Cluster, path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey = followed(cast)
    saved(path)
    with monkeypatch.context() as crashing:
        crashing.setattr("pacte.workflows.erase_person.append_erasures", lambda *_: 1 / 0)
        erase(journey)
    assert read_erasure_ledger(settings.INSTANCE.erasure_ledger_path).marks() == frozenset()
    assert put_back(path).closed.erased == 1
    assert sync_erasure_ledger(actor=MACHINE) == 0, "the ledger holds it by now"
    assert NAME[1] not in database_text(base)


def test_on_a_new_machine_the_days_without_a_ledger_are_said_and_must_be_accepted(
    cast: Cast, base: Cluster, path: Path, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey = followed(cast)
    (tmp_path / "secret-key").write_text(settings.SECRET_KEY)
    before = create_backup(path, actor=MACHINE)
    before.ledger.unlink()
    erase(journey)
    newest = create_backup(tmp_path / "later.pacte", actor=MACHINE).ledger
    kept = newest.rename(tmp_path / "newest.txt")
    another_machine(settings, monkeypatch, tmp_path)
    key = {"former_key": tmp_path / "secret-key"}
    with pytest.raises(Conflict, match=r"n’est pas connu.*--without-newest-ledger"):
        put_back(path, **key)
    with pytest.raises(Conflict, match="s’arrête au"):
        put_back(path, **key, ledger=kept)
    done = put_back(path, **key, ledger=kept, without_newest_ledger=True)
    assert done.closed.erased == 1
    assert NAME[1] not in database_text(base)
    assert read_erasure_ledger(settings.INSTANCE.erasure_ledger_path).marks() > read_erasure_ledger(kept).marks(), (
        "it is kept by the new machine"
    )


def test_a_ledger_from_which_a_line_was_taken_out_is_not_believed_complete(
    cast: Cast, path: Path, settings: Any
) -> None:
    for name in ("Inès", "Omar"):
        journey = somebody(cast, first_name=name)
        erase(journey)
    done = create_backup(path, actor=MACHINE)
    keys = [signing_key(settings.SECRET_KEY)]
    whole = read_erasure_ledger(done.ledger)
    assert whole.complete_until(keys)
    assert replace(whole, erasures=whole.erasures[1:]).complete_until(keys) is None
    assert done.ledger == erasure_ledger_path(path, "test", done.identifier)


def test_the_ledger_holds_no_personal_data(cast: Cast, path: Path) -> None:
    journey = followed(cast)
    key = str(journey.learner.key)
    erase(journey)
    told = create_backup(path, actor=MACHINE).ledger.read_text()
    assert len(told.splitlines()) == 2
    for needle in (*NAME, "zqcourriel", key, key.replace("-", "")):
        assert needle not in told


def test_a_restore_ends_logins_links_and_codes(cast: Cast, path: Path) -> None:
    adviser = cast["adviser"].person
    session = SessionStore()
    session["who"] = adviser.pk
    session.create()
    with acting_as(MACHINE):
        device = TOTPDevice.objects.create(user=adviser, name="téléphone", confirmed=True)
        code = f"{totp(device.bin_key):06}"
        login = create_login_link(actor=MACHINE, person=adviser)
        made = make_journey_link(
            actor=MACHINE, learner=somebody(cast).learner, body=cast.network, channel=Channel.LETTER
        )
    saved(path)
    with acting_as(MACHINE):
        assert use_login_link(actor=MACHINE, secret=str(login)) == adviser
        assert use_link(actor=MACHINE, secret=made.secret)
        check_second_factor(actor=cast["adviser"].actor, person=adviser, code=code)
    Session.objects.all().delete()
    closed = put_back(path).closed
    assert (closed.web_sessions, closed.login_links, closed.personal_links) == (1, 1, 1)
    assert not SessionStore().exists(session.session_key or "")
    with acting_as(MACHINE):
        assert use_login_link(actor=MACHINE, secret=str(login)) is None
        assert use_link(actor=MACHINE, secret=made.secret) is None
        assert not LoginLink.objects.filter(used_at=None, expires_at__gt=now()).exists()
        assert not LearnerLink.objects.filter(revoked_at=None).exists()
    with pytest.raises(ValidationError, match="déjà servi"):
        check_second_factor(actor=cast["adviser"].actor, person=adviser, code=code)


def test_a_closed_account_a_former_password_a_lost_telephone_and_a_former_secret_do_not_come_back(
    cast: Cast, base: Cluster, path: Path
) -> None:
    adviser, pilot, buyer = (cast[part].person for part in ("adviser", "pilot", "buyer"))
    with acting_as(MACHINE):
        TOTPDevice.objects.create(user=buyer, name="téléphone", confirmed=True)
    tool = partner(cast)
    saved(path)
    with acting_as(MACHINE):
        close_account(actor=MACHINE, person=adviser, reason="départ")
        set_password(actor=MACHINE, person=pilot, password="une autre phrase de passe")
        reset_second_factor(actor=MACHINE, person=buyer, reason="perdu")
        renewed = renew_secret(actor=MACHINE, partner=tool)
        stop_partner(actor=MACHINE, partner=tool, reason="fin de la convention")
    closed = put_back(path).closed
    assert (closed.accounts, closed.partners) == (3, 1)
    with psycopg.connect(base.url(OWNER, BASE)) as owner:
        owner.execute("create table next (n int)")  # The owner of the tables can create new ones.
        owner.rollback()
    with acting_as(MACHINE):
        assert not Person.objects.get(pk=adviser.pk).is_active
        restored = Person.objects.get(pk=pilot.pk)
        assert restored.check_password("une autre phrase de passe")
        assert not restored.check_password(PASSWORD)
        assert not TOTPDevice.objects.filter(user=buyer).exists()
        tool.refresh_from_db()
        assert partner_secret(actor=MACHINE, partner=tool) == renewed
        assert not tool.is_active
