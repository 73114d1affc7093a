from django.db import migrations

from leesloket.isolation.policies import BY_LIBRARY, isolate_anew, of_member, or_signing_in

TABLES = ("children_child", "children_activation", "children_picturecard")


class Migration(migrations.Migration):
    # A class comes at once: see `or_signing_in`.
    dependencies = [("children", "0001_initial")]
    operations = [
        isolate_anew(
            table,
            using=or_signing_in(of_member(f"{table}.patron_id")),
            with_check=or_signing_in(BY_LIBRARY),
        )
        for table in TABLES
    ]
