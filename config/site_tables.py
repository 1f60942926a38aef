"""The tables of the site's apps in `default`, for commands that do without these apps."""

TABLES_OF_SITE = {
    "admin": {"django_admin_log"},
    "auth": {
        *("auth_group", "auth_group_permissions", "auth_permission"),
        *("auth_user", "auth_user_groups", "auth_user_user_permissions"),
    },
    "contenttypes": {"django_content_type"},
    "sessions": {"django_session"},
}
"""The tables of each app of `django.contrib` that has some, by the app's label. Django has them since version 1.7."""
