"""Pelican plugins, one for each thing that the site offers.

`site_builder` reads and validates the content, `output_writer` collects and writes the outputs; every other plugin
answers the signal `nyspor.site.build_plan.plan` with the outputs it plans, made from the library alone.
"""
