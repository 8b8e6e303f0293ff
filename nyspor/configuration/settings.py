"""Every setting of `nyspor.toml`: its key, its variable in the environment, its kind, default and description.

docs/indstillinger.md and `nyspor config` are made from this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from nyspor.files.data_folder import MAGAZINES_FOLDER, MAIL_FOLDER, OUTBOX_FILE
from nyspor.problems import N_

FILE = "nyspor.toml"

Kind = Literal["text", "number", "switch", "path", "list", "listen"]
"""What a value is: `str`, `int`, `bool`, `Path` (None where there is none) or a tuple of `str`; `listen` is `str`: address:port."""

Value = str | int | bool | Path | tuple[str, ...] | None


@dataclass(frozen=True)
class Setting:
    """One setting. `key` is as in the file, with its table: `mail.server`; `description` is a message id."""

    key: str
    description: str
    variable: str = ""
    """Its name in the environment, where it wins over the file; '' where the file alone has it."""
    kind: Kind = "text"
    default: Value = ""
    minimum: int = 0
    maximum: int = 1_000_000
    """The bounds of a number."""
    secret: bool = False
    """Stands in the secrets file or the environment, never in `nyspor.toml`, and is never shown."""
    only_environment: bool = False
    """For one run of a command, and so not in the file either."""

    @property
    def in_file(self) -> bool:
        """Whether it may stand in `nyspor.toml`."""
        return not (self.secret or self.only_environment)

    @property
    def table(self) -> str:
        """The table of the file that it stands in, '' for the top."""
        return self.key.rpartition(".")[0]

    @property
    def name(self) -> str:
        """Its name within its table."""
        return self.key.rpartition(".")[2]


SETTINGS: tuple[Setting, ...] = (
    Setting("language", N_("the language of commands and logs: da or en"), "NYSPOR_LANGUAGE", default="da"),
    Setting("workers", N_("how many processors a large build uses: 1 or 2"), "NYSPOR_WORKERS", "number", 2, minimum=1),
    Setting("now", N_("a time that commands take for the present, such as 2026-11-23 12:00, to see what is to come"), "NYSPOR_NOW", only_environment=True),
    Setting("site.url", N_("the site's public address, in full: https://blog.kommune.example"), "NYSPOR_SITEURL"),
    Setting("site.settings", N_("the settings file that the site is published with"), kind="path", default=Path("publishconf.py")),
    Setting("site.content", N_("the folder with the texts; published comments and ideas are put there too"), "NYSPOR_CONTENT", "path", Path("content")),
    Setting("paths.theme", N_("the site's own templates and styles"), "NYSPOR_THEME", "path", Path("theme")),
    Setting("paths.state", N_("what builds remember; may be deleted"), "NYSPOR_STATE", "path", Path("var/state")),
    Setting("paths.pictures", N_("the pictures that builds have made; may be deleted, and then take long to make again"), "NYSPOR_PICTURES", "path", Path("var/pictures")),
    Setting("paths.magazines", N_("the finished magazines"), "NYSPOR_MAGAZINES", "path", MAGAZINES_FOLDER),
    Setting("paths.forms_list", N_("the list of what can be written to: publishing writes it, the forms service reads it"), "NYSPOR_FORMS", "path", Path("var/forms.json")),
    Setting("forms.listen", N_("where the forms service listens: address and port"), kind="listen", default="127.0.0.1:8100"),
    Setting("forms.database", N_("the database with what residents have sent"), "NYSPOR_OUTBOX", "path", OUTBOX_FILE),
    Setting("forms.proxies", N_("the IP addresses of the web servers whose X-Forwarded-For is trusted"), "NYSPOR_PROXY", "list", ()),
    Setting("forms.keep_days", N_("how many days a submission is kept after it was decided and delivered"), "NYSPOR_KEEP_DAYS", "number", 90, minimum=1, maximum=3650),
    Setting("forms.keep_days_by_form", N_("another number of days for some forms: [\"signup:30\", \"comment:365\"]"), "NYSPOR_KEEP_DAYS_BY_FORM", "list", ()),
    Setting("forms.hold_hours", N_("how many hours a sign-up for a workgroup keeps a place while it is not confirmed"), "NYSPOR_HOLD_HOURS", "number", 48, minimum=1, maximum=8760),
    Setting("forms.confirm_days", N_("how many days a sign-up for a workgroup can be confirmed; then it is deleted"), "NYSPOR_CONFIRM_DAYS", "number", 7, minimum=1, maximum=3650),
    Setting("forms.members_keep_days", N_("how many days members are kept after their workgroup has ended or gone from the site"), "NYSPOR_MEMBERS_KEEP_DAYS", "number", 365, minimum=1, maximum=3650),
    Setting("forms.per_address_hour", N_("how much one mail address may send in an hour; 0 is no limit"), "NYSPOR_PER_ADDRESS_HOUR", "number", 6),
    Setting("forms.per_network_hour", N_("the same for a network (/24 or /64)"), "NYSPOR_PER_NETWORK_HOUR", "number", 30),
    Setting("forms.receipts_hour", N_("receipts to one address in an hour, so that nobody is flooded"), "NYSPOR_RECEIPTS_HOUR", "number", 3),
    Setting("forms.links", N_("with more links than this in a text, the editor is asked to look twice"), "NYSPOR_LINKS", "number", 2),
    Setting("forms.plugins", N_("the site's own modules that add forms"), "NYSPOR_FORM_PLUGINS", "list", ()),
    Setting("forms.rebuild", N_("a command of your own that builds the site when something is approved, in place of Nyspor's own publishing"), "NYSPOR_REBUILD"),
    Setting("mail.server", N_("the mail server: smtp://user@server:587 with STARTTLS, smtps://user@server:465 with TLS, smtp+plain://127.0.0.1:25 without; none: mails are put into mail.folder"), "NYSPOR_SMTP"),
    Setting("mail.ca_file", N_("a PEM file with the authority that has issued the mail server's certificate, where the system does not know it"), "NYSPOR_SMTP_CA", "path", None),
    Setting("mail.sender", N_("who mails come from: Bloggen <blog@kommune.example>"), "NYSPOR_SENDER"),
    Setting("mail.addresses", N_("the file that says who does what: staff.yaml"), "NYSPOR_ADDRESSES", "path", Path("staff.yaml")),
    Setting("mail.keep_days", N_("how many days the text of a mail is kept after it was delivered; that it was sent is kept as long as the submission"), "NYSPOR_MAIL_DAYS", "number", 30, minimum=1, maximum=3650),
    Setting("mail.undeliverable_days", N_("how many days a mail that could not be delivered waits to be sent again by hand; then its text is deleted"), "NYSPOR_UNDELIVERABLE_DAYS", "number", 30, minimum=1, maximum=3650),
    Setting("mail.folder", N_("where mails are put while there is no mail server"), "NYSPOR_MAIL_FOLDER", "path", MAIL_FOLDER),
    Setting("secrets.file", N_("the file with the secrets, a line each: NYSPOR_SECRET=…; only the service may read it (0600)"), "NYSPOR_SECRETS_FILE", "path", Path("data/secrets.env")),
    Setting("secrets.signing", N_("what links in mails are signed with: at least 32 characters; several with spaces between, the first signs"), "NYSPOR_SECRET", secret=True),
    Setting("secrets.mail_password", N_("the password for the mail server"), "NYSPOR_SMTP_PASSWORD", secret=True),
    Setting("publish.releases", N_("the folder of releases"), kind="path", default=Path("releases")),
    Setting("publish.keep", N_("how many releases are kept"), kind="number", default=10, minimum=2, maximum=1000),
    Setting("publish.target", N_("where releases are sent: none for this machine, or user@host:/srv/nyspor (rsync over SSH)")),
    Setting("publish.automatic", N_("whether the service publishes by itself when something falls due, is approved or changes"), kind="switch", default=True),
    Setting("publish.time_limit", N_("how many minutes a publication may take"), kind="number", default=15, minimum=1, maximum=1440),
    Setting("publish.allow_shrink_percent", N_("how many per cent of its pages a site may lose in one publication before somebody must confirm it"), kind="number", default=30, maximum=100),
    Setting("publish.git_remote", N_("the Git remote that content is fetched from; none: the folder itself is watched")),
    Setting("publish.git_branch", N_("the branch that is fetched"), default="main"),
    Setting("publish.git_interval", N_("how many seconds pass between two looks at the Git remote"), kind="number", default=60, minimum=5, maximum=86_400),
    Setting("service.metrics", N_("where metrics for monitoring are given: address and port; empty for none"), kind="listen", default="127.0.0.1:8101"),
    Setting("service.staging", N_("a folder for a preview that colleagues can see, with drafts; none: there is none"), kind="path", default=None),
    Setting("data.licence", N_("the licence of the open data at /data/: CC BY 4.0, CC0 1.0, or the address of another"), "NYSPOR_DATA_LICENCE", default="CC BY 4.0"),
    Setting("desk.enabled", N_("whether staff can write in the browser, at /desk/ on the site"), kind="switch", default=False),
    Setting("desk.approval", N_("the kinds of text that a colleague must approve before they are published: [\"posts\", \"stories\"], [\"all\"], or none"), kind="list", default=()),
    Setting("desk.proxy_header", N_("the header in which the municipality's own sign-in says whose address somebody has signed in with; then no links are mailed"), kind="text"),
    Setting("desk.proxies", N_("the IP addresses of the proxies from which that header is believed"), kind="list", default=()),
    Setting("desk.mail", N_("whether the desk mails those whose approval is asked for, and those whose text was approved or sent back"), kind="switch", default=True),
    Setting("desk.keep_days", N_("how many days it is kept who did what at the desk"), kind="number", default=365, minimum=1, maximum=3650),
    Setting("backup.folder", N_("where backups are put; none: none are made"), kind="path", default=None),
    Setting("backup.keep", N_("how many backups are kept"), kind="number", default=14, minimum=1, maximum=1000),
)  # fmt: skip

BY_KEY = {setting.key: setting for setting in SETTINGS}
BY_VARIABLE = {setting.variable: setting for setting in SETTINGS if setting.variable}
