"""What people read, in English and Simplified Chinese.

``message``       a sentence: the English text in the code, with the facts in it, which can be told in another language
``translations``  the Chinese sentences, read when the first one is asked for
``suite_texts``   translations of what suites say, which stand in files of their own
``choice``        which language this process speaks

The English sentence is the key of its translation, as gettext has it. ``make messages`` collects the sentences from the
code into ``grader/locale/``: docs/decisions/0026.
"""

from grader.language.choice import LANGUAGES, language, language_among, speak, spoken
from grader.language.message import (
    Given,
    Message,
    _,
    either,
    from_plain,
    joined,
    labelled,
    listed,
    ngettext,
    to_plain,
    told,
    with_translations,
)
from grader.language.suite_texts import file_beside

__all__ = [
    "LANGUAGES",
    "Given",
    "Message",
    "_",
    "either",
    "file_beside",
    "from_plain",
    "joined",
    "labelled",
    "language",
    "language_among",
    "listed",
    "ngettext",
    "speak",
    "spoken",
    "to_plain",
    "told",
    "with_translations",
]
