"""What node and hub share as web servers: serving, headers, threads, bodies, problems."""
