import os

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.dev")
    django.setup()
    from docs.generated import generated

    for path, text in generated().items():
        path.write_text(text)
