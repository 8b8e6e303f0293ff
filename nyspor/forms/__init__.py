"""The forms that residents fill in. One `FormSpec` says everything about a form.

A site's plugin adds a form by registering a spec, here a sign-up on the pages of entries of a kind `events`:

    from nyspor.forms.registry import register_form
    from nyspor.forms.spec import EMAIL, NAME, Field, FormSpec, Mails, MailText, Thanks
    from nyspor.forms.targets import Target

    def event_target(library, site, event):
        return Target(
            "event", event.key, event.title, library.address(event),
            closes=event.start.instant, deliver_to="redaktion",
        )

    register_form(
        FormSpec(
            "event",
            "Kom til arrangementet",
            (NAME, EMAIL, Field("seats", "Hvor mange kommer I?", max_length=3)),
            entry_target=event_target,
            thanks=Thanks("Tak for tilmeldingen"),
            mails=Mails(
                "Tilmelding til “{title}”",
                MailText("Vi har fået din tilmelding", "Tak. Vi ses til “{title}”."),
            ),
        )
    )

The kind's `KindSpec` names the form, `form="event"`; its pages then end with the form while it is open, and its
`changes_at` gives the moment at which the form closes. Everything else that is left out here has a default: the
other texts, and the preview, which lists the fields.

The module is imported by the settings of the site, and by the forms service where NYSPOR_FORM_PLUGINS names it.
"""
