"""What is promised, and how it is judged.

Rooms, in the order in which they may import each other (to the left only): `errors`, `cases`, `exchanges`,
`promises`, `judging`, `simulator`, `miniatures`, `targets`, `trials`. `openapi.yaml` describes the operation,
`recordings/` holds published answers. The oracle (in `promises`) and the simulator share no deciding code.
"""
