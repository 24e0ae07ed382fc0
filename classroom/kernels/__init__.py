"""Kernels that start fast, and kernels that cannot do harm.

`warm` is a process that has imported what notebooks need and forks a kernel in a few
milliseconds; `process` is the handle to it; `provisioner` offers it to Jupyter. `sandbox`
puts the warm process behind bubblewrap, and `confine` limits each kernel before any code
of a trainee runs. Nothing here imports anything else of the course.
"""
