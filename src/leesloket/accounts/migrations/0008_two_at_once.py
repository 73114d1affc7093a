from django.db import migrations

from leesloket.isolation.policies import BY_BRANCH, BY_LIBRARY, isolate_anew, or_signing_in

# One person who signs in twice at the same moment changes one row twice: see `or_signing_in`.
OWN = (
    "case when (select scope_library()) is null then false"
    " else user_id = nullif(current_setting('leesloket.account', true), '')::uuid end"
)
NOBODYS = "(select scope_library()) is null"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_school_accounts")]
    operations = [
        isolate_anew("accounts_account", using=or_signing_in(BY_LIBRARY)),
        isolate_anew("accounts_right", using=or_signing_in(BY_BRANCH), with_check=BY_BRANCH),
        isolate_anew("accounts_emergencycode", using=or_signing_in(NOBODYS)),
        isolate_anew("accounts_passwordreset", using=or_signing_in(NOBODYS)),
        isolate_anew("accounts_signedin", using=or_signing_in(NOBODYS)),
        isolate_anew("mfa_authenticator", using=or_signing_in(OWN)),
    ]
