"""Migrations: bringing a site's content and settings from one schema to the next; `nyspor upgrade` applies them."""
