"""Ask functions that may answer or raise an error of trustflow, and nothing else."""

import warnings

from trustflow.errors import TrustflowError
from trustflow.ledger import CasesNotRead


def answer_of(question):
    """Return the answer to a question, or the error of trustflow that it raises.

    Args:
        question: A function without arguments.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", CasesNotRead)
            return question()
    except TrustflowError as error:
        refusal = error
    assert str(refusal)
    return refusal


def is_refused(answer):
    """Return whether an answer is an error of trustflow."""
    return isinstance(answer, TrustflowError)
