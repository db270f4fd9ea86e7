"""Plan: levers that act on flows, what a dated plan of them does and costs, and which plan is best."""
