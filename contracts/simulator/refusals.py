"""How the simulator says no: an exception for each refusal, and the statuses and messages of the codes.

Messages are the titles of Twilio's error dictionary. Statuses are those that fixtures or users report (20003,
20404, 50204, 50304, 50353, 50377, 50407, 50416, 50433); others are not published, and a choice.
"""

from typing import Final

from contracts.cases.case import Pairs

ERRORS: Final[dict[int, tuple[int, str]]] = {
    20001: (400, "Invalid parameter"),
    20003: (401, "Authenticate"),
    20004: (405, "Method not allowed"),
    20007: (400, "Page size too large"),
    20404: (404, "The requested resource was not found"),
    20422: (422, "Invalid Parameter"),
    20429: (429, "Too Many Requests"),
    20500: (500, "Internal Server Error"),
    50100: (400, "Role not found"),
    50101: (400, "Channel role not found"),
    50105: (400, "Invalid role type"),
    50109: (400, "Conversation role not found"),
    50201: (409, "User already exists"),
    50203: (400, "Identity reserved"),
    50204: (400, "Identity not provided"),
    50206: (400, "Identity should not match user SID pattern"),
    50207: (400, "Identity too long"),
    50211: (400, "Identity parameter not acceptable for this Participant"),
    50303: (400, "Attributes too long"),
    50304: (400, "Attributes not valid JSON"),
    50308: (400, "Invalid Date Created parameter"),
    50309: (400, "Invalid Date Updated parameter"),
    50353: (409, "Conversation with provided unique name already exists"),
    50377: (400, "Can't update conversation as it's in final closed state"),
    50384: (400, "Initial state can't be closed"),
    50390: (400, "Unique name should not match conversation sid pattern"),
    50407: (400, "Invalid messaging binding address"),
    50408: (400, "Invalid participant proxy address"),
    50409: (400, "Participant address equals proxy address"),
    50411: (400, "Participant address is empty"),
    50412: (400, "Participant proxy address is empty"),
    50413: (400, "Account is not authorized to use proxy address"),
    50414: (400, "Participant address type does not match proxy address type"),
    50416: (409, "A binding for this participant and proxy address already exists in Conversation"),
    50417: (400, "Participants limit exceeded"),
    50422: (400, "Non-chat conversation participants limit exceeded"),
    50405: (400, "Invalid last consumption timestamp format"),
    50421: (400, "Invalid last read message index format"),
    50433: (409, "Participant already exists"),
    50434: (400, "Participant projected address not provided"),
    50436: (400, "Participant limit exceeded for group conversation"),
    50437: (409, "Group Participant already exists"),
    50439: (400, "Account is not authorized to use the projected address"),
    50440: (400, "Failed to remove the proxy address of a participant."),
    50441: (400, "Failed to add a proxy address to a participant."),
    50442: (400, "Failed to remove the projected address of a participant."),
    50443: (400, "Failed to add a projected address to a participant."),
    50444: (400, "Failed to add an identity to a participant."),
    50452: (400, "Group MMS is not enabled for this Account"),
}


class Refusal(Exception):
    """A request that is answered with an error. Raised by the checks, turned into a response in one place."""

    def __init__(self, code: int, message: str = "", status: int = 0, headers: Pairs = ()) -> None:
        usual_status, title = ERRORS[code]
        self.code = code
        self.headers = headers
        self.status = status or usual_status
        self.message = message or title
        super().__init__(f"{self.code}: {self.message}")


class Hangup(Exception):
    """The connection is closed without an answer. No correct server does it; miniatures do."""
