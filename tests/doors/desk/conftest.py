"""What the desk's tests start from: an organisation, a handler of it with a browser, and a new case."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.cases import MadeCase, make_case
from tests.factories.desk import client_of
from tests.factories.people import MadeMember, MadeOrganisation, make_member, make_organisation
from tests.factories.policy_texts import HAVEN_HOST


@pytest.fixture
def organisation(db: None) -> MadeOrganisation:  # noqa: ARG001 - what it is made in
    """Give an organisation."""
    return make_organisation(name="Haven", host_names=["testserver", HAVEN_HOST])


@pytest.fixture
def member(organisation: MadeOrganisation) -> MadeMember:
    """Give a handler who reads English."""
    return make_member(organisation, name="Hanna", language="en")


@pytest.fixture
def client(member: MadeMember) -> Client:
    """Give the handler's browser."""
    return client_of(member)


@pytest.fixture
def case(organisation: MadeOrganisation) -> MadeCase:
    """Give a new case."""
    return make_case(organisation, now=timezone.now())
