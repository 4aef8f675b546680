"""The store of record for a firm: a Neo4j database."""

from graph.stores.neo4j.store import Neo4jStore

__all__ = ["Neo4jStore"]
