"""Every error that the tracker raises on purpose.

    TrackerError                 something a user can act on; the message is one line
    ├── SettingsError            a setting or an argument has a value that cannot be used
    ├── CorpusError              the corpus folder is missing, is no folder, or holds nothing that can be read
    │   └── UnreadableArticle    one file (or one row of a file) is no article; the build lists it and goes on
    ├── EncoderError             the encoder's weights are missing, damaged, or not those that were asked for
    ├── ModelError               the language model wrote nothing that can be shown; the quotes are shown instead
    │   ├── ContextTooLong       it was given more than it can read at once
    │   └── CutShort             it came to the end of what it may write; its last sentence is not complete
    ├── DeskError                what people added to the ledger cannot be read or written
    └── BuildError               a build cannot be made, published or opened
        ├── NoBuild              nothing has been published in this data folder yet
        ├── BuildMismatch        the published build was made by another format or another encoder
        ├── DamagedBuild         a file of the build is missing or differs from its checksum
        └── BuildBusy            another process is building in this data folder

A message says what was found, where, what was expected, and what to do about it.
"""


class TrackerError(Exception):
    """Something a user can act on; `str(error)` is one line without a trailing full stop."""


class SettingsError(TrackerError):
    """A setting or an argument has a value that cannot be used."""


class CorpusError(TrackerError):
    """The corpus folder is missing, is no folder, or holds nothing that can be read."""


class UnreadableArticle(CorpusError):
    """One file, or one row of a file, is no article; the build lists it and goes on."""


class EncoderError(TrackerError):
    """The encoder's weights are missing, damaged, or not those that were asked for."""


class ModelError(TrackerError):
    """The language model wrote nothing that can be shown; the message is a clause that tells why."""


class ContextTooLong(ModelError):
    """The language model was given more than it can read at once."""


class CutShort(ModelError):
    """The language model came to the end of what it may write; its last sentence is not complete."""


class DeskError(TrackerError):
    """What people added to the ledger cannot be read or written."""


class BuildError(TrackerError):
    """A build cannot be made, published or opened."""


class NoBuild(BuildError):
    """Nothing has been published in this data folder yet."""


class BuildMismatch(BuildError):
    """The published build was made by another format or another encoder."""


class DamagedBuild(BuildError):
    """A file of the build is missing or differs from its checksum."""


class BuildBusy(BuildError):
    """Another process is building in this data folder."""
