"""What an operator can set: every `MELDPUNT_...` variable, with its type, default and check."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

MEGABYTE = 1024 * 1024
type Words = Annotated[tuple[str, ...], NoDecode]


class Environment(BaseSettings):
    """The environment of one running Meldpunt. Unknown variables are ignored, wrong values refuse to start."""

    model_config = SettingsConfigDict(env_prefix="MELDPUNT_", extra="ignore", frozen=True, validate_default=True)

    data: Path = Field(default=Path("data"), description="the one folder everything is kept in")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    threads: int = Field(default=4, ge=1, le=32, description="threads that run pages")
    database_url: SecretStr | None = Field(
        default=None, description="postgresql://...; without it SQLite in the data folder"
    )
    secrets_file: Path | None = Field(
        default=None, description="outside data and backups; inside data only for a trial"
    )
    public_url: str | None = Field(
        default=None, description="how the world reaches this server, such as https://meld.example"
    )
    host_names: Words = ()
    onion_host: str | None = None
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    trusted_proxies: Words = Field(default=(), description="addresses that may tell the client's address and scheme")
    smtp_host: str | None = Field(default=None, description="without it mail is written to files in the data folder")
    smtp_port: int = 25
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_security: Literal["none", "starttls", "tls"] = "starttls"
    mail_from: str = "meldpunt@localhost"
    lmtp: str | None = Field(
        default=None, description="where a mail server delivers: unix:/a/path or an address with a port"
    )
    lmtp_from_elsewhere: bool = Field(default=False, description="let that be an address that others can reach")
    mailboxes: Path | None = Field(default=None, description="a file that names mailboxes to look into")
    authserv_id: str = Field(default="", description="the name under which the mail server tells what it found out")
    operator_mail: str | None = Field(default=None, description="who is mailed when a way in is dead")
    network_checks: bool = Field(
        default=True, description="looks at the public address, and asks the DNS, also for DKIM keys of mails"
    )
    language: Literal["en", "nl"] = "en"
    max_file_mb: int = Field(default=25, ge=1)
    max_report_mb: int = Field(default=100, ge=1)
    max_files: int = Field(default=100, ge=0)
    stall_seconds: float = Field(default=30, gt=0, description="a body that brings nothing for so long is cut off")
    slowest_bytes_per_second: int = Field(default=2048, ge=1, description="a body that comes slower is cut off")
    reports_per_hour: int = Field(default=20, ge=1, description="from one address, before reports are delayed")
    codes_per_hour: int = Field(default=30, ge=1, description="wrong access codes from one address, before delays")
    mails_per_hour: int = Field(default=60, ge=1, description="from one address, before the others wait")
    mails_of_domain_per_hour: int = Field(
        default=0, ge=0, description="from one domain, before the others wait; 0: any"
    )
    sign_ins_per_hour: int = Field(default=20, ge=1, description="failed sign-ins from one address, before delays")
    development: bool = Field(default=False, description="adds the checks on migrations that developers need")

    @field_validator("data", "secrets_file", "tls_certificate", "tls_key", "mailboxes")
    @classmethod
    def _whole(cls, value: Path | None) -> Path | None:
        """Let a path mean the same wherever the program goes."""
        return value and value.expanduser().absolute()

    @field_validator("host_names", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """`a.example, b.example` is two names."""
        return tuple(word.strip() for word in value.split(",") if word.strip()) if isinstance(value, str) else value

    @property
    def max_body(self) -> int:
        """Bytes of the largest request: a whole report with room for its text and the form's own fields."""
        return (self.max_report_mb + 4) * MEGABYTE

    @property
    def secrets_path(self) -> Path:
        """Where the secrets file is."""
        return self.secrets_file or self.data / "secrets.json"

    @property
    def has_tls(self) -> bool:
        """Whether this server speaks https itself."""
        return self.tls_certificate is not None and self.tls_key is not None

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach this server over https: its own, or a trusted proxy's."""
        return self.has_tls or bool(self.trusted_proxies)
