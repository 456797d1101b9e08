"""What may be answered, and how it is shown: questions, evidence, answers, the command line and the chat."""

import logging

# As it is imported, faiss tells of each processor extension that its wheel has no build for, as if all were not well.
logging.getLogger("faiss.loader").setLevel(logging.WARNING)
