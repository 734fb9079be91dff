"""`dev`, `staging` or `production`, as DJANGO_SETTINGS_MODULE says: each imports `base`, which is strict.

environment reads variables and says all that is wrong with them at once; variables describes each of them;
yandex and providers make MAILERS from them; site has what belongs to the site's address.
"""
