"""Every check of `nyspor doctor`: its code, what it looks at, why, and what to do. docs/drift/doctor.md is made from it.

A code never gets another meaning, for monitoring and people may know it.
"""

from __future__ import annotations

from dataclasses import dataclass

from nyspor.problems import N_


@dataclass(frozen=True)
class Check:
    """One check; all but the code are message ids."""

    code: str
    title: str
    why: str
    remedy: str


GROUPS = {
    "D1": N_("Settings and versions"),
    "D2": N_("Rights"),
    "D3": N_("Disk"),
    "D4": N_("Clock"),
    "D5": N_("Mail and the queue"),
    "D6": N_("The site as visitors see it"),
    "D7": N_("Publications"),
    "D8": N_("Backups"),
    "D9": N_("The service, and what expires"),
}
"""The headings of the guide, by the beginning of the codes."""

_CHECKS = (
    Check("D101", N_("Settings"), N_("All of nyspor.toml, the secrets file and the variables can be used, and nothing is missing."),
          N_("Correct what is named. “nyspor config” shows what holds, and where it is written.")),
    Check("D102", N_("Python"), N_("The version of Python still gets security updates."),
          N_("Install a later Python, and Nyspor in a new environment for it; see the page on upgrading.")),
    Check("D103", N_("Version of the last publication"), N_("What is served was made by the version that is installed now."),
          N_("Publish again: nyspor publish")),
    Check("D109", N_("What could not be examined"), N_("Each part of the examination has a time limit, so that a server that does not answer stops nothing."),
          N_("Run “nyspor doctor” again. If it stays so, look at the disk or the server that is named.")),
    Check("D201", N_("Private files"), N_("Only the service can read the database, keys, mails, secrets and backups."),
          N_("Take the rights of others away: chmod -R go= data. The same for the file or folder that is named.")),
    Check("D202", N_("Folders that are written to"), N_("The service can write where it must: its data, the content and the releases."),
          N_("Give the folder to the user that runs the service: chown -R nyspor: FOLDER. Run commands as that user too.")),
    Check("D203", N_("Nobody else can write"), N_("Only the service's user and group can change what is published."),
          N_("Take the right away: chmod -R o-w FOLDER")),
    Check("D301", N_("Free space"), N_("There is room on every disk in use: below 1 GB is a warning, below 200 MB an error."),
          N_("Make room, or lower publish.keep or backup.keep. Nothing is lost while it is full: forms answer 503, and publishing stops.")),
    Check("D302", N_("Room for more files"), N_("A file system can run out of inodes before it runs out of bytes."),
          N_("Find the folder with the many files (du --inodes), or lower publish.keep.")),
    Check("D401", N_("The time"), N_("The clock is not behind what has happened: no publication and no file is from the future."),
          N_("Set the clock right (timedatectl), and run nyspor doctor again.")),
    Check("D402", N_("Set over the network"), N_("The clock is kept right by systemd-timesyncd or another service."),
          N_("Turn it on: timedatectl set-ntp true")),
    Check("D501", N_("Mail server named"), N_("A mail server is set, so that mails reach somebody."),
          N_("Set mail.server in nyspor.toml.")),
    Check("D502", N_("Mail server answers"), N_("It lets us in: connection, STARTTLS and login are tried, and nothing is sent."),
          N_("Look at mail.server and NYSPOR_SMTP_PASSWORD, and whether the machine may reach the server.")),
    Check("D503", N_("The sender's domain"), N_("Answers and returned mails go to the sender's domain, so it must receive mail."),
          N_("Ask whoever looks after the domain for an MX record, or use another mail.sender.")),
    Check("D504", N_("Mails that wait"), N_("Mails leave soon: an hour is a warning, a day an error. Those that wait for a publication do not count."),
          N_("“nyspor outbox list” says why each waits. Mostly it is the mail server: see D502.")),
    Check("D505", N_("Mails that were given up"), N_("No mail has been put aside as impossible to deliver."),
          N_("See them with “nyspor outbox list dead”; send again with “nyspor outbox retry ID” (or --all, or --cause), or put aside for good with “nyspor outbox drop ID”.")),
    Check("D506", N_("The database"), N_("It is whole: nothing is lost, and nothing that was to be deleted is still there."),
          N_("Take a backup of it as it is, then run “nyspor outbox verify”. A damaged one is restored from the last good backup.")),
    Check("D507", N_("Who receives"), N_("Everybody whom a workgroup names under leveres_til stands in staff.yaml, and so do the editors (redaktion)."),
          N_("Add the name to staff.yaml, or correct it in the workgroup.")),
    Check("D601", N_("The site answers"), N_("The front page can be read at the address of site.url."),
          N_("See whether the web server runs (systemctl status nginx), and whether the address leads to this machine.")),
    Check("D602", N_("Certificate"), N_("It is valid and lasts: less than 21 days is a warning, less than 7 an error."),
          N_("Look at what renews it: systemctl status certbot.timer, certbot renew --dry-run")),
    Check("D603", N_("What is served"), N_("The web server shows the release that “current” names."),
          N_("Its document root must be releases/current/site. nyspor verify says which files differ.")),
    Check("D604", N_("Types of files"), N_("Feeds and calendars are sent as what they are, so that readers and phones open them."),
          N_("Use deploy/nginx/snippets/nyspor-files.conf; see the page on the web server.")),
    Check("D605", N_("Security headers"), N_("Every page is sent with the headers that protect readers."),
          N_("Use deploy/nginx/snippets/nyspor-headers.conf; see the page on the web server.")),
    Check("D606", N_("Forms from outside"), N_("/forms/health answers through the web server."),
          N_("See whether the service runs (D901), and whether the web server sends /forms/ on to it.")),
    Check("D701", N_("Published"), N_("Something is published, and not long ago: half a year without anything is a warning."),
          N_("Publish: nyspor publish. The service does so by itself when publish.automatic is true.")),
    Check("D702", N_("The last attempt"), N_("The last attempt to publish succeeded."),
          N_("Run “nyspor publish”: it says what is wrong, and in which file. What was published before is served meanwhile.")),
    Check("D703", N_("On hold"), N_("Nothing is held back after a rollback."),
          N_("When the reason is put right, publish again: nyspor publish")),
    Check("D704", N_("What is due"), N_("Nothing that was to come out by now is waiting."),
          N_("See whether the service runs (D901), and whether the last attempt failed (D702).")),
    Check("D705", N_("Signing keys"), N_("There is a key, only the service can read it, and what is served bears its signature."),
          N_("Get the key back from a backup (data/keys). If it is gone: nyspor keys --new, and tell those who verify.")),
    Check("D706", N_("Git"), N_("The texts are in a Git repository that can be used, so that every publication can be made again."),
          N_("For “dubious ownership”, give the folder to the service's user: chown -R nyspor: CONTENT")),
    Check("D707", N_("Who commits"), N_("Git knows whose name publications are recorded under."),
          N_("Set it as the service's user: git config --global user.name and user.email")),
    Check("D708", N_("Changes that are not published"), N_("The content folder has no changes that publishing leaves out, but for drafts."),
          N_("Publish: nyspor publish. If it refuses, it says why.")),
    Check("D801", N_("Backups are made"), N_("A folder for backups is set, and the last one is from the last two days (a week is an error)."),
          N_("Set backup.folder, and turn the timer on: systemctl enable --now nyspor-backup.timer")),
    Check("D802", N_("The last backup can be read"), N_("It is whole: every file is as its list says."),
          N_("Make a new one at once: nyspor backup. Keep the damaged one until then.")),
    Check("D803", N_("Backups lie elsewhere"), N_("They are on another disk than the data, so that one fault does not take both."),
          N_("Put backup.folder on another disk, or copy the archives to another machine.")),
    Check("D901", N_("The service runs"), N_("“nyspor run” holds the database and answers on forms.listen."),
          N_("See why: systemctl status nyspor, and journalctl -u nyspor -n 50")),
    Check("D902", N_("Security contact"), N_("security.txt is valid for a month more at least (RFC 9116)."),
          N_("Write a new date under sikkerhed in brand.yaml, at most a year ahead.")),
    Check("D903", N_("Consents"), N_("No consent to show a picture ends within a month."),
          N_("Ask again and write the new date, or take the picture out.")),
    Check("D904", N_("Signing in at the desk"), N_("Where the desk is switched on, staff can sign in: a mail server sends them links, or the municipality's own sign-in says who they are."),
          N_("Set mail.server, or desk.proxy_header and desk.proxies. Until then this makes a link: nyspor desk link KEY")),
)  # fmt: skip

CHECKS = {check.code: check for check in _CHECKS}
