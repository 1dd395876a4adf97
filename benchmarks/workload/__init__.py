"""The workload W: six states and four counters of the insurance relation, stepped by several programs to the same checksum.

Small enough to be written down in every one of them, and close enough to the monthly rules to say what a month of a life costs.
Everybody pays from the month of an event on that begins a way of paying, up to and including the month of an event that stops it.
From the month after, the relation is suspended. Who pays again after up to 3 unpaid months resumes at once, and finishes a wait
that was running; after more, an employee waits 3 months and a flexible payer 6. Residents never wait.
"""
