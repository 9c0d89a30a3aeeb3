"""A file as it is handed in: looked at by its content, never by its name."""

from django.core.exceptions import ValidationError

from blue_patrol.rules import attachments

FILE_HINT = "PDF・JPEG・PNG、10MBまで"


class WithFile:
    """Mixed into forms with the field ``file``; ``content`` holds its bytes once it is clean."""

    def clean_file(self):
        sent = self.cleaned_data["file"]
        content = sent.read(attachments.MAX_BYTES + 1)  # enough to see that it is too large
        if problem := attachments.file_problem(content):
            raise ValidationError(problem)
        self.content = content
        return sent

    def ask_for_the_file_again(self) -> None:
        """A browser forgets a chosen file when a page comes back with another fault."""
        if self.errors and "file" not in self.errors:
            self.add_error("file", "ほかの誤りを直してから、ファイルをもう一度選んでください。")
