"""The members of workgroups: who has joined, who has a place, and who waits for one."""
