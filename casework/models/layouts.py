"""The templates that papers were frozen with, kept so that a paper which waits prints as it would have then."""

import json
import zlib

from django.db import models


class KeptLayout(models.Model):
    """One state of the folder forms_templates; a release adds one row of some 50 kB."""

    digest = models.CharField("版", max_length=64, primary_key=True)
    content = models.BinaryField("内容", editable=False)
    kept_on = models.DateTimeField("残した時", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "残した様式の版"

    def __str__(self) -> str:
        return self.digest[:12]

    @staticmethod
    def is_kept(digest: str) -> bool:
        return KeptLayout.objects.filter(digest=digest).exists()

    @staticmethod
    def keep(digest: str, files: dict[str, bytes]) -> None:
        """Keep a state; two at once keep it once."""
        texts = {name: content.decode() for name, content in files.items()}
        packed = zlib.compress(json.dumps(texts, ensure_ascii=False).encode(), 9)
        KeptLayout.objects.bulk_create([KeptLayout(digest=digest, content=packed)], ignore_conflicts=True)

    @property
    def files(self) -> dict[str, bytes]:
        texts: dict[str, str] = json.loads(zlib.decompress(self.content))
        return {name: text.encode() for name, text in texts.items()}
