"""From when on the evidence of a column counts (列の証拠の閾値): scores, strengths and shares."""

FEWEST = 1.5
"""The minimum score for a role."""

SURE = 3
"""The strength from which a heading can mean nothing else."""

WEAK = 1
"""The strength of a heading that may mean other things as well."""

# Shares of a column's values.
ALMOST_ALL = 0.9
MOST = 0.6
FEW = 0.3

SEVERAL_ROWS = 5
"""Values from which on their shares are no chance."""

SHORTEST_NAME = 3
"""The fewest characters of a name, on average."""
