"""The province hub: keeps the communes' journals, routes documents, shows where each stands."""
