"""What several miniatures have in common: the places where most faults are."""

import json
from typing import Any

from contracts.exchanges.wire import Request, Response
from contracts.simulator import Refusal, Simulator
from contracts.simulator.rendering import Body
from contracts.simulator.state import Conversation, Participant


class Answering(Simulator):
    """A simulator whose participants pass through `change` on their way out."""

    def render(self, participant: Participant) -> Body:
        """The properties of a participant, changed."""
        body = super().render(participant)
        self.change(body)
        return body

    def change(self, body: Body) -> None:
        """Changes the properties in place."""


class Rewriting(Simulator):
    """A simulator whose answers to a creation pass through `rewrite` as bytes."""

    def created(self, request: Request, participant: Participant) -> Response:
        """The answer to a creation, rewritten."""
        response = super().created(request, participant)
        return Response(response.status, response.headers, self.rewrite(response.content))

    def rewrite(self, content: bytes) -> bytes:
        """The bytes to send instead."""
        return content


class Lenient(Simulator):
    """A simulator that gives attributes which are not JSON a second chance, after `mend`."""

    def parse_json(self, text: str) -> object:
        """The value of a JSON text, or of the text after mending."""
        try:
            return super().parse_json(text)
        except ValueError:
            return super().parse_json(self.mend(text))

    def mend(self, text: str) -> str:
        """The text without what this parser does not mind."""
        return text


class Strict(Simulator):
    """A simulator that refuses some JSON: texts for which `dislikes` holds."""

    def parse_json(self, text: str) -> object:
        """The value of a JSON text that is to this parser's taste."""
        value = super().parse_json(text)
        if self.dislikes(text, loaded(text)):
            raise ValueError(text)
        return value

    def dislikes(self, text: str, value: Any) -> bool:
        """Whether a text, with this value, is refused though it is JSON."""
        return False


class Lossy(Simulator):
    """A simulator that shows attributes as it understood them: the value after `change`, written anew.

    What `change` leaves as it is comes back byte for byte, and so does what is nested too deeply to be walked.
    """

    def keep_attributes(self, text: str) -> str:
        """The attributes as they will be shown."""
        value = loaded(text)
        if depth(value) > 100:
            return text
        changed = self.change_value(value)
        same = json.dumps(changed) == json.dumps(value)
        return text if same else json.dumps(changed, separators=(",", ":"))

    def change_value(self, value: Any) -> Any:
        """The value of the attributes, changed: `change` for each part, the inner ones first."""
        if isinstance(value, dict):
            value = {name: self.change_value(item) for name, item in value.items()}
        elif isinstance(value, list):
            value = [self.change_value(item) for item in value]
        return self.change(value)

    def change(self, value: Any) -> Any:
        """A part of the attributes, changed."""
        return value


class Choosy(Simulator):
    """A simulator that answers otherwise when a participant that it would store is one of `chosen`."""

    def store(self, conversation: Conversation, participant: Participant) -> None:
        """Stores the participant, after what befalls the chosen ones."""
        if self.chosen(participant):
            self.befall()
        super().store(conversation, participant)

    def chosen(self, participant: Participant) -> bool:
        """Whether it is one of those."""
        return False

    def befall(self) -> None:
        """What happens to them: the server fails."""
        raise Refusal(20500)


def loaded(text: str) -> Any:
    """The value of a JSON text; null where Python cannot say, for instance for too many digits."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def depth(value: Any) -> int:
    """How many arrays and objects are inside each other."""
    deepest, level = 0, [value]
    while level := [part for part in level if isinstance(part, dict | list)]:
        deepest += 1
        level = [item for part in level for item in (part.values() if isinstance(part, dict) else part)]
    return deepest
