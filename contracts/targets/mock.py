"""The simulator as `mock` and `contract serve` have it: an account with senders and roles, beside another one."""

from collections.abc import Callable

from contracts.promises.declared import Declared
from contracts.simulator import Simulator
from contracts.targets.settings import MOCK, MOCK_KNOWN, OTHER_KEY


def simulator(make: Callable[..., Simulator], declared: Declared = MOCK_KNOWN) -> Simulator:
    """What `make` makes of the mock's account, with the declared senders and roles beside its own roles; requests
    with the credentials of the other account find that one's conversations and roles."""
    made = make(account_sid=MOCK.account_sid, auth_token=MOCK.password, senders=frozenset(declared.senders))
    for role in declared.roles:
        if role not in made.roles:
            made.add_role(role)
    if MOCK.other is not None:
        account, token = MOCK.other
        foreign = frozenset(declared.foreign_senders)
        made.neighbour = make(account_sid=account, auth_token=token, senders=foreign, api_key=OTHER_KEY)
    return made
