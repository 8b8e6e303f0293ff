"""Open data: the site's programmes, pilots, measurements and so on as tables, made from the model by reflection.

Pure: a library in, values and bytes out.
"""
