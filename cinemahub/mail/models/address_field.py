from typing import Any, override

from django.db import models

from cinemahub.mail.privacy.addresses import canonical_address, stored_address


class AddressField(models.EmailField):
    """An address in its one spelling, whether forms, `save`, `bulk_create`, `update` or `loaddata` write it."""

    @override
    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return stored_address(value) if isinstance(value, str) else value

    @override
    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """ValidationError if it is no address: then nothing is stored."""
        value = super().pre_save(model_instance, add)
        if isinstance(value, str) and value:
            value = canonical_address(value)
            setattr(model_instance, self.attname, value)
        return value

    @override
    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        value = canonical_address(value) if isinstance(value, str) and value else value
        return super().get_db_prep_save(value, connection)

    @override
    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return stored_address(value) if isinstance(value, str) else value
