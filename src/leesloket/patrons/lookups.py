"""`id__any_of=ids`: as Django's `in`, for as many ids as a list has children."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler
from typing_extensions import override


class AnyOf(models.Lookup):
    """Equal to one of the values, which travel as one parameter.

    `in` makes a parameter of each: PostgreSQL takes 65,535 of them, and thousands are slow to
    write and to read.
    """

    lookup_name = "any_of"
    rhs: Iterable[Any]

    @override
    def get_prep_lookup(self) -> list[Any]:
        prepared = self.lhs.output_field.get_prep_value
        return [prepared(value) for value in self.rhs]

    @override
    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = any (%s)", (*params, [*self.rhs])
