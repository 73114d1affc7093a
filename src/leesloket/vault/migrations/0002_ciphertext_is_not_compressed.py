"""Ciphertext cannot be made smaller; PostgreSQL need not try, with every file and journal."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "alter table vault_sealed alter column ciphertext set storage external",
            "alter table vault_sealed alter column ciphertext set storage extended",
        ),
    ]
