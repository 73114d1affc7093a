from django.db import migrations

from leesloket.isolation.policies import SIGNING_IN, isolate

# Second factors are there for their owner and while signing in.  Staff never see them: resetting
# one goes through leesloket.accounts.actions, which checks the right first.
OWN = "user_id = nullif(current_setting('leesloket.account', true), '')::uuid"
# `scope_library()` is asked for its error: without a scope a query raises, it does not find nothing.
USING = (
    f"case when {SIGNING_IN} then true"
    f" when (select scope_library()) is null then false else {OWN} end"
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]
    operations = [isolate("mfa_authenticator", using=USING)]
