"""How a site runs: the settings of `nyspor.toml`, the secrets file and the environment, read and checked together."""
