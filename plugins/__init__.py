"""How Pelican turns content into a site: one room for each thing that the site offers.

`reader` reads, `library` gathers and checks, `writing` writes; every other plugin answers the
signal `nyspor.site.build_plan.plan` with the outputs it offers, worked out from the library alone.
"""
