"""The verbs of policy."""

from meldpunt.policy.actions.publishing import keep_first_version, publish
from meldpunt.policy.actions.security_text import sign_security_text

__all__ = ("keep_first_version", "publish", "sign_security_text")
