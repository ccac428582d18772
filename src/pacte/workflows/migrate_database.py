"""Runs the pending migrations; an empty base is built without rendering all models again at each operation.

Django keeps the models of each step as classes. After an operation on one it renders again all that relate to it,
however far: here nearly all, since most tables lead to an organisation. Most of the time of an empty base went there.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.management import call_command
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState


class NarrowState(ProjectState):
    """Renders the changed model alone again; models that relate to it keep its earlier class.

    Tables, columns, constraints and indexes need no more. An operation that reads all models (``RunPython``) renders
    them all first, because the state says that it is delayed.
    """

    def reload_model(self, app_label: str, model_name: str, delay: bool = False) -> None:
        self.reload_models([(app_label, model_name)])

    def reload_models(self, models: Iterable[tuple[str, str]], delay: bool = True) -> None:
        if "apps" in self.__dict__:  # Nothing is rendered before the first migration.
            self.is_delayed = True
            changed = [key for key in models if key in self.models]
            with self.apps.bulk_update():
                for app_label, model_name in changed:
                    self.apps.unregister_model(app_label, model_name)
            self.apps.render_multiple([self.models[key] for key in changed])

    def clone(self) -> NarrowState:
        copy = NarrowState({key: state.clone() for key, state in self.models.items()}, self.real_apps)
        if "apps" in self.__dict__:
            copy.apps = self.apps.clone()
        copy.is_delayed = self.is_delayed
        return copy


def migrate_database(executor: MigrationExecutor) -> None:
    """Apply all pending migrations, as Django's ``migrate`` does; on an empty base, without its repeated rendering.

    The command itself comes last: it migrates a base that is not empty, and creates content types and permissions.
    """
    loader = executor.loader
    if not loader.applied_migrations:
        executor.migrate(loader.graph.leaf_nodes(), state=NarrowState(real_apps=loader.unmigrated_apps))
    call_command("migrate", database=executor.connection.alias, verbosity=0, interactive=False)
