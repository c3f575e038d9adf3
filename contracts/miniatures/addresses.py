"""Wrong about addresses: which are accepted (C202 to C204, C221, C223 to C228)."""

import re

from contracts.cases.case import ADDRESS
from contracts.miniatures.registry import miniature
from contracts.simulator import Refusal, Simulator
from contracts.simulator.reading import Form
from contracts.simulator.state import Participant


class Tolerant(Simulator):
    """A simulator with a pattern of its own for the address, and another one for the proxy address."""

    own_pattern = proxy_pattern = re.compile(r"(?!)")

    def check_number(self, text: str, code: int, *, empty: int) -> str:
        """A number that is sound, or starts with what this server's pattern for the field fits."""
        if text and len(text) <= self.address_limit:
            pattern = self.own_pattern if code == 50407 else self.proxy_pattern
            if pattern.match(text):
                return text
        return super().check_number(text, code, empty=empty)

    def check_owned(self, text: str, code: int) -> str:
        """A sender of the account, or what this server's pattern fits: it knows no better."""
        return text if self.proxy_pattern.match(text) else super().check_owned(text, code)


class Selective(Simulator):
    """A simulator that refuses the bindings for which `dislikes` holds."""

    def check_binding(self, participant: Participant) -> None:
        """The binding, if it is to this server's taste."""
        if participant.address is not None and self.dislikes(participant.address):
            raise Refusal(50407)
        super().check_binding(participant)

    def dislikes(self, address: str) -> bool:
        """Whether an address is refused though it is sound."""
        return False


@miniature(rule="C202", about="demands an identity of an SMS participant")
class DemandsIdentityForSms(Simulator):
    def check_binding(self, participant: Participant) -> None:
        super().check_binding(participant)
        if participant.address is not None and participant.address[0] == "+" and participant.identity is None:
            raise Refusal(50204)


@miniature(rule="C202", about="accepts numbers of North America only")
class WantsAmericanNumbers(Selective):
    def dislikes(self, address: str) -> bool:
        return address.startswith("+") and not address.startswith("+1")


@miniature(rule="C202", about="wants eleven digits")
class WantsElevenDigits(Selective):
    def dislikes(self, address: str) -> bool:
        return re.fullmatch(r"\+[0-9]{11}", address) is None and address.startswith("+")


@miniature(rule="C202", about="refuses numbers of more than twelve digits")
class WantsTwelveDigitsAtMost(Selective):
    def dislikes(self, address: str) -> bool:
        return address.startswith("+") and len(address) > 13


@miniature(rule="C203", about="knows no WhatsApp")
class KnowsNoWhatsapp(Selective):
    def dislikes(self, address: str) -> bool:
        return address.startswith("whatsapp:")


@miniature(rule="C203", about="loses the plus of WhatsApp numbers and finds them invalid")
class WantsWhatsappWithoutPlus(Selective):
    def dislikes(self, address: str) -> bool:
        return address.startswith("whatsapp:+")


@miniature(rule="C204", about="knows no RCS")
class KnowsNoRcs(Selective):
    def dislikes(self, address: str) -> bool:
        return address.startswith("rcs:")


@miniature(rule="C221", about="accepts a proxy address alone")
class AcceptsProxyAlone(Simulator):
    def check_someone(self, form: Form) -> None:
        if form.keys() != {"MessagingBinding.ProxyAddress"}:
            super().check_someone(form)

    def check_binding(self, participant: Participant) -> None:
        if participant.address is not None or participant.identity is not None:
            super().check_binding(participant)


@miniature(rule="C223", about="takes an empty address")
class AcceptsEmptyAddress(Simulator):
    def check_address(self, text: str) -> str:
        return super().check_address(text) if text else text

    def check_binding(self, participant: Participant) -> None:
        if participant.address != "":
            super().check_binding(participant)


@miniature(rule="C224", about="takes an empty proxy address")
class AcceptsEmptyProxy(Simulator):
    def check_proxy_address(self, text: str) -> str:
        return super().check_proxy_address(text) if text else text

    def check_binding(self, participant: Participant) -> None:
        if participant.proxy_address != "":
            super().check_binding(participant)


@miniature(rule="C224", about="takes an empty proxy address for none")
class TakesEmptyProxyForNone(Simulator):
    def pick(self, pairs: list[tuple[str, str]]) -> Form:
        form = super().pick(pairs)
        if form.get("MessagingBinding.ProxyAddress") == "" and form.get(ADDRESS):
            del form["MessagingBinding.ProxyAddress"]
        return form


