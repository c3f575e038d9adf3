"""The simulator: a reference model of the API that knows state, parses bytes and answers from recordings.

It shares no deciding code with the oracle: the oracle reads the case, the simulator what is on the wire. Beside
participants it serves what official clients walk to: conversations, users, roles, messages, webhooks, services.
Messages are not delivered, and webhooks are never called.
"""

from contracts.simulator.refusals import Hangup, Refusal
from contracts.simulator.routes import ACCOUNT_SID, API_KEY, AUTH_TOKEN, Simulator

__all__ = ["ACCOUNT_SID", "API_KEY", "AUTH_TOKEN", "Hangup", "Refusal", "Simulator"]
