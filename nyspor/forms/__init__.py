"""The forms that residents fill in. One `FormSpec` says everything about a form.

A site's plugin adds a form of its own by registering a spec, here a sign-up on the pages of a kind `events`:

    from nyspor.forms.registry import register_form
    from nyspor.forms.spec import EMAIL, NAME, EntryTargets, Field, FormSpec, Mails, MailText, Thanks
    from nyspor.forms.targets import Target

    def event_target(library, site, event):
        return Target(
            "event", event.key, event.title, library.address(event),
            closes=event.start.instant, deliver_to="redaktion",
        )

    EVENT_SIGNUP = FormSpec(
        "event",
        "Kom til arrangementet",
        (NAME, EMAIL, Field("seats", "Hvor mange kommer I?", max_length=3)),
        targets=EntryTargets("events", event_target),
        thanks=Thanks("Tak for tilmeldingen"),
        mails=Mails(
            "Tilmelding til “{title}”",
            MailText("Vi har fået din tilmelding", "Tak. Vi ses til “{title}”."),
        ),
    )

    def register():
        register_form(EVENT_SIGNUP)

Everything that is left out has a default: the other texts, and the preview, which lists the fields. `register` is
called by Pelican when the site is built, and by the forms service for each module that NYSPOR_FORM_PLUGINS names.
On a page, `nyspor.site.form_targets.form_on` finds an entry's form, and the macro `form_section` of
`components/form.html` draws it.
"""
