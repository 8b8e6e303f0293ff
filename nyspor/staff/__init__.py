"""Who does what: the people and offices in `staff.yaml`, their roles, and who stands in for whom."""
