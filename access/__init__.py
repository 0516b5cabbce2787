"""What residents can reach, who needs it, and where a service could stand: exact models.

From stored tables alone. Straight lines or a user's travel times (`distances`, `travel_times`),
jobs within reach (`reach`), need beside it (`need`), jobs that come (`what_if`), and where services
should go (`siting`).
"""
