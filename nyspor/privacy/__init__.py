"""Privacy papers made from the settings and the model: a record of processing, and a policy for logs."""