@miniature(rule="C225", about="does not compare the channels of the addresses")
class MixesChannels(Simulator):
    def check_binding(self, participant: Participant) -> None:
        try:
            super().check_binding(participant)
        except Refusal as refusal:
            if refusal.code != 50414:
                raise


@miniature(rule="C225", about="lets a WhatsApp user write to a number for SMS")
class MixesWhatsappWithSms(Simulator):
    def channel(self, address: str) -> str:
        channel = super().channel(address)
        return "sms" if channel == "whatsapp" else channel


@miniature(rule="C225", about="takes RCS for a kind of SMS")
class MixesRcsWithSms(Simulator):
    def channel(self, address: str) -> str:
        channel = super().channel(address)
        return "sms" if channel == "rcs" else channel


@miniature(rule="C226", about="accepts an address that is its own proxy address")
class AcceptsEqualAddresses(Simulator):
    def check_binding(self, participant: Participant) -> None:
        if participant.address is None or participant.address != participant.proxy_address:
            super().check_binding(participant)


@miniature(rule="C226", about="compares the addresses for SMS only")
class AcceptsEqualWhatsappAddresses(Simulator):
    def check_binding(self, participant: Participant) -> None:
        address = participant.address
        if address is None or address != participant.proxy_address or address.startswith("+"):
            super().check_binding(participant)


@miniature(rule="C227", about="accepts any address")
class AcceptsAnyAddress(Tolerant):
    own_pattern = re.compile(r"(?s).")


@miniature(rule="C227", about="accepts addresses without a plus")
class AcceptsNationalAddresses(Tolerant):
    own_pattern = re.compile(r"(whatsapp:|rcs:)?[0-9]{7,15}\Z")


@miniature(rule="C227", about="accepts addresses of sixteen digits")
class AcceptsLongAddresses(Tolerant):
    own_pattern = re.compile(r"(whatsapp:|rcs:)?\+[1-9][0-9]{1,15}\Z")


@miniature(rule="C227", about="accepts country codes that start with zero")
class AcceptsZeroCountries(Tolerant):
    own_pattern = re.compile(r"(whatsapp:|rcs:)?\+[0-9]{2,15}\Z")


@miniature(rule="C227", about="accepts letters for digits")
class AcceptsVanityNumbers(Tolerant):
    own_pattern = re.compile(r"(whatsapp:|rcs:)?\+[1-9][0-9A-Za-z]{1,14}\Z")


@miniature(rule="C227", about="looks at the beginning of an address only")
class IgnoresEndOfAddress(Tolerant):
    own_pattern = Simulator.address_pattern


@miniature(rule="C227", about="accepts two pluses")
class AcceptsTwoPluses(Tolerant):
    own_pattern = re.compile(r"(whatsapp:|rcs:)?\++[1-9][0-9]{1,14}\Z")


@miniature(rule="C227", about="accepts a plus alone")
class AcceptsPlusAlone(Tolerant):
    own_pattern = re.compile(r"(whatsapp:|rcs:)?\+\Z")


@miniature(rule="C228", about="accepts any proxy address")
class AcceptsAnyProxy(Tolerant):
    proxy_pattern = re.compile(r"(?s).")


@miniature(rule="C228", about="accepts proxy addresses without a plus")
class AcceptsNationalProxies(Tolerant):
    proxy_pattern = re.compile(r"(whatsapp:|rcs:)?[0-9]{7,15}\Z")


@miniature(rule="C228", about="accepts proxy addresses of sixteen digits")
class AcceptsLongProxies(Tolerant):
    proxy_pattern = re.compile(r"(whatsapp:|rcs:)?\+[1-9][0-9]{1,15}\Z")


@miniature(rule="C227", about="keeps numbers as they are written, with spaces and hyphens")
class KeepsSpelling(Tolerant):
    own_pattern = re.compile(r"\+[1-9][0-9 -]{6,18}\Z")


@miniature(rule="C227", about="keeps digits of any script")
class KeepsForeignDigits(Tolerant):
    own_pattern = re.compile(r"\+\d{7,15}\Z")


@miniature(rule="C242", about="takes anything for a projected address")
class TakesAnyMask(Simulator):
    def check_projected_address(self, text: str) -> str:
        return text


@miniature(rule="C228", about="accepts letters in proxy addresses")
class AcceptsVanityProxies(Tolerant):
    proxy_pattern = re.compile(r"(whatsapp:|rcs:)?\+[1-9][0-9A-Za-z]{1,14}\Z")
