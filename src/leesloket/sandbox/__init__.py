"""Reading a school's file where it can do no harm: in a child process with limits and no way out.

`client.read` asks the supervisor of a server, `once.read_once` forks for the command line, and
`probing.probe` tells which walls stand on this machine.
"""
