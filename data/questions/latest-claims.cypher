// Claims of every kind and modality, newest first.
MATCH (:Actor {id: $actor})<-[:SOURCE|TARGET|ATTRIBUTED_TO]-(c:Claim)  // with actor
MATCH (c:Claim)  // without actor
WHERE ($since IS NULL OR c.when >= $since) AND ($until IS NULL OR c.when <= $until)
WITH DISTINCT c ORDER BY c.when IS NULL, c.when DESC, c.id LIMIT 201
MATCH (c)-[l:SOURCE]->(:Actor)
OPTIONAL MATCH (c)-[r:TARGET]->(:Actor)
RETURN DISTINCT c.when AS date, l.name AS who, c.verb AS verb, r.name AS whom, c.issue AS issue, c.told AS told, c.sentence AS sentence, c.title AS title, c.publisher AS publisher
ORDER BY date DESC, who, verb, whom, sentence
