"""A client of the simulator, without HTTP."""

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from contracts.cases.case import FORM, encode_form
from contracts.exchanges.wire import Request, Response
from contracts.simulator import ACCOUNT_SID, AUTH_TOKEN, Simulator

SMS = {"MessagingBinding.Address": "+15558675310", "MessagingBinding.ProxyAddress": "+15017122661"}
GROUP = {"MessagingBinding.ProjectedAddress": "+15017122661"}
NOW = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


def basic(username: str, password: str) -> tuple[str, str]:
    return "Authorization", "Basic " + base64.b64encode(f"{username}:{password}".encode()).decode()


class Client:
    """Sends requests to a simulator, in one conversation of its own."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self.conversation = self.body(self.send("POST", "/v1/Conversations", {}))["sid"]
        self.path = f"/v1/Conversations/{self.conversation}/Participants"

    def send(self, method: str, path: str, fields: Mapping[str, str] | None = None, **options: Any) -> Response:
        headers = options.get("headers", (basic(ACCOUNT_SID, AUTH_TOKEN),))
        if fields is None:
            return self.simulator.handle(Request(method, path, headers))
        headers = (*headers, ("Content-Type", options.get("content_type", FORM)))
        content = options.get("content", encode_form(tuple(fields.items())))
        return self.simulator.handle(Request(method, path, headers, content))

    def create(self, fields: Mapping[str, str], **options: Any) -> Response:
        return self.send("POST", self.path, fields, **options)

    def code(self, fields: Mapping[str, str], **options: Any) -> int:
        """The error code of a creation that is refused, 0 for one that is not."""
        response = self.create(fields, **options)
        return 0 if response.status == 201 else int(self.body(response)["code"])

    @staticmethod
    def body(response: Response) -> dict[str, Any]:
        body = json.loads(response.content)
        assert isinstance(body, dict)
        return body
