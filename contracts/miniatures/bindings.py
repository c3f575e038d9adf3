"""Wrong about the binding that comes back (C304 to C306)."""

import re

from contracts.miniatures.registry import miniature
from contracts.simulator import Simulator
from contracts.simulator.rendering import Body
from contracts.simulator.state import Participant


class Rebinding(Simulator):
    """A simulator whose bindings pass through `change` on their way out."""

    def render_binding(self, participant: Participant) -> Body | None:
        """The binding, changed."""
        binding = super().render_binding(participant)
        if binding is not None:
            self.change(binding)
        return binding

    def change(self, binding: Body) -> None:
        """Changes the binding in place."""


@miniature(rule="C304", about="gives the address for the proxy address, and the other way round")
class SwapsAddresses(Rebinding):
    def change(self, binding: Body) -> None:
        if "proxy_address" in binding:
            binding["address"], binding["proxy_address"] = binding["proxy_address"], binding["address"]


@miniature(rule="C304", about="forgets the proxy address")
class ForgetsProxy(Rebinding):
    def change(self, binding: Body) -> None:
        binding.pop("proxy_address", None)


@miniature(rule="C304", about="forgets the address")
class ForgetsAddress(Rebinding):
    def change(self, binding: Body) -> None:
        binding.pop("address", None)


@miniature(rule="C304", about="has a projected address that was not given")
class ProjectsProxy(Rebinding):
    def change(self, binding: Body) -> None:
        if "proxy_address" in binding:
            binding["projected_address"] = binding["proxy_address"]


@miniature(rule="C304", about="names the parts of a binding in camel case")
class NamesBindingInCamelCase(Rebinding):
    def change(self, binding: Body) -> None:
        if "proxy_address" in binding:
            binding["proxyAddress"] = binding.pop("proxy_address")


@miniature(rule="C304", about="loses the prefix of WhatsApp and RCS")
class LosesPrefixes(Rebinding):
    def change(self, binding: Body) -> None:
        for name in binding.keys() & {"address", "proxy_address"}:
            binding[name] = binding[name].rpartition(":")[2]


@miniature(rule="C304", about="loses the prefix of the proxy address")
class LosesPrefixOfProxy(Rebinding):
    def change(self, binding: Body) -> None:
        if "proxy_address" in binding:
            binding["proxy_address"] = binding["proxy_address"].rpartition(":")[2]


@miniature(rule="C304", about="loses the plus of numbers")
class LosesPlus(Rebinding):
    def change(self, binding: Body) -> None:
        if "address" in binding:
            binding["address"] = binding["address"].replace("+", "")


@miniature(rule="C304", about="turns the plus of a number into a space")
class TurnsPlusIntoSpace(Rebinding):
    def change(self, binding: Body) -> None:
        if "address" in binding:
            binding["address"] = binding["address"].replace("+", " ")


@miniature(rule="C304", about="gives a number of North America with separators")
class FormatsNumbers(Rebinding):
    def change(self, binding: Body) -> None:
        address = binding.get("address", "")
        if address.startswith("+1") and len(address) == 12:
            binding["address"] = f"+1 {address[2:5]}-{address[5:8]}-{address[8:]}"


@miniature(rule="C304", about="cuts numbers at thirteen digits")
class CutsNumbers(Rebinding):
    def change(self, binding: Body) -> None:
        address = binding.get("address", "")
        if address.startswith("+"):
            binding["address"] = address[:14]


@miniature(rule="C304", about="gives no binding for an SMS participant")
class HidesBindings(Simulator):
    def render_binding(self, participant: Participant) -> Body | None:
        return None if participant.proxy_address is not None else super().render_binding(participant)


@miniature(rule="C304", about="inserts the 1 that Mexican WhatsApp numbers used to have")
class InsertsMexicanOne(Rebinding):
    def change(self, binding: Body) -> None:
        if "address" in binding:
            binding["address"] = re.sub(r"^whatsapp:\+52(?!1)", "whatsapp:+521", binding["address"])


@miniature(rule="C304", about="drops the ninth digit of Brazilian mobile numbers")
class DropsBrazilianNine(Rebinding):
    def change(self, binding: Body) -> None:
        if "address" in binding:
            binding["address"] = re.sub(r"^rcs:\+55(\d\d)9", r"rcs:+55\1", binding["address"])


@miniature(rule="C305", about="says sms of every binding")
class SaysSmsOfEverything(Simulator):
    def render_binding(self, participant: Participant) -> Body | None:
        binding = super().render_binding(participant)
        return binding and binding | {"type": "sms"}


@miniature(rule="C305", about="says whatsapp of an RCS binding")
class TakesRcsForWhatsapp(Rebinding):
    def change(self, binding: Body) -> None:
        binding["type"] = "whatsapp" if binding["type"] == "rcs" else binding["type"]


@miniature(rule="C305", about="gives the type in capitals")
class ShoutsTypes(Rebinding):
    def change(self, binding: Body) -> None:
        binding["type"] = binding["type"].upper()


@miniature(rule="C306", about="has a binding of type chat for an identity")
class BindsToChat(Simulator):
    def render_binding(self, participant: Participant) -> Body | None:
        return super().render_binding(participant) or {"type": "chat"}


@miniature(rule="C306", about="has a binding of nulls for an identity")
class BindsToNulls(Simulator):
    def render_binding(self, participant: Participant) -> Body | None:
        nothing = {"type": "sms", "address": None, "proxy_address": None}
        return super().render_binding(participant) or nothing
