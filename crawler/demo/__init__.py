"""The demo station: a loopback site that changes over virtual time."""
