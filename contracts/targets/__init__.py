"""Where cases are sent: the recorded mock, a miniature of it, or a server on the network."""
