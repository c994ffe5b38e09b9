"""What is known: records, ontology, stores, questions, networks, exports.

Importing this package pulls in no streamlit, neo4j, pandas or rdflib.
"""

from graph.model import Actor, Article, Claim, Mention, Passage, Problem, Reading, Tie
from graph.version import __version__

__all__ = ["Actor", "Article", "Claim", "Mention", "Passage", "Problem", "Reading", "Tie", "__version__"]
