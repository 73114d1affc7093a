import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from leesloket.isolation.policies import isolate, or_signing_in

# A link is there for its owner and while signing in, as a second factor is.  `scope_library()` is
# asked for its error: without a scope a query raises, it does not find nothing.
OWN = (
    "case when (select scope_library()) is null then false"
    " else user_id = nullif(current_setting('leesloket.account', true), '')::uuid end"
)
# allauth has them; nothing of ours is ever written there, and nothing else can be.
NOBODYS = "(select scope_purpose()) is null"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_rights_are_reviewed"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]
    operations = [
        migrations.AddField(
            model_name="right",
            name="ended_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="right",
            name="provider",
            field=models.CharField(blank=True, default="", max_length=30),
        ),
        isolate("socialaccount_socialaccount", using=or_signing_in(OWN)),
        isolate("socialaccount_socialapp", using=NOBODYS),
        isolate("socialaccount_socialtoken", using=NOBODYS),
    ]
